package access

import (
	"maps"
	"slices"
	"strings"

	"huiying/console/sheet"
)

// Reach is how far a right goes.
type Reach int

const (
	None Reach = iota
	Own        // its own unit or division and what is below it; everything for who is bound to neither
	All
)

// grants say how far each role may go on a route. The keeper may go everywhere.
type grants map[Role]Reach

// The usual circles.
var (
	// office reads what the office works on, each role as far as it is bound. The administrator
	// keeps accounts and machinery and has no part in the work.
	office  = grants{Monitor: Own, Handler: Own, Head: Own, Leader: Own, Auditor: All}
	anybody = grants{Monitor: Own, Handler: Own, Head: Own, Leader: Own, Auditor: All, Openness: Own, Administrator: Own}
	desk    = grants{Monitor: Own}
	alarmed = grants{Monitor: Own, Auditor: All}
	// watching reads which subjects are watched.
	watching = grants{Monitor: Own, Auditor: All, Administrator: All}
	workers  = grants{Monitor: Own, Handler: Own, Head: Own}
	tellers  = grants{Monitor: Own, Head: Own} // who is told something that is then typed in
	// owed reads the duties to publish, owing does them: of its units, or of its division.
	owed    = grants{Monitor: Own, Handler: Own, Head: Own, Leader: Own, Auditor: All, Openness: Own}
	owing   = grants{Handler: Own, Head: Own, Openness: Own}
	opening = grants{Openness: Own}
	keepers = grants{Administrator: All}
	machine = grants{Administrator: All, Auditor: All}
	watch   = grants{Auditor: All}
)

// trace is what the office's record keeps of a route.
type trace string

const (
	untold   trace = ""
	reading  trace = "read"   // of a case, an issue or a mention
	taking   trace = "export" // of a file
	changing trace = "change"
)

// Right is one row of the table of who may do what.
type Right struct {
	Route string // as it is registered; one that ends in /… stands for all that begin so
	Who   grants // nil: everybody, without an account
	Token string // the scope that a token needs; "": not for tokens
	trace trace
}

