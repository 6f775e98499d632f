package briefing

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/responders/briefing/pagedata"
	"huiying/words"
)

// SpecialPage lays a special report out as every briefing is, so that page and documents are drawn alike.
func SpecialPage(s Special, n Names) pagedata.Briefing {
	date := s.At.In(opinion.Beijing).Format(time.DateOnly)
	out := pagedata.Briefing{Period: "issue", Date: date, Last: date, Year: s.Year, No: s.No,
		Made: s.At.UTC(), Whole: true, Heading: opinion.Clip(s.Issue.Title, headingShown)}
	refs := issueRefs(s.Issue)
	add := func(matter string, refs pagedata.BriefingRefs, p words.Phrase) {
		head := words.Of("brief.special.head." + matter)
		out.Lead = append(out.Lead, pagedata.BriefingLead{Head: head.In(words.First), HeadEn: head.In("en"),
			Text: p.In(words.First), TextEn: p.In("en"), BriefingRefs: refs})
	}
	add("what", refs, s.what(n))
	for _, c := range s.Cases {
		add("who", pagedata.BriefingRefs{Cases: []string{c.ID}}, c.who())
		add("answer", pagedata.BriefingRefs{Cases: []string{c.ID}}, c.answer(s.At))
	}
	if len(s.Cases) == 0 {
		add("who", pagedata.BriefingRefs{}, words.Of("brief.special.nocase"))
	}
	for _, x := range []struct {
		id   string
		n    int
		refs pagedata.BriefingRefs
	}{{"reports", s.Issue.Size, refs}, {"mentions", s.Mentions, pagedata.BriefingRefs{}},
		{"places", len(s.Places), pagedata.BriefingRefs{}}} {
		label := words.Of("brief.special.number." + x.id)
		out.Numbers = append(out.Numbers, pagedata.BriefingNumber{ID: x.id, Label: label.In(words.First),
			LabelEn: label.In("en"), N: x.n, BriefingRefs: x.refs})
	}
	for _, part := range []struct {
		id   string
		show func(*pagedata.BriefingSection, Special, Names)
	}{{"course", showCourse}, {"where", showWhere}, {"units", showUnits}, {"answers", showReplies}} {
		title := words.Of("brief.special.section." + part.id)
		sec := pagedata.BriefingSection{ID: part.id, Title: title.In(words.First), TitleEn: title.In("en"),
			Lines: []pagedata.BriefingLine{}}
		part.show(&sec, s, n)
		out.Sections = append(out.Sections, sec)
	}
	return out
}

// what says what was heard, where, since when and how often.
func (s Special) what(n Names) words.Phrase {
	where := words.Of("brief.special.nowhere")
	if s.Issue.Division != "" {
		where = words.Of("brief.special.where", n.Place(s.Issue.Division))
	}
	var copies any = ""
	if more := s.Mentions - s.Issue.Size; more > 0 {
		copies = words.OfCount("brief.special.copies", more, more)
	}
	return words.Of("brief.special.what", where, n.Topic(s.Issue.Topic), level(s.Issue),
		dated(s.Issue.First), dated(s.At), words.OfCount("brief.reports", s.Issue.Size, s.Issue.Size), copies)
}

// dated is a day with its year: a report is read for years.
func dated(t time.Time) words.Phrase {
	t = t.In(opinion.Beijing)
	return words.Of("brief.special.day", t.Format("2006"), t.Format("1"), t.Format("2"), t.Format("2 January 2006"))
}

// who says who has the case and how it stands.
func (c SpecialCase) who() words.Phrase {
	state := words.Of("state." + string(c.State))
	if c.Lead.ID == "" {
		return words.Of("brief.special.nobody", state)
	}
	var co any = ""
	if len(c.Co) > 0 {
		names := make([]string, len(c.Co))
		for i, u := range c.Co {
			names[i] = u.Name
		}
		co = words.Of("brief.special.co", strings.Join(names, "、"))
	}
	return words.Of("brief.special.who", c.Lead.Name, co, state)
}

// answer says whether there is one, and else until when it is owed.
func (c SpecialCase) answer(at time.Time) words.Phrase {
	switch {
	case !c.Answered.IsZero():
		on := words.Of("brief.answered.on_time")
		if c.Late {
			on = words.Of("brief.answered.late")
		}
		return words.Of("brief.special.answered", dated(c.Answered), on, c.held())
	case c.Due.IsZero() || !c.State.Open():
		return words.Of("brief.special.noanswer")
	case at.After(c.Due):
		return words.Of("brief.special.late", span(int(at.Sub(c.Due)/time.Hour)))
	}
	return words.Of("brief.special.due", moment(c.Due))
}

// held says what became of an answer: whether it was found where it is published, and whether others
// than the unit say that the matter is solved.
func (c SpecialCase) held() words.Phrase {
	//exhaustive:ignore in whatever state it is else, the answer was not found to hold
	switch c.State {
	case opinion.Verified, opinion.Closed:
		if c.Solution == "" {
			return words.Of("brief.special.held")
		}
		return words.Of("brief.special.solved", words.Of("solution."+string(c.Solution)))
	case opinion.Answered:
		return words.Of("brief.special.unchecked")
	}
	return words.Of("brief.special.fell")
}

// moment is a day and time with its year.
func moment(t time.Time) words.Phrase {
	return words.Of("brief.special.moment", t.In(opinion.Beijing).Format("2006-01-02 15:04"))
}

