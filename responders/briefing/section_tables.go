package briefing

import (
	"cmp"
	"fmt"

	"huiying/opinion"
	"huiying/responders/briefing/pagedata"
	"huiying/responders/briefing/tiles"
	"huiying/words"
)

// bars are days; those of the period are told apart from its past.
func bars(b Briefing, n []int) (out []pagedata.BriefingBar, now int) {
	for i, d := range b.Days {
		if d.Date < b.Date {
			now = i + 1
		}
		v := d.N
		if n != nil && i < len(n) {
			v = n[i]
		}
		out = append(out, pagedata.BriefingBar{Date: d.Date, N: v})
	}
	return out, now
}

func showDays(s *pagedata.BriefingSection, b Briefing, _ Names) {
	if len(b.Days) == 0 {
		return
	}
	p := plot(words.Of("brief.plot.days", len(b.Days)))
	p.Bars, p.Now = bars(b, nil)
	s.Plots = append(s.Plots, p)
}

func showDecisions(s *pagedata.BriefingSection, b Briefing, _ Names) {
	t := &pagedata.BriefingTable{Head: []pagedata.BriefingCell{head("matter"), head("to_decide"),
		head("unit"), numbers("waiting")}}
	for _, d := range b.Decide {
		kind := KindName(d.Kind)
		if d.Asked > 0 {
			kind = words.Of("brief.asked", kind, d.Asked)
		}
		t.Rows = append(t.Rows, pagedata.BriefingRow{Cells: []pagedata.BriefingCell{titled(d.Title),
			say(kind), unit(d.Unit, d.Name), lasting(d.Hours)},
			BriefingRefs: pagedata.BriefingRefs{Cases: []string{d.Case}}})
		if len(t.Rows) == rowsShown {
			break
		}
	}
	s.Table = t
}

func titled(title string) pagedata.BriefingCell {
	if title == "" {
		return say(words.Of("brief.untitled"))
	}
	return plain(opinion.Clip(title, headingShown))
}

func unit(id, name string) pagedata.BriefingCell {
	if id == "" {
		return say(words.Of("brief.nobody"))
	}
	return plain(cmp.Or(name, id))
}

func issueRefs(i Issue) pagedata.BriefingRefs {
	refs := pagedata.BriefingRefs{Issues: []string{i.ID}}
	if i.Case != "" {
		refs.Cases = []string{i.Case}
	}
	return refs
}

func showGrowing(s *pagedata.BriefingSection, b Briefing, _ Names) {
	for _, i := range b.Growing[:min(plotsOfIssues, len(b.Growing))] {
		if len(i.Days) == 0 {
			continue
		}
		var name any = words.Of("brief.untitled")
		if i.Title != "" {
			name = opinion.Clip(i.Title, headingShown)
		}
		p := plot(words.Of("brief.plot.issue", name))
		p.BriefingRefs = issueRefs(i)
		p.Bars, p.Now = bars(b, i.Days)
		s.Plots = append(s.Plots, p)
	}
}

func showPlaces(s *pagedata.BriefingSection, b Briefing, _ Names) {
	most := 0
	for _, p := range b.Places {
		most = max(most, p.N)
	}
	t := &pagedata.BriefingTable{Head: []pagedata.BriefingCell{head("place"), numbers("mentions"),
		numbers("usual"), numbers("open"), numbers("overdue")}}
	codes := make([]string, len(b.Places))
	for i, p := range b.Places {
		codes[i] = p.Code
	}
	spots := tiles.Lay(codes)
	for i, p := range b.Places {
		s.Grid = append(s.Grid, pagedata.BriefingPlace{Code: p.Code, Name: p.Name, N: p.N,
			Overdue: p.Overdue, Shade: shadeOf(p.N, most), Col: spots[i].Col, Row: spots[i].Row,
			Link: searchOf(b, "division", p.Code)})
		if p.N+p.Before+p.Open == 0 {
			continue // the map has it
		}
		late := p.Late[:min(len(p.Late), lateShown)]
		t.Rows = append(t.Rows, pagedata.BriefingRow{Cells: []pagedata.BriefingCell{plain(p.Name),
			count(p.N), mean(b.Usual(p.Before)), count(p.Open), count(p.Overdue)},
			BriefingRefs: pagedata.BriefingRefs{Cases: late, Link: searchOf(b, "division", p.Code)}})
	}
	s.Table = t
}