// Table is the one table of who may do what (docs/accounts.md). A route that has no row is open to
// nobody, and a test names it.
var Table = rowsOf(
	rows(nil, "", untold, // no account: the public board, what machines ask, and the way in
		"GET /open/{$}", "GET /open", "GET /open/answers", "POST /open/answers", "GET /open/answers/{id}",
		"POST /open/answers/{id}/vote", "GET /open/code", "POST /open/code", "GET /open/units", "GET /open/units/{id}",
		"GET /open/topics", "GET /open/places", "GET /open/sources", "GET /open/feed.xml",
		"GET /open/sitemap.xml", "GET /robots.txt",
		"GET /open/suggest", "POST /open/suggest", "GET /open/accessibility",
		"GET /open/cases.json", "GET /open/case.json", "GET /open/topics.json",
		"GET /open/places.json", "GET /open/sources.json", "GET /open/rates.json",
		"GET /open/items", "POST /open/items", "GET /open/items/{id}", "GET /open/items.json",
		"GET /healthz", "GET /readyz", "GET /static/…", "GET /promise",
		"GET /api/v1/openapi.json", // the same in every installation: it tells what there is, and nothing of what is in it
		"GET /sign-in", "POST /sign-in", "POST /sign-in/code", "POST /sign-in/as",
		"GET /sign-in/single", "GET /sign-in/back", "POST /sign-out"),

	rows(anybody, "", untold, "GET /{$}", "GET /account"),
	rows(anybody, "", untold, "GET /styleguide"), // of a development build alone
	rows(anybody, "", changing, "POST /account/{act}"),
	rows(office, "", untold, "GET /search", "GET /issues", "GET /cases", "GET /find", "GET /assess", "GET /assess/turns",
		"POST /search", "POST /issues", "POST /cases", "POST /find", "POST /queues/{list}/{act}"),
	rows(office, "", untold, "GET /morning", "GET /briefings", "GET /briefings/{date}"),
	rows(office, "", taking, "GET /briefings/{date}/{file}"),
	rows(office, "", untold, "GET /specials"),
	rows(office, "", reading, "GET /specials/{id}"),
	rows(office, "", taking, "GET /specials/{id}/{file}"),
	rows(grants{Monitor: Own, Head: Own, Leader: Own}, "", changing, "POST /specials"),
	rows(desk, "", untold, "GET /desk", "POST /desk", "GET /desk/rows", "GET /desk/queues", "GET /desk/events"),
	rows(desk, "", reading, "GET /desk/cases/{id}"),
	rows(desk, "", changing, "POST /desk/act", "POST /desk/undo", "POST /desk/letters", "POST /desk/correct"),
	rows(desk, "", untold, "POST /desk/cases/{id}/{seat}", "POST /desk/queues/{act}"),
	// who sits where, and saved searches
	rows(grants{Monitor: Own, Auditor: All}, "", untold, "GET /shifts", "GET /shifts/{id}"),
	rows(desk, "", changing, "POST /shifts", "POST /shifts/{id}/take"),
	rows(alarmed, "", untold, "GET /alerts"),
	rows(desk, "", changing, "POST /alerts/{id}/{act}", "POST /alerts/hand-over", "POST /alerts/hush",
		"POST /alerts/hushes/{id}/end"),
	rows(watching, "", untold, "GET /watches", "GET /watches/{id}"),
	rows(grants{Monitor: Own, Administrator: All}, "", changing, "POST /watches"),
	rows(alarmed, "read", untold, "GET /api/v1/alerts", "GET /api/v1/alerts/{id}", "GET /api/v1/alerts/feed.xml"),
	rows(owed, "", untold, "GET /items", "POST /items"),
	rows(owed, "", reading, "GET /items/{id}"),
	rows(owed, "", taking, asSheets("GET /items")...),
	rows(owing, "", untold, "GET /items/new"),
	rows(owing, "", changing, "POST /items/new", "POST /items/acts", "POST /items/{id}/{act}"),
	rows(owing, "", reading, "POST /items/{id}/sheet"), // the house asks the item's own page
	rows(opening, "", changing, "POST /items/import"),
	rows(owed, "read", untold, "GET /api/v1/items", "GET /api/v1/items/counts", "GET /api/v1/items/asked", "GET /api/v1/items/{id}"),
	rows(owed, "read", taking, "GET /api/v1/items/table"),
	rows(owing, "act", changing, "POST /api/v1/items", "POST /api/v1/items/{id}/{move}"),
	rows(opening, "import", changing, "POST /api/v1/items/import", "POST /api/v1/items/names", "POST /api/v1/items/inspect", "POST /api/v1/items/guides"),
	rows(tellers, "", untold, "GET /counter", "POST /counter/sketch"),
	rows(tellers, "", changing, "POST /counter"),
	rows(grants{Monitor: Own, Administrator: All}, "", untold, "GET /upload", "GET /upload/{id}"), // their own files
	rows(grants{Monitor: Own, Administrator: All}, "", changing, "POST /upload", "POST /upload/{id}"),
	rows(anybody, "", untold, "POST /find/units"), // names for a field
	rows(workers, "", untold, "GET /work", "POST /work", "GET /work/calendar",
		"POST /work/{id}/insert", "POST /work/{id}/preview"), // of a text that is not saved yet
	rows(workers, "", taking, append(asSheets("GET /work"), "GET /work/calendar.ics")...),
	rows(workers, "", reading, "GET /work/{id}"),
	rows(workers, "", changing, "POST /work/sign", "POST /work/{id}/{act}"),
	rows(office, "", reading, "GET /issues/{id}", "GET /cases/{id}", "GET /mentions/{id}"),
	rows(office, "", taking, asSheets("GET /assess")...),
	rows(anybody, "", untold, "GET /sources", "GET /sources/{id}"),
	rows(keepers, "", untold, "GET /sources/try", "GET /sources/try/{id}", "GET /sources/try/{id}/source.yaml"),
	rows(keepers, "", changing, "POST /sources/try"), // the house asks a host of others
	rows(workers, "", changing, "POST /cases/{id}/{move}"),
	rows(desk, "", changing, "POST /cases/register", "POST /issues/{id}/{act}", "POST /mentions/{id}/{act}"),
	rows(machine, "", untold, "GET /dead", "GET /accounts"),
	rows(machine, "", untold, "GET /settings", "GET /settings/units", "GET /settings/units/{id}", "GET /settings/sources",
		"GET /settings/sources/{id}", "GET /settings/office", "GET /settings/files/{file}", "GET /settings/days",
		"GET /settings/clocks", "GET /settings/clocks/{id}", "GET /settings/templates", "GET /settings/templates/{id}",
		"GET /settings/policies/{id}", "GET /settings/notices", "GET /settings/channels/{id}", "GET /settings/told/{id}",
		"GET /settings/topics", "GET /settings/topics/{field}", "GET /settings/topics/{field}/{item}"),
	rows(keepers, "", changing, "POST /settings"),
	rows(keepers, "", changing, "POST /dead/{seq}/{act}", "POST /accounts", "POST /accounts/{id}/{act}"),
	rows(grants{Monitor: Own, Auditor: All, Administrator: All}, "", untold, "GET /notices"),
	rows(grants{Monitor: Own, Administrator: All}, "", changing, "POST /notices/{channel}/{key}/replay"),
	rows(machine, "admin", untold, "GET /api/v1/notices", "GET /api/v1/notices/channels"),
	rows(keepers, "admin", changing, "POST /api/v1/notices/{channel}/{key}/replay"),
	rows(watch, "", untold, "GET /audit"),
	rows(watch, "", taking, "GET /audit.csv"),
	rows(machine, "read", untold, "GET /metrics"),
	// numbers, no words; open where the console is reached from this machine alone

	rows(office, "read", untold, "GET /api/v1/stats", "GET /api/v1/counts", "GET /api/v1/balance",
		"GET /api/v1/mentions", "GET /api/v1/issues", "GET /api/v1/cases",
		"GET /api/v1/briefings/{date}", "GET /api/v1/rates", "GET /api/v1/rates/turns", "GET /api/v1/units/{id}/rates"),
	rows(anybody, "read", untold, "GET /api/v1/units", "GET /api/v1/sources", "GET /api/v1/sources/{id}"),
	rows(grants{Monitor: All, Auditor: All, Administrator: All}, "read", untold, "GET /api/v1/rules"),
	rows(office, "read", reading, "GET /api/v1/mentions/{id}", "GET /api/v1/issues/{id}", "GET /api/v1/cases/{id}"),
	rows(grants{Monitor: Own, Auditor: All}, "read", taking, "GET /api/v1/corrections"),
	rows(grants{Monitor: Own, Administrator: All}, "import", changing, "POST /api/v1/mentions",
		"POST /api/v1/refusals"),
	// numbers of what they brought
	rows(grants{Monitor: Own, Administrator: All}, "import", untold, "POST /api/v1/outcomes"),
	rows(workers, "act", changing, "POST /api/v1/cases/{id}/{move}"),
	rows(desk, "act", changing, "POST /api/v1/cases", "POST /api/v1/disclosures",
		"POST /api/v1/mentions/{id}/correct", "POST /api/v1/mentions/{id}/undo",
		"POST /api/v1/mentions/{id}/code",
		"POST /api/v1/issues/{id}/split", "POST /api/v1/issues/{id}/join", "POST /api/v1/issues/{id}/undo"),
	rows(machine, "admin", untold, "GET /api/v1/dead"),
	rows(keepers, "admin", changing, "POST /api/v1/dead/{seq}/{act}", "POST /api/v1/purge"),
	rows(keepers, "admin", untold, "GET /api/v1/accounts"),
	rows(keepers, "admin", changing, "POST /api/v1/accounts"),
)

