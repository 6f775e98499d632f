package feed

import (
	"net/url"
	"strings"

	"github.com/mmcdole/gofeed"

	"huiying/collectors"
)

// tellApart gives items that share an address keys of their own: by guid, else by the part of
// the address behind #, else by their words. An address that only one item has is its key.
func tellApart(items []Item, parsed []*gofeed.Item) {
	count := map[string]int{}
	for _, it := range items {
		count[collectors.SeenKey(it.Key)]++
	}
	i := -1
	for _, raw := range parsed {
		if raw == nil {
			continue
		}
		i++
		it := &items[i]
		if it.Link == "" || count[collectors.SeenKey(it.Key)] < 2 {
			continue
		}
		switch guid, part := strings.TrimSpace(raw.GUID), fragment(it.Link); {
		case guid != "" && guid != it.Link:
			it.Key, it.Ref = "guid:"+guid, guid
		case part != "":
			it.Key, it.Ref = "fragment:"+it.Link, part
		default:
			it.Key = "words:" + it.Link + "\n" + it.Title + "\n" + it.Text
		}
	}
}

func fragment(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return u.Fragment
}
