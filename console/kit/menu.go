package kit

import "huiying/console/access"

// Entry is a page of the menu.
type Entry struct {
	Nav, Path, Name string
	N               int // what waits there, where that is told
}

// menu are the office's pages in the order of the menu, by what leads to each.
var menu = []struct {
	nav, path, word string
	runs            func(*Naming) bool // nil: always
}{
	{"desk", "/desk", "nav.triage", (*Naming).Triages},
	{"shifts", "/shifts", "nav.shifts", handsOver},
	{"alerts", "/alerts", "nav.alerts", func(v *Naming) bool { return v.kit.Runs.Alerts }},
	{"items", "/items", "nav.items", func(v *Naming) bool { return v.kit.Runs.Items }},
	{"counter", "/counter", "nav.counter", (*Naming).Counts},
	{"upload", "/upload", "nav.upload", (*Naming).Imports},
	{"overview", "/", "nav.overview", nil},
	{"search", "/search", "nav.search", nil},
	{"issues", "/issues", "nav.issues", nil},
	{"cases", "/cases", "nav.cases", nil},
	{"work", "/work", "nav.work", nil},
	{"assess", "/assess", "nav.assess", nil},
	{"briefings", "/briefings", "nav.briefings", nil},
	{"sources", "/sources", "nav.sources", nil},
	{"notices", "/notices", "nav.notices", (*Naming).Notices},
	{"dead", "/dead", "nav.dead", nil},
	{"settings", "/settings", "nav.settings", func(v *Naming) bool { return v.kit.Runs.Settings }},
	{"accounts", "/accounts", "accounts", (*Naming).SignsIn},
	{"audit", "/audit", "audit", (*Naming).SignsIn},
}

// handsOver says whether the menu leads to the shifts of the desk: for those who work there or read what they
// signed.
func handsOver(v *Naming) bool {
	return v.kit.Runs.Triage && (v.Me().Role == access.Auditor || v.Triages())
}

// Menu are the pages that whoever reads may open.
func (v *Naming) Menu() (out []Entry) {
	for _, m := range menu {
		route := "GET " + m.path
		if m.path == "/" {
			route = "GET /{$}"
		}
		if v.May(route) && (m.runs == nil || m.runs(v)) {
			e := Entry{Nav: m.nav, Path: m.path, Name: v.Say(m.word)}
			if m.nav == "alerts" && v.kit.Ringing != nil {
				e.N = v.kit.Ringing(v.ctx)
			}
			out = append(out, e)
		}
	}
	return out
}
