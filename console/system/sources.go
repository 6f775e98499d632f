package system

import (
	"net/http"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
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
		switch s.State {
		case "failing":
			p.Tally.Failing++
		case "late":
			p.Tally.Late++
		case "ok":
			p.Tally.OK++
		default:
			p.Fresh++
		}
		if s.State != "late" && s.State != "failing" {
			rest = append(rest, s)
		}
	}
	p.Rows = append(ask.Troubled(all), rest...)
	v.D = p
	return "sources", nil
}
