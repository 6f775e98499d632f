package briefing

import (
	"strconv"

	"huiying/opinion"
	"huiying/words"
)

// when is a period in words.
func when(b Briefing) words.Phrase {
	if b.Period == Day {
		return words.Of("brief.when.day", b.Date)
	}
	return words.Of("brief.when.span", b.Date, lastDay(b))
}

// the is a period as its sentences call it, and past what it is compared with.
func the(b Briefing) words.Phrase  { return words.Of("brief.the." + string(b.Period)) }
func past(b Briefing) words.Phrase { return words.Of("brief.past." + string(b.Period)) }

// teller gathers sentences in a fixed order: each template over the facts of b.
type teller struct {
	b   Briefing
	n   map[string]Number
	out []Line
}

func sentences(b Briefing) []Line {
	t := &teller{b: b, n: map[string]Number{}, out: []Line{}}
	for _, x := range b.Numbers {
		t.n[x.ID] = x
	}
	t.totals()
	t.issues()
	t.alerts()
	t.asked()
	t.owed()
	t.sources()
	for _, m := range b.Missing {
		t.say("missing", nil, words.Of("brief.missing", words.Of("brief.part."+m.Part), m.Reason))
	}
	return t.out
}

func (t *teller) say(id string, ids []string, p words.Phrase) {
	if ids == nil {
		ids = []string{}
	}
	t.out = append(t.out, Line{ID: id, Zh: p.In(words.First), En: p.In("en"), IDs: ids[:min(idsShown, len(ids))]})
}

func (t *teller) totals() {
	n := t.n
	t.say("said", n["new_issues"].IDs, words.Of("brief.said", when(t.b), figure(n["mentions"]),
		figure(n["new_issues"])))
	if r := t.b.Received; r != nil && t.b.Division == "" {
		t.say("balance", nil, words.Of("brief.balance", r.InCases, r.Waiting, r.Dismissed, r.Known,
			r.Refused, words.Unread(r.Why)))
	} else if r != nil {
		t.say("balance", nil, words.Of("brief.balance.part", r.InCases, r.Waiting, r.Dismissed))
	}
	t.out[len(t.out)-1].Link = waits
	t.say("cases", both(n["new_cases"].IDs, n["answered"].IDs, n["verified"].IDs, n["closed"].IDs),
		words.Of("brief.cases", figure(n["new_cases"]), figure(n["answered"]),
			figure(n["verified"]), figure(n["closed"])))
}

// waits is the list of what waits for a person to look.
const waits = "/desk?of=unclear"

func (t *teller) issues() {
	b := t.b
	for _, i := range b.Heavy {
		t.say("heavy", behind(i), words.Of("brief.heavy", known(i), quoted(i.Title), place(i), level(i),
			words.OfCount("brief.reports", i.Size, i.Size), the(b), i.Today, caseOf(i)))
	}
	for _, i := range b.Growing {
		t.say("growing", behind(i), words.Of("brief.growing", quoted(i.Title), place(i), the(b),
			words.OfCount("brief.reports", i.Today, i.Today), past(b), b.Usual(i.Before)))
	}
}

func (t *teller) owed() {
	for _, u := range t.b.Overdue {
		t.say("overdue", u.Cases, words.OfCount("brief.overdue", u.N, u.Name, u.N, span(u.Hours)))
	}
	o, ok := t.n["overdue"]
	if !ok || o.None {
		return
	}
	if o.N == 0 {
		t.say("overdue", nil, words.Of("brief.overdue.none"))
	}
	if d := t.n["doubted"]; d.N > 0 && !d.None {
		t.say("doubted", d.IDs, words.OfCount("brief.doubted", d.N, d.N))
	}
	for _, kind := range kinds {
		var cases []string
		for _, d := range t.b.Decide {
			if d.Kind == kind {
				cases = append(cases, d.Case)
			}
		}
		if len(cases) > 0 {
			t.say("decide", cases, words.OfCount("brief.decide", len(cases), KindName(kind), len(cases)))
		}
	}
	if len(t.b.Decide) == 0 {
		t.say("decide", nil, words.Of("brief.decide.none"))
	}
}

func (t *teller) sources() {
	for _, s := range t.b.Sources {
		if s.State.Trouble() != opinion.NoTrouble {
			t.say("source", []string{s.ID}, words.Of("brief.source", s.Name, words.Of("brief.source."+string(s.State))))
		}
	}
}

func place(i Issue) any {
	if i.Place == "" {
		return ""
	}
	return words.Of("brief.place", i.Place)
}

// quoted is a heading, or that there is none any more.
func quoted(title string) words.Phrase {
	if title == "" {
		return words.Of("brief.untitled")
	}
	return words.Of("brief.title", title)
}

// figure is a number in words: what could not be had is said, never shown as 0.
func figure(x Number) any {
	if x.None || x.ID == "" {
		return words.Of("brief.nodata")
	}
	return strconv.Itoa(x.N)
}

func level(i Issue) any {
	if i.Severity == "" {
		return ""
	}
	return words.Of("brief.level." + string(i.Severity))
}

func known(i Issue) words.Phrase {
	if i.New {
		return words.Of("brief.new")
	}
	return words.Of("brief.known")
}

func caseOf(i Issue) words.Phrase {
	if i.Case == "" {
		return words.Of("brief.case.none")
	}
	return words.Of("brief.case", i.State)
}

func behind(i Issue) []string {
	if i.Case == "" {
		return []string{i.ID}
	}
	return []string{i.ID, i.Case}
}

func both(lists ...[]string) []string {
	out := []string{}
	seen := map[string]bool{}
	for _, l := range lists {
		for _, id := range l {
			if !seen[id] {
				seen[id] = true
				out = append(out, id)
			}
		}
	}
	return out
}
