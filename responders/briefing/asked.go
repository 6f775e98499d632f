package briefing

import (
	"context"
	"time"

	"huiying/responders/briefing/pagedata"
	"huiying/words"
)

// Asked lists the duties to publish (公开事项) about which so many asked within [from, to) that their pages
// are to be looked at, the most asked first.
type Asked interface {
	AskedOf(ctx context.Context, from, to time.Time) ([]AskedItem, error)
}

// AskedItem is such a duty. Whether it is published is told as of when the briefing is written.
type AskedItem struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Unit    string `json:"unit,omitempty"`
	Public  bool   `json:"public"`
	Reports int    `json:"reports"` // independent questions
}

// asked lists what many asked about. A house without a register of duties has no such part.
func (w Writer) asked(ctx context.Context, b *Briefing) {
	if w.Asked == nil {
		return
	}
	list, err := w.Asked.AskedOf(ctx, b.From, b.Until)
	if err != nil {
		b.miss("asked", err)
		return
	}
	for i := range list {
		list[i].Unit = w.name(list[i].Unit)
	}
	b.Asked = list
}

// asked say how many duties are asked about, and how many of them nobody can read.
func (t *teller) asked() {
	n, bare := len(t.b.Asked), 0
	if n == 0 {
		return
	}
	for _, i := range t.b.Asked {
		if !i.Public {
			bare++
		}
	}
	p := words.OfCount("brief.asked.is", n, n)
	if bare > 0 {
		p = words.OfCount("brief.asked.bare", n, n, bare)
	}
	t.say("asked", nil, p)
	t.out[len(t.out)-1].Link = "/items?of=asked"
}

func showAsked(s *pagedata.BriefingSection, b Briefing, _ Names) {
	if len(b.Asked) == 0 {
		return
	}
	s.Table = &pagedata.BriefingTable{Head: []pagedata.BriefingCell{head("item"), head("unit"), numbers("reports"), head("published")}}
	for _, i := range b.Asked[:min(len(b.Asked), rowsShown)] {
		published := "no"
		if i.Public {
			published = "yes"
		}
		s.Table.Rows = append(s.Table.Rows, pagedata.BriefingRow{Cells: []pagedata.BriefingCell{plain(i.Name), plain(i.Unit),
			count(i.Reports), say(words.Of("brief.published." + published))},
			BriefingRefs: pagedata.BriefingRefs{Link: "/items/" + i.ID + "#asked"}})
	}
}
