// Package selector holds what says where things stand on a site's pages: plain data that the
// configuration reads and collectors/web works by.
package selector

// MaxPages bounds the list pages of one visit, whatever is configured.
const MaxPages = 50

// Selectors say where on a site's pages things stand. Each is a CSS selector; what is left
// empty is found by labels, head fields or looks.
type Selectors struct {
	Item string `yaml:"item"` // one entry of the list page; empty: the whole page
	// Link is, within an entry, the link to its page; empty: each link, or without Item those
	// that look like pages of text.
	Link string `yaml:"link"`
	Next string `yaml:"next"` // link to the next list page

	Title string `yaml:"title"`
	Text  string `yaml:"text"` // several matches are joined in the order of the page
	Time  string `yaml:"time"`
	// TimeLayout is as Go writes layouts; empty: any spelling that collectors.ParseTime knows.
	TimeLayout string `yaml:"time_layout"`
	Remove     string `yaml:"remove"` // cut out of the page before it is read

	Pages   int      `yaml:"pages"`   // list pages in one visit; 0 is 1
	JSON    *Paths   `yaml:"-"`       // set: the list is data (by: json)
	Domains []string `yaml:"domains"` // hosts that may be visited; empty: that of the list page
}