// shadeOf goes from 0 for nothing to 4 for the most.
func shadeOf(n, most int) int {
	if n == 0 || most == 0 {
		return 0
	}
	return min(4, 1+3*n/most)
}

func showOverdue(s *pagedata.BriefingSection, b Briefing, _ Names) {
	if len(b.Overdue) <= unitsInSentences {
		return
	}
	s.Lines = s.Lines[:0]
	s.Table = &pagedata.BriefingTable{Head: []pagedata.BriefingCell{head("owner"),
		numbers("overdue_cases"), numbers("longest")}}
	for _, u := range b.Overdue[:min(len(b.Overdue), rowsShown)] {
		s.Table.Rows = append(s.Table.Rows,
			pagedata.BriefingRow{Cells: []pagedata.BriefingCell{unit(u.ID, u.Name), count(u.N),
				lasting(u.Hours)}, BriefingRefs: pagedata.BriefingRefs{Cases: u.Cases}})
	}
}

func showAnswered(s *pagedata.BriefingSection, b Briefing, n Names) {
	t := &pagedata.BriefingTable{Head: []pagedata.BriefingCell{head("matter"), head("unit"),
		head("result"), numbers("hours")}}
	for _, c := range b.Answered {
		when, held := words.Of("brief.answered.on_time"), "brief.answered.fell"
		if c.Late {
			when = words.Of("brief.answered.late")
		}
		//exhaustive:ignore whatever state it is in else, its answer did not hold
		switch c.State {
		case opinion.Verified, opinion.Closed:
			held = "brief.answered.verified"
		case opinion.Answered:
			held = "brief.answered.waits"
		}
		name := titled(c.Title)
		if c.Title == "" && c.Topic != "" {
			name = plain(n.Topic(c.Topic))
		}
		t.Rows = append(t.Rows, pagedata.BriefingRow{Cells: []pagedata.BriefingCell{name,
			unit(c.Unit, c.Name), say(words.Of(held, when)), lasting(c.Hours)},
			BriefingRefs: pagedata.BriefingRefs{Cases: []string{c.ID}}})
	}
	s.Table = t
}

func showSources(s *pagedata.BriefingSection, b Briefing, _ Names) {
	t := &pagedata.BriefingTable{Head: []pagedata.BriefingCell{head("source"), numbers("mentions"),
		numbers("usual"), head("state")}}
	for _, src := range b.Sources {
		if src.State == "" && src.N+src.Before == 0 {
			continue // nothing is known of it
		}
		state := words.Of("brief.source.none")
		if src.State != "" {
			state = words.Of("health." + string(src.State))
		}
		t.Rows = append(t.Rows, pagedata.BriefingRow{Cells: []pagedata.BriefingCell{plain(cmp.Or(src.Name, src.ID)), count(src.N), mean(b.Usual(src.Before)), say(state)},
			BriefingRefs: pagedata.BriefingRefs{Link: searchOf(b, "source", src.ID)}})
	}
	s.Table = t
}

// head names a column, and numbers one of figures.
func head(key string) pagedata.BriefingCell { return say(words.Of("brief.head." + key)) }

func numbers(key string) pagedata.BriefingCell {
	c := head(key)
	c.Num = true
	return c
}

// plain is a name, the same in every language.
func plain(s string) pagedata.BriefingCell { return pagedata.BriefingCell{Text: s} }

func say(p words.Phrase) pagedata.BriefingCell {
	return pagedata.BriefingCell{Text: p.In(words.First), TextEn: p.In("en")}
}

func plot(title words.Phrase) pagedata.BriefingPlot {
	return pagedata.BriefingPlot{Title: title.In(words.First), TitleEn: title.In("en")}
}

func count(n int) pagedata.BriefingCell {
	return pagedata.BriefingCell{Text: fmt.Sprint(n), Num: true}
}

// lasting is a number of hours as people say it.
func lasting(hours int) pagedata.BriefingCell {
	c := say(span(hours))
	c.Num = true
	return c
}

func mean(f float64) pagedata.BriefingCell {
	return pagedata.BriefingCell{Text: fmt.Sprintf("%.1f", f), Num: true}
}
