package briefing

import (
	"slices"
	"time"

	"huiying/opinion"
	"huiying/responders/briefing/pagedata"
	"huiying/words"
)

// leadShown bounds the lists beside the sentences that lead; the sections below have all.
const leadShown = 5

// leadOf puts onto a page what a leader reads first: three to seven sentences, who is late, what
// waits for a decision, and what grows.
func leadOf(out *pagedata.Briefing, b Briefing) {
	out.Lead = leads(b)
	for _, u := range b.Overdue[:min(leadShown, len(b.Overdue))] {
		out.Late = append(out.Late, pagedata.BriefingLate{Unit: u.ID, Name: u.Name, N: u.N, Hours: u.Hours})
	}
	for _, d := range b.Decide[:min(leadShown, len(b.Decide))] {
		out.Decide = append(out.Decide, pagedata.BriefingWait{Kind: d.Kind, Case: d.Case,
			Title: opinion.Clip(d.Title, headingShown), Unit: d.Unit, Name: d.Name,
			Severity: d.Severity, Hours: d.Hours, Asked: d.Asked})
	}
	for _, i := range b.Growing[:min(leadShown, len(b.Growing))] {
		out.Growing = append(out.Growing, pagedata.BriefingGrowth{Issue: i.ID,
			Title: opinion.Clip(i.Title, headingShown), Place: i.Place, N: i.Today, Usual: b.Usual(i.Before)})
	}
}

// leads are the sentences, each only where there is something to say; that nothing is late, and that
// nothing was answered, is something.
func leads(b Briefing) (out []pagedata.BriefingLead) {
	n := map[string]Number{}
	for _, x := range b.Numbers {
		n[x.ID] = x
	}
	add := func(matter string, refs pagedata.BriefingRefs, p words.Phrase) {
		head := words.Of("brief.lead." + matter)
		out = append(out, pagedata.BriefingLead{Head: head.In(words.First), HeadEn: head.In("en"),
			Text: p.In(words.First), TextEn: p.In("en"), BriefingRefs: refs})
	}
	add("came", pagedata.BriefingRefs{}, came(b, n["mentions"]))
	if len(b.Heavy) > 0 {
		i := b.Heavy[0]
		add("heavy", issueRefs(i), words.Of("brief.lead.heavy.is", quoted(opinion.Clip(i.Title, headingShown)),
			place(i), level(i), words.OfCount("brief.reports", i.Size, i.Size), stands(i)))
	}
	if len(b.Growing) > 0 {
		i := b.Growing[0]
		add("growing", issueRefs(i), words.Of("brief.growing", quoted(opinion.Clip(i.Title, headingShown)), place(i),
			the(b), words.OfCount("brief.reports", i.Today, i.Today), past(b), b.Usual(i.Before)))
	}
	add("answered", refsOf(n["answered"].IDs), words.Of("brief.lead.answered.is", figure(n["new_cases"]),
		figure(n["answered"]), figure(n["verified"]), figure(n["closed"])))
	if o, ok := n["overdue"]; ok && !o.None {
		refs := refsOf(o.IDs)
		refs.Link = o.Link
		add("overdue", refs, late(b, o))
	}
	if len(b.Decide) > 0 {
		add("decide", pagedata.BriefingRefs{}, toDecide(b))
	}
	if p, some := unheard(b); some {
		add("source", pagedata.BriefingRefs{Link: "/sources"}, p)
	}
	return out
}

// came says how much came in and how that compares.
func came(b Briefing, n Number) words.Phrase {
	var part, compared any = "", ""
	if r := b.Received; r != nil {
		part = words.Of("brief.lead.part", r.InCases, r.Waiting, r.Dismissed)
	}
	whole := !b.Until.Before(b.To)
	if len(b.Weekdays) > 0 && whole && !n.None {
		four := 0
		for _, w := range b.Weekdays {
			four += w
		}
		compared = words.Of("brief.lead.weekday", differs(n.N-b.Weekdays[0]),
			len(b.Weekdays), float64(four)/float64(len(b.Weekdays)))
	}
	var so any = ""
	if !whole {
		so = words.Of("brief.lead.sofar")
	}
	return words.Of("brief.lead.came.is", spell(b), so, figure(n), compared, part)
}

// differs says by how much a number differs from another.
func differs(by int) words.Phrase {
	switch {
	case by > 0:
		return words.Of("brief.lead.more", by)
	case by < 0:
		return words.Of("brief.lead.less", -by)
	}
	return words.Of("brief.lead.same")
}

// spell is a period as people say its days.
func spell(b Briefing) words.Phrase {
	first, last := b.From.In(opinion.Beijing), b.To.In(opinion.Beijing).AddDate(0, 0, -1)
	if b.Period == Day {
		return dayOf(first)
	}
	return words.Of("brief.when.span", dayOf(first), dayOf(last))
}

func dayOf(t time.Time) words.Phrase {
	return words.Of("brief.lead.day", t.Format("1"), t.Format("2"), t.Format("2 January"))
}

// late says how many answers are late, and who is the longest.
func late(b Briefing, o Number) words.Phrase {
	if o.N == 0 || len(b.Overdue) == 0 {
		return words.Of("brief.overdue.none")
	}
	longest := slices.MaxFunc(b.Overdue, func(x, y Unit) int { return x.Hours - y.Hours })
	name := words.Of("brief.nobody")
	if longest.Name != "" {
		name = words.Of("brief.lead.name", longest.Name)
	}
	return words.OfCount("brief.lead.overdue.is", o.N, o.N, len(b.Overdue), name, span(longest.Hours))
}

// span is a number of hours as people say it.
func span(hours int) words.Phrase {
	if hours < 1 {
		return words.Of("brief.lead.underhour")
	}
	if hours < 48 {
		return words.OfCount("brief.lead.hours", hours, hours)
	}
	return words.OfCount("brief.lead.days", hours/24, hours/24)
}

func toDecide(b Briefing) words.Phrase {
	var list []words.Phrase
	for _, kind := range kinds {
		if n := countOf(b.Decide, kind); n > 0 {
			list = append(list, words.Of("brief.lead.kind", KindName(kind), n))
		}
	}
	return words.OfCount("brief.lead.decide.is", len(b.Decide), len(b.Decide), words.ListOf(list))
}

func countOf(all []Decision, kind string) (n int) {
	for _, d := range all {
		if d.Kind == kind {
			n++
		}
	}
	return n
}

// unheard says which sources could not be read.
func unheard(b Briefing) (p words.Phrase, some bool) {
	var names []words.Phrase
	for _, s := range b.Sources {
		if s.State.Trouble() != opinion.NoTrouble {
			names = append(names, words.Of("brief.lead.name", s.Name))
		}
	}
	const named = 3
	list := words.ListOf(names[:min(named, len(names))])
	return words.OfCount("brief.lead.source.is", len(names), len(names), list), len(names) > 0
}

// stands says how the case of an issue does.
func stands(i Issue) words.Phrase {
	if i.Case == "" || i.State == "" {
		return words.Of("brief.case.none")
	}
	return words.Of("brief.lead.case", words.Of("state."+string(i.State)))
}
