package opinion

import (
	"regexp"
	"strings"
	"time"

	"huiying/redact"
)

// FoundReply (网上发现的答复) is an office's answer that stood on the page of a Mention. It is never part
// of the Mention: who asked did not say it. It is offered to the case of the mention, and decides
// nothing there. NewFoundReply is its only constructor; there is no field for who of the office wrote it.
type FoundReply struct {
	// Mention is the one that was answered. It is called id, as in the mention itself: by that a
	// purge finds the words wherever they lie.
	Mention  string    `json:"id"`
	Source   string    `json:"source"`
	URL      string    `json:"url,omitempty"`  // of the page, canonical and redacted
	Unit     string    `json:"unit,omitempty"` // the office, as the page names it
	Text     string    `json:"text"`
	TextHash string    `json:"text_hash"`             // stays when the words are forgotten
	At       time.Time `json:"published_at,omitzero"` // zero when the page does not say
	SeenAt   time.Time `json:"collected_at,omitzero"`
}

// office is what may stand as the name of one: nobody's own name ends like it.
var office = regexp.MustCompile(`^[\p{Han}（）()、·]{2,60}(?:局|委|办|府|中心|公司|街道|镇|乡|处|科|队|院|站|所|部|会|厅|室|集团|热线)$`)

// NewFoundReply makes one of what the page of m shows, read at seen. Its words are redacted. What is
// no office's name is left out of Unit. It returns false where there is no word of an answer.
func NewFoundReply(m Mention, unit, text string, at, seen time.Time) (FoundReply, bool) {
	clean := func(s string) string {
		s, _ = redact.Text(CleanText(s))
		return strings.TrimSpace(s)
	}
	r := FoundReply{Mention: m.ID, Source: m.Source, URL: m.URL, Unit: clean(unit), Text: clean(text),
		At: writable(at), SeenAt: writable(seen)}
	if !office.MatchString(r.Unit) {
		r.Unit = ""
	}
	if r.Text == "" || m.ID == "" || len(r.Text) > MaxTextBytes {
		return FoundReply{}, false
	}
	r.TextHash = hashOf("text", r.Text)
	return r, true
}

// ID tells a reply from others: the same words to the same mention are one.
func (r FoundReply) ID() string { return hashOf("reply", r.Mention, r.TextHash)[:32] }

// LatestReplies are of replies, in the order in which they were found, the last to each mention: words
// that a page had once and shows again are news.
func LatestReplies(replies []FoundReply) []FoundReply {
	last := map[string]int{}
	for i, r := range replies {
		last[r.Mention] = i
	}
	out := make([]FoundReply, 0, len(last))
	for i, r := range replies {
		if last[r.Mention] == i {
			out = append(out, r)
		}
	}
	return out
}

// Offered is what a case knows of a reply that was offered to it. The words lie elsewhere and can be
// forgotten.
type Offered struct {
	Mention  string    `json:"mention"`
	TextHash string    `json:"text_hash"`
	At       time.Time `json:"at"`            // when it was offered
	Said     time.Time `json:"said,omitzero"` // when it was published, as the page says
	OK       bool      `json:"ok"`            // its words raise no doubt that it answers
}

// Offer is the latest reply to a mention that was offered to the case.
func (c Case) Offer(mention string) (Offered, bool) {
	for _, o := range c.Offers {
		if o.Mention == mention {
			return o, true
		}
	}
	return Offered{}, false
}

// offered takes the latest reply to a mention in the place of the one before.
func (c *Case) offered(e Event) {
	o := Offered{Mention: e.Mention, TextHash: e.TextHash, At: e.At, Said: e.Said, OK: e.OK}
	kept := c.offersBut(e.Mention)
	c.Offers = append(kept, o)
}

// offersBut are the offers to other mentions.
func (c Case) offersBut(mention string) (out []Offered) {
	for _, o := range c.Offers {
		if o.Mention != mention {
			out = append(out, o)
		}
	}
	return out
}

// offersOf lets the reply to an older text of a report be one to the newer text.
func (c Case) offersOf(older, newer string) []Offered {
	had, ok := c.Offer(older)
	if !ok {
		return c.Offers
	}
	had.Mention = newer
	return append(c.offersBut(older), had)
}
