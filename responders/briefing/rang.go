package briefing

import (
	"cmp"
	"context"
	"slices"
	"time"

	"huiying/opinion"
	"huiying/responders/briefing/pagedata"
	"huiying/words"
)

// Alerts lists the alerts (预警) that rang within [from, to), each as it stood at the moment until.
type Alerts interface {
	AlertsOf(ctx context.Context, from, to, until time.Time) ([]Alert, error)
}

// Alert is an alert that rang, and what had come of it.
type Alert struct {
	ID       string             `json:"id"`
	Kind     opinion.AlertKind  `json:"kind"`
	Severity opinion.Severity   `json:"severity,omitempty"`
	Topic    string             `json:"topic,omitempty"`
	Division string             `json:"division,omitempty"`
	Watch    string             `json:"watch,omitempty"`
	Source   string             `json:"source,omitempty"`
	Seen     int                `json:"seen"`
	At       time.Time          `json:"at"`
	State    opinion.AlertState `json:"state"`
	Case     string             `json:"case,omitempty"` // it was led to
}

// AlertOf is an alert for the page; false where it did not ring by itself: it was quiet from its beginning.
func AlertOf(f opinion.AlertFile) (Alert, bool) {
	rang := slices.ContainsFunc(f.History, func(e opinion.AlertEvent) bool {
		return e.Type == opinion.AlertRing || e.Type == opinion.AlertRise
	})
	return Alert{ID: f.ID, Kind: f.Kind, Severity: f.Severity, Topic: f.Topic, Division: f.Division,
		Watch: f.Watch, Source: f.Source, Seen: f.Seen, At: f.At, State: f.State, Case: f.Case}, rang
}

// rang lists what rang. A house without an alerts' desk has no such part.
func (w Writer) rang(ctx context.Context, b *Briefing) {
	if w.Alerts == nil {
		return
	}
	list, err := w.Alerts.AlertsOf(ctx, b.From, b.To, b.Until)
	if err != nil {
		b.miss("alerts", err)
		return
	}
	slices.SortFunc(list, func(x, y Alert) int {
		switch {
		case x.Severity.Heavier(y.Severity):
			return -1
		case y.Severity.Heavier(x.Severity):
			return 1
		}
		return cmp.Or(x.At.Compare(y.At), cmp.Compare(x.ID, y.ID))
	})
	b.Alerts = list
}

// alerts say how many rang, and what came of them.
func (t *teller) alerts() {
	if len(t.b.Alerts) == 0 {
		return
	}
	by := map[opinion.AlertState]int{}
	for _, a := range t.b.Alerts {
		by[a.State]++
	}
	var became []words.Phrase
	for _, s := range opinion.AlertStates {
		if by[s] > 0 {
			became = append(became, words.Of("brief.alerts.state", words.Of("alert.state."+string(s)), by[s]))
		}
	}
	n := len(t.b.Alerts)
	t.say("alerts", nil, words.OfCount("brief.alerts.is", n, n, words.ListOf(became)))
	t.out[len(t.out)-1].Link = "/alerts"
}

func showAlerts(s *pagedata.BriefingSection, b Briefing, n Names) {
	if len(b.Alerts) == 0 {
		return
	}
	s.Table = &pagedata.BriefingTable{Head: []pagedata.BriefingCell{head("matter"), head("alert"),
		numbers("reports"), head("when"), head("result")}}
	for _, a := range b.Alerts[:min(len(b.Alerts), rowsShown)] {
		refs := pagedata.BriefingRefs{Link: "/alerts?id=" + a.ID}
		if a.Case != "" {
			refs.Cases = []string{a.Case}
		}
		s.Table.Rows = append(s.Table.Rows, pagedata.BriefingRow{Cells: []pagedata.BriefingCell{
			plain(a.about(n)), say(words.Of("alerts.kind." + string(a.Kind))), count(a.Seen),
			plain(a.At.In(opinion.Beijing).Format("01-02 15:04")),
			say(words.Of("alert.state." + string(a.State)))}, BriefingRefs: refs})
	}
}

// about names the matter and place, the watch or the source of an alert.
func (a Alert) about(n Names) string {
	out := a.Watch + a.Source
	for _, part := range []struct {
		id   string
		name func(string) string
	}{{a.Topic, n.Topic}, {a.Division, n.Place}} {
		if part.id == "" {
			continue
		}
		if out != "" {
			out += " · "
		}
		out += part.name(part.id)
	}
	return out
}
