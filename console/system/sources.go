package system

import (
	"fmt"
	"net/http"
	"time"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/console/plot"
	"huiying/opinion"
	"huiying/register"
)

// sourcesPage lists the sources, those with trouble first.
type sourcesPage struct {
	Rows  []facts.SourceRow
	Tally facts.SourceTally
	Fresh int // not visited yet
}

func (a *Room) ShowSources(r *http.Request, v *View) (string, error) {
	v.Nav, v.Title = "sources", v.Say("nav.sources")
	if a.Sources == nil {
		return "", kit.Away("no_sources", v.Say("away.sources"))
	}
	all, err := a.Sources.Sources(r.Context())
	if err != nil {
		return "", err
	}
	var p sourcesPage
	rest := []facts.SourceRow{}
	for _, s := range all {
		if s.State == opinion.SourceNew {
			p.Fresh++
		} else {
			p.Tally.Add(s.State)
		}
		if s.State.Trouble() == opinion.NoTrouble {
			rest = append(rest, s)
		}
	}
	p.Rows = append(ask.Troubled(all), rest...)
	v.D = p
	return "sources", nil
}

// sourcePage is one source with its last visits.
type sourcePage struct {
	facts.SourceReport
	Plot plot.Plot
}

// daysPlotted is how many days a source's page shows.
const daysPlotted = 60

// ShowSource is one source: how it does and why, its rhythm, its items by day, its visits.
func (a *Room) ShowSource(r *http.Request, v *View) (string, error) {
	v.Nav, v.Title = "sources", v.Say("nav.sources")
	if a.Sources == nil {
		return "", kit.Away("no_sources", v.Say("away.sources"))
	}
	s, err := a.Sources.Source(r.Context(), r.PathValue("id"))
	if err != nil {
		return "", err
	}
	p := sourcePage{SourceReport: s}
	v.Title = s.Name
	if p.Plot, err = daily(v, s.Days); err != nil {
		return "", err
	}
	v.D = p
	return "source", nil
}

// daily draws items by day.
func daily(v *View, days []facts.SourceDay) (plot.Plot, error) {
	today := kit.Midnight(v.Now())
	var at []time.Time
	for i := range daysPlotted {
		at = append(at, today.AddDate(0, 0, i+1-daysPlotted))
	}
	var got []register.TimeCount
	for _, d := range days {
		if !d.Day.Before(at[0]) {
			got = append(got, register.TimeCount{Time: d.Day, N: d.N})
		}
	}
	return plot.Draw(v.Say("source.days"), at, got, time.DateOnly,
		func(t time.Time) string { return t.Format("01-02") })
}

// Bytes is an amount of data.
func (v *View) Bytes(n int64) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d B", n)
	case n < 1<<20:
		return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
}

// Took is how long something took, in seconds.
func (v *View) Took(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

// VisitState is the state that a visit alone speaks for.
func (v *View) VisitState(s facts.SourceVisit) opinion.SourceState {
	switch {
	case s.Code != "":
		return opinion.SourceFailing
	case s.New > 0:
		return opinion.SourceWorking
	}
	return opinion.SourceNothing
}

// VisitOutcome says what a visit brought.
func (v *View) VisitOutcome(s facts.SourceVisit) string {
	switch {
	case s.Code != "":
		return v.Unread(s.Code)
	case s.New > 0:
		return v.Say("visit.ok", s.New)
	case s.Status == http.StatusNotModified:
		return v.Say("visit.unchanged")
	}
	return v.Say("visit.nothing")
}

// Rhythm says what is known of when a source tells something.
func (v *View) Rhythm(s facts.SourceRow) string {
	key := "source.rhythm.is"
	switch {
	case s.Usual == 0:
		return v.Say("source.rhythm.unknown")
	case s.Workdays:
		key = "source.rhythm.work"
	}
	return v.Say(key, s.Usual, s.Allowed)
}

// SilentFor says how long a source has told nothing.
func (v *View) SilentFor(s facts.SourceRow) string {
	if s.Workdays {
		return v.Say("source.silent.work", s.Silent)
	}
	return v.Say("source.silent.days", s.Silent)
}