// courseShown bounds the steps on paper: the first and the latest are told.
const courseShown = 40

// showCourse: how often it was told day by day, and what was done.
func showCourse(sec *pagedata.BriefingSection, s Special, n Names) {
	if len(s.Days) > 0 {
		p := plot(words.Of("brief.special.plot"))
		for _, d := range s.Days {
			p.Bars = append(p.Bars, pagedata.BriefingBar(d))
		}
		sec.Plots = append(sec.Plots, p)
	}
	t := &pagedata.BriefingTable{Head: []pagedata.BriefingCell{head("when"), head("step"), head("unit")}}
	row := func(at time.Time, what words.Phrase, u Named, refs pagedata.BriefingRefs) {
		cell := pagedata.BriefingCell{}
		if u.ID != "" {
			cell = plain(u.Name)
		}
		t.Rows = append(t.Rows, pagedata.BriefingRow{Cells: []pagedata.BriefingCell{say(moment(at)), say(what), cell},
			BriefingRefs: refs})
	}
	row(s.Issue.First, words.Of("brief.special.first"), Named{}, pagedata.BriefingRefs{Issues: []string{s.Issue.ID}})
	for _, c := range s.Cases {
		for _, x := range c.Steps {
			what := words.Of("move." + string(x.Move))
			if x.Move == opinion.MoveVerify {
				what = words.Of(map[bool]string{true: "brief.special.verified", false: "brief.special.doubted"}[x.OK])
			}
			row(x.At, what, x.Unit, pagedata.BriefingRefs{Cases: []string{c.ID}})
		}
	}
	slices.SortStableFunc(t.Rows, func(x, y pagedata.BriefingRow) int { return cmp.Compare(x.Cells[0].Text, y.Cells[0].Text) })
	if over := len(t.Rows) - courseShown; over > 0 {
		t.Rows = slices.Delete(t.Rows, courseShown/2, courseShown/2+over)
	}
	for i := 1; i < len(t.Rows); i++ { // the annex names each case once
		t.Rows[i].Issues = nil
		if slices.ContainsFunc(t.Rows[:i], func(r pagedata.BriefingRow) bool {
			return len(r.Cases) > 0 && len(t.Rows[i].Cases) > 0 && r.Cases[0] == t.Rows[i].Cases[0]
		}) {
			t.Rows[i].Cases = nil
		}
	}
	sec.Table = t
}

// showWhere: where it was told of, and through which sources.
func showWhere(sec *pagedata.BriefingSection, s Special, _ Names) {
	var names []words.Phrase
	for _, x := range s.Sources {
		names = append(names, words.OfCount("brief.special.source", x.N, x.Name, x.N))
	}
	if len(names) > 0 {
		p := words.Of("brief.special.sources", words.ListOf(names))
		sec.Lines = append(sec.Lines, pagedata.BriefingLine{Text: p.In(words.First), TextEn: p.In("en")})
	}
	t := &pagedata.BriefingTable{Head: []pagedata.BriefingCell{head("place"), numbers("reports")}}
	for _, p := range s.Places[:min(len(s.Places), rowsShown)] {
		name := plain(p.Name)
		if p.ID == "" {
			name = say(words.Of("brief.special.nowhere"))
		}
		t.Rows = append(t.Rows, pagedata.BriefingRow{Cells: []pagedata.BriefingCell{name, count(p.N)}})
	}
	sec.Table = t
}

// showUnits: who leads, who helps, how long each has had it.
func showUnits(sec *pagedata.BriefingSection, s Special, _ Names) {
	t := &pagedata.BriefingTable{Head: []pagedata.BriefingCell{head("unit"), head("part"), head("state"), head("dispatched"), head("due")}}
	for _, c := range s.Cases {
		state := say(words.Of("state." + string(c.State)))
		at := func(x time.Time) pagedata.BriefingCell {
			if x.IsZero() {
				return plain("—")
			}
			return say(moment(x))
		}
		if c.Lead.ID != "" {
			t.Rows = append(t.Rows, pagedata.BriefingRow{Cells: []pagedata.BriefingCell{plain(c.Lead.Name),
				say(words.Of("brief.special.lead")), state, at(c.Dispatched), at(c.Due)}})
		}
		for _, u := range c.Co {
			t.Rows = append(t.Rows, pagedata.BriefingRow{Cells: []pagedata.BriefingCell{plain(u.Name),
				say(words.Of("brief.special.helps")), state, at(c.Dispatched), at(c.Due)}})
		}
	}
	sec.Table = t
}

// showReplies: what the units said to the public, whole.
func showReplies(sec *pagedata.BriefingSection, s Special, _ Names) {
	for _, c := range s.Cases {
		if c.Answered.IsZero() {
			continue
		}
		text := any(words.Of("brief.special.forgotten"))
		if c.Answer != "" {
			text = words.Of("brief.title", strings.TrimSpace(c.Answer))
		}
		var at any = ""
		if c.URL != "" {
			at = words.Of("brief.special.published", c.URL)
		}
		p := words.Of("brief.special.reply", c.Lead.Name, moment(c.Answered), text, c.held(), at)
		sec.Lines = append(sec.Lines, pagedata.BriefingLine{Text: p.In(words.First), TextEn: p.In("en"),
			BriefingRefs: pagedata.BriefingRefs{Cases: []string{c.ID}}})
	}
}
