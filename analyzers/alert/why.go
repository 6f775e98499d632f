package alert

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/words"
)

// Names are what a reader calls the things that an alert names by their ids; a nil one leaves the id.
type Names struct {
	Division, Source, Watch func(id string) string
}

func named(f func(string) string, id string) string {
	if f != nil {
		if name := f(id); name != "" {
			return name
		}
	}
	return id
}

// Why says why an alert rang, from its facts: what was seen and expected, since when, how unlikely that
// is, who repeats it and where.
func Why(a opinion.Alert, n Names) (out []words.Phrase) {
	say := func(key string, args ...any) { out = append(out, words.Of("alert.why."+key, args...)) }
	switch a.Kind {
	case opinion.AlertSurge:
		say("surge", hours(a.Window), a.Seen, number(a.Expected))
		say("chance", likely(a.Chance))
	case opinion.AlertReach:
		say("reach", hours(a.Window), len(a.Sources), a.Seen+a.Copies)
		say("chance", likely(a.Chance))
	case opinion.AlertWatch:
		say("watch", named(n.Watch, a.Watch), a.Seen)
	case opinion.AlertSilence:
		say("silence", stamp(a.Since), number(a.Expected))
		say("chance", likely(a.Chance))
		return out
	}
	if !a.Since.IsZero() {
		say("since", stamp(a.Since), stamp(a.Newest))
	}
	if a.Copies > 0 {
		say("copies", a.Copies)
	}
	if len(a.Sources) > 0 {
		say("sources", len(a.Sources), list(a.Sources, n.Source))
	}
	if len(a.Places) > 1 {
		say("places", len(a.Places), list(a.Places, n.Division))
	}
	if !a.Answered.IsZero() {
		say("answered", stamp(a.Answered), a.Answer)
	}
	return out
}

const mostNamed = 5

// list names the most frequent, with how many there are of each.
func list(all []opinion.AlertCount, name func(string) string) string {
	var b strings.Builder
	for i, c := range all {
		if i == mostNamed {
			b.WriteString(" …")
			break
		}
		if i > 0 {
			b.WriteString(" ")
		}
		fmt.Fprintf(&b, "%s×%d", named(name, c.ID), c.N)
	}
	return b.String()
}

func stamp(t time.Time) string { return t.In(opinion.Beijing).Format("2006-01-02 15:04") }

func hours(d time.Duration) string { return strconv.Itoa(int(d.Hours())) }

// number has so many digits as say something.
func number(x float64) string {
	switch {
	case x >= 10:
		return strconv.FormatFloat(x, 'f', 0, 64)
	case x >= 0.1:
		return strconv.FormatFloat(x, 'f', 1, 64)
	}
	return strconv.FormatFloat(x, 'g', 1, 64)
}

func likely(p float64) string {
	if p < 1e-12 {
		return "<1e-12"
	}
	return strconv.FormatFloat(p, 'e', 0, 64)
}
