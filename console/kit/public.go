package kit

import (
	"net/url"
)

// Canonical is the one address under which search engines keep this page, in a language.
func (v *View) Canonical(lang string) string {
	q := url.Values{}
	for _, key := range []string{"q", "topic", "division", "unit", "cursor"} {
		if x := v.Here.Query().Get(key); x != "" {
			q.Set(key, x)
		}
	}
	if lang != "" {
		q.Set("lang", lang)
	}
	at := url.URL{Path: v.Here.Path, RawQuery: q.Encode()}
	return v.site + at.String()
}

// Feed is the feed of what this page shows.
func (v *View) Feed() string {
	q := url.Values{}
	for _, key := range []string{"q", "topic", "division", "unit"} {
		if x := v.Here.Query().Get(key); x != "" {
			q.Set(key, x)
		}
	}
	at := url.URL{Path: "/open/feed.xml", RawQuery: q.Encode()}
	return at.String()
}

// About is what search engines show of this page.
func (v *View) About() string {
	if v.Summary != "" {
		return v.Summary
	}
	return v.Say("open.what")
}

// Is says whether this page lies at a path.
func (v *View) Is(path string) bool { return v.Here.Path == path }
