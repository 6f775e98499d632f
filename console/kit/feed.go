package kit

import (
	"encoding/xml"
	"io"
)

// FeedType is the media type of a Feed.
const FeedType = "application/atom+xml; charset=utf-8"

// Feed is a feed in Atom (RFC 4287).
type Feed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`     // RFC 3339
	Issuer  string      `xml:"author>name"` // the format asks for one: the office, never a person
	Links   []FeedLink  `xml:"link"`
	Entries []FeedEntry `xml:"entry"`
}

// FeedLink is an address with what it is to the feed or entry.
type FeedLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

// FeedEntry is one entry of a feed.
type FeedEntry struct {
	ID      string     `xml:"id"`
	Title   string     `xml:"title"`
	Updated string     `xml:"updated"`
	Links   []FeedLink `xml:"link"`
	Summary string     `xml:"summary"`
}

// Write writes the feed. An error says that the reader has gone away.
func (f Feed) Write(w io.Writer) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(f)
}