// asSheets are the routes of a table, one for each format.
func asSheets(route string) []string {
	var out []string
	for _, ext := range sheet.Formats() {
		out = append(out, route+"."+ext)
	}
	return out
}

func rows(who grants, token string, t trace, routes ...string) []Right {
	out := make([]Right, len(routes))
	for i, r := range routes {
		out[i] = Right{r, who, token, t}
	}
	return out
}

func rowsOf(groups ...[]Right) map[string]Right {
	out := map[string]Right{}
	for _, g := range groups {
		for _, r := range g {
			out[r.Route] = r
		}
	}
	return out
}

// RightOf is the row of a route.
func RightOf(route string) (Right, bool) {
	if strings.HasPrefix(route, "GET /static/") {
		route = "GET /static/…"
	}
	r, ok := Table[route]
	return r, ok
}

// Open says whether a route needs no account.
func (r Right) Open() bool { return r.Who == nil }

// Reach is how far a role may go.
func (r Right) Reach(of Role) Reach {
	if of == Keeper || of == "" {
		return All
	}
	return r.Who[of]
}

// Rows lists the table, for the page that shows it.
func Rows() []Right {
	return slices.SortedFunc(maps.Values(Table), func(x, y Right) int { return strings.Compare(x.Route, y.Route) })
}
