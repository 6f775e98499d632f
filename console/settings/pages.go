package settings

import (
	"net/http"
	"slices"
	"strings"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// standing fills what every page of the room shows.
func (a *Room) standing(r *http.Request, v *View) (facts.Settings, error) {
	v.Nav, v.Title, v.bound = "settings", v.Say("nav.settings"), division(r)
	if a.Settings == nil {
		return facts.Settings{}, kit.Away("no_settings", v.Say("away.settings"))
	}
	return a.Settings.Standing(r.Context())
}

// overviewPage is what is in force, and who changed it.
type overviewPage struct {
	facts.Settings
	Done bool
	Gaps int // fields that no unit of the region is in charge of
}

// ShowOverview is the first page of the room.
func (a *Room) ShowOverview(r *http.Request, v *View) (string, error) {
	now, err := a.standing(r, v)
	if err != nil {
		return "", err
	}
	p := overviewPage{Settings: now, Done: r.URL.Query().Get("done") != ""}
	for _, row := range rowsOf(now, now.Region) {
		if row.Gap() {
			p.Gaps++
		}
	}
	v.D = p
	return "settings", nil
}

// unitsPage is who is in charge of what in one division.
type unitsPage struct {
	facts.Settings
	Divisions []string
	Division  string
	Own       []opinion.Unit // units of the division
	Rows      []topicRow
}

// topicRow is a topic and the unit of the division in charge of it.
type topicRow struct {
	Topic opinion.Topic
	Unit  string // "" for none: a matter goes one level up
	Item  bool
}

// Gap says that nobody is in charge, though somebody must be asked.
func (t topicRow) Gap() bool { return t.Unit == "" && t.Topic.Refer == "" && !t.Item }

// rowsOf are the fields, and those items that have a unit of their own.
func rowsOf(s facts.Settings, division string) (out []topicRow) {
	lead := map[string]string{}
	for _, u := range s.Units {
		if u.Division == division {
			for _, t := range u.Topics {
				lead[t] = u.ID
			}
		}
	}
	for _, t := range s.Topics {
		_, _, item := strings.Cut(t.ID, "/")
		if !item || lead[t.ID] != "" {
			out = append(out, topicRow{t, lead[t.ID], item})
		}
	}
	return out
}

// ShowUnits is who is in charge of what.
func (a *Room) ShowUnits(r *http.Request, v *View) (string, error) {
	now, err := a.standing(r, v)
	if err != nil {
		return "", err
	}
	p := unitsPage{Settings: now, Division: r.URL.Query().Get("division")}
	for _, u := range now.Units {
		if !slices.Contains(p.Divisions, u.Division) {
			p.Divisions = append(p.Divisions, u.Division)
		}
	}
	if !slices.Contains(p.Divisions, p.Division) {
		p.Division = now.Region
	}
	for _, u := range now.Units {
		if u.Division == p.Division {
			p.Own = append(p.Own, u)
		}
	}
	p.Rows = rowsOf(now, p.Division)
	v.D = p
	return "settings-units", nil
}

// unitPage is the form of one unit.
type unitPage struct {
	facts.Settings
	Unit   opinion.Unit
	New    bool
	Levels []string
}

// levels of units as units.yaml writes them.
var levels = []string{"province", "city", "county", "township"}

// ShowUnit is the form of one unit; "new" is an empty one.
func (a *Room) ShowUnit(r *http.Request, v *View) (string, error) {
	now, err := a.standing(r, v)
	if err != nil {
		return "", err
	}
	p := unitPage{Settings: now, Levels: levels, New: r.PathValue("id") == "new"}
	if p.New {
		p.Unit = opinion.Unit{Division: r.URL.Query().Get("division")}
	} else if i := slices.IndexFunc(now.Units, func(u opinion.Unit) bool { return u.ID == r.PathValue("id") }); i >= 0 {
		p.Unit = now.Units[i]
	} else {
		return "", &kit.Error{Kind: kit.NotFound}
	}
	v.D = p
	return "settings-unit", nil
}

// ShowSources are the sources, to be changed.
func (a *Room) ShowSources(r *http.Request, v *View) (string, error) {
	now, err := a.standing(r, v)
	v.D = now
	return "settings-sources", err
}

// sourcePage is the form of one source.
type sourcePage struct {
	facts.Settings
	Source facts.SettingsSource
	New    bool
	Ways   []string
	Kinds  []opinion.SourceKind
}

// ShowSource is the form of one source; "new" is an empty one.
func (a *Room) ShowSource(r *http.Request, v *View) (string, error) {
	now, err := a.standing(r, v)
	if err != nil {
		return "", err
	}
	p := sourcePage{Settings: now, New: r.PathValue("id") == "new", Kinds: opinion.SourceKinds,
		Ways: []string{"page", "feed", "json", "intake"}}
	if p.New {
		p.Source = facts.SettingsSource{Source: opinion.Source{Kind: opinion.KindBoard, Division: now.Region,
			URL: r.URL.Query().Get("url")}, By: "page", Enabled: true}
	} else if i := slices.IndexFunc(now.Sources, func(s facts.SettingsSource) bool {
		return s.ID == r.PathValue("id") && !s.Told
	}); i >= 0 {
		p.Source = now.Sources[i]
	} else {
		return "", &kit.Error{Kind: kit.NotFound}
	}
	v.D = p
	return "settings-source", nil
}

// ShowOffice is the office itself: how it is reached, and its numbers of record.
func (a *Room) ShowOffice(r *http.Request, v *View) (string, error) {
	now, err := a.standing(r, v)
	v.D = now
	return "settings-office", err
}

// filePage is a file as text.
type filePage struct {
	facts.Settings
	Name, Text string
}

// ShowFile is a file of the configuration as text.
func (a *Room) ShowFile(r *http.Request, v *View) (string, error) {
	now, err := a.standing(r, v)
	if err != nil {
		return "", err
	}
	name := r.PathValue("file")
	text, ok := now.Files[name]
	if !ok {
		return "", &kit.Error{Kind: kit.NotFound}
	}
	v.D = filePage{now, name, text}
	return "settings-file", nil
}
