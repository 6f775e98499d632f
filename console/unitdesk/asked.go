package unitdesk

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"huiying/console/ask"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

// workBar is the question of a desk: words, and chips for all that can narrow it.
func (v *View) workBar(posts []string) kit.ChipBar {
	bar := v.Chips("/work", v.Say("work.q"), workOrders, "topic", "division", "severity")
	own := []kit.Chip{{Key: "section", Label: v.Say("filter.section")}, {Key: "post", Label: v.Say("filter.post")}}
	for _, s := range opinion.DeskSections {
		own[0].Options = append(own[0].Options, kit.Option{Value: string(s), Name: v.Section(s)})
	}
	for _, post := range posts {
		own[1].Options = append(own[1].Options, kit.Option{Value: post, Name: post})
	}
	if v.Me().ID != "" {
		mine := kit.Chip{Key: "mine", Label: v.Say("filter.mine")}
		mine.Options = []kit.Option{{Value: "yes", Name: v.Say("work.mine")}}
		own = append(own, mine)
	}
	for _, c := range own {
		c.Kind, c.Now, c.Without = "list", v.Param(c.Key), v.With(c.Key, "")
		for _, o := range c.Options {
			if o.Value == c.Now {
				c.Value = o.Name
			}
		}
		bar.Kept = slices.DeleteFunc(bar.Kept, func(o kit.Option) bool { return o.Value == c.Key })
		if len(c.Options) > 0 {
			bar.Chips = append(bar.Chips, c)
		}
	}
	return bar
}

// workQuestion is what a desk was asked.
type workQuestion struct {
	register.DeskQuery
	day      opinion.DeskDay
	sections []opinion.DeskSection // that were asked for; nil: all
}

// on is the question for one day of it.
func (q workQuestion) on(d opinion.DeskDay, now time.Time) register.DeskQuery {
	out := q.DeskQuery
	out.From, out.To = d.Span(now)
	out.Sections = d.Sections()
	if q.sections != nil {
		out.Sections = slices.DeleteFunc(out.Sections, func(s opinion.DeskSection) bool {
			return !slices.Contains(q.sections, s)
		})
		if len(out.Sections) == 0 {
			out.Sections = []opinion.DeskSection{""} // of none
		}
	}
	out.Order, out.Cursor = "", ""
	return out
}

// workAsked is what a desk was narrowed to.
func workAsked(v *View, asked url.Values, unit string) (workQuestion, error) {
	q := workQuestion{day: opinion.DeskDay(asked.Get("due")), DeskQuery: register.DeskQuery{Unit: unit,
		Post: asked.Get("post"), Topic: asked.Get("topic"), Division: asked.Get("division"),
		Severity: opinion.Severity(asked.Get("severity")), Q: opinion.Clip(strings.TrimSpace(asked.Get("q")), 400)}}
	if asked.Get("mine") == "yes" {
		q.Officer = v.Me().ID
	}
	if s := opinion.DeskSection(asked.Get("section")); s != "" {
		q.sections = []opinion.DeskSection{s}
		q.Sections = q.sections
	}
	order, reversed, err := ask.OrderOf(asked.Get("order"), workOrders[1:], v.Lang)
	switch {
	case err != nil:
		return q, err
	case q.Severity != "" && q.Severity.Rank() == 0:
		return q, kit.BadInput("bad_severity", v.Say("error.bad_severity"))
	case q.day != "" && !slices.Contains(opinion.DeskDays, q.day):
		return q, kit.BadInput("bad_day", v.Say("work.bad_day"))
	case q.day != "":
		q.DeskQuery = q.on(q.day, v.Now())
	}
	q.Order, q.Reversed = order, reversed
	return q, nil
}
