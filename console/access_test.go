package console_test

import (
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/console"
	"huiying/console/access"
	"huiying/console/consoletest"
	"huiying/opinion"
)

// registered lists every route of a mux. It looks into ServeMux, which tells nobody what it holds.
func registered(mux *http.ServeMux) []string {
	var out []string
	add := func(list reflect.Value) {
		for i := range list.Len() {
			if s := list.Index(i).Elem().FieldByName("str").String(); !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	index := reflect.ValueOf(mux).Elem().FieldByName("index")
	for it := index.FieldByName("segments").MapRange(); it.Next(); {
		add(it.Value())
	}
	add(index.FieldByName("multis"))
	slices.Sort(out)
	return out
}

// A route without a row is open to nobody, and this test names it; a row without a route is a lie
// of the table.
func TestEveryRouteHasARow(t *testing.T) {
	w := consoletest.NewWorld(1)
	staff, _ := consoletest.Staffed(t)
	d := w.Deps()
	staff(&d)
	d.Guide = true
	mux, err := console.Routes(d)
	if err != nil {
		t.Fatal(err)
	}
	routes := registered(mux)
	if len(routes) < 60 {
		t.Fatalf("only %d routes were found", len(routes))
	}
	for _, route := range routes {
		if _, ok := access.RightOf(route); !ok {
			t.Errorf("route %q has no row in the table of who may do what (access/rights.go)", route)
		}
	}
	elsewhere := []string{"GET /static/…", "POST /sign-in/as", "GET /sign-in/single", "GET /sign-in/back"}
	for route := range access.Table {
		if !slices.Contains(routes, route) && !slices.Contains(elsewhere, route) {
			t.Errorf("the table has a row for %q, which is no route", route)
		}
	}
}

// fill puts an object into a route: ids of the case, its issue and its mention.
func fill(w *consoletest.World, route string, i int) (method, at string) {
	method, at, _ = strings.Cut(route, " ")
	id := w.Order[i]
	switch {
	case strings.Contains(at, "/clocks/{id}"):
		id = "general"
	case strings.Contains(at, "/watches/{id}"):
		id = "flood"
	case strings.Contains(at, "/templates/{id}"):
		id = "explain"
	case strings.Contains(at, "/policies/{id}"), strings.Contains(at, "/told/{id}"):
		id = "0"
	case strings.Contains(at, "/channels/{id}"):
		id = "water-mail"
	case strings.Contains(at, "/alerts/{id}"):
		id = consoletest.NewAlertDesk(consoletest.Now).Files[i].ID
	case strings.Contains(at, "/items/{id}"):
		id = consoletest.NewItemDesk(consoletest.Now).Files[i].Item.ID
		at = strings.ReplaceAll(at, "{move}", "look")
	case strings.Contains(at, "/issues/{id}"):
		id = w.IssueFiles[i].Issue.ID
	case strings.Contains(at, "/specials/{id}"):
		id = fmt.Sprintf("%d-%d", consoletest.Now.Year(), i+1)
	case strings.Contains(at, "/mentions/{id}"):
		id = w.Findings[i].ID
	case strings.Contains(at, "/units/{id}"):
		id = "u-water"
	case strings.Contains(at, "/sources/try/{id}"):
		id = consoletest.TrialIDs[0]
	case strings.Contains(at, "/sources/{id}"):
		id = w.SourceRows[i].ID
	case strings.Contains(at, "/shifts/{id}"):
		id = w.Shifts[0].ID
	case strings.Contains(at, "/accounts/{id}"):
		id = "nobody"
	}
	return method, strings.NewReplacer("{id}", id, "{date}", "2026-11-22", "{seq}", "7", "{$}", "",
		"{move}", "sign", "{act}", "undo", "{file}", "briefing.json", "{seat}", "sit", "{channel}",
		"oa", "{key}", "k1", "{field}", "shizheng", "{item}", "gongshui").Replace(at)
}

// shifts are those of a world whose routes are asked.
var shifts = []opinion.Shift{{ID: "s1", Note: "样例", From: consoletest.Now.Add(-12 * time.Hour), To: consoletest.Now.Add(-4 * time.Hour)}}

// Every route × every role × an object of the own unit and of another, over real HTTP: the answer
// is the table's.
func TestTheTableHoldsForEveryRoleAndEveryRoute(t *testing.T) {
	w := consoletest.NewWorld(8)
	w.Shifts = shifts
	staff, _ := consoletest.Staffed(t)
	h := consoletest.Start(t, w, staff, consoletest.Reporting(t, w, 2), func(d *console.Deps) { d.Guide = true })
	const mine, others = 0, 1 // of the water bureau; of the road bureau
	for _, role := range []access.Role{access.Monitor, access.Handler, access.Head, access.Leader,
		access.Auditor, access.Openness, access.Administrator} {
		cookie := consoletest.SignIn(t, h, "a-"+string(role), consoletest.Password)
		for _, row := range access.Rows() {
			if row.Open() || row.Route == "POST /account/{act}" {
				continue
			}
			for _, object := range []int{mine, others} {
				method, at := fill(w, row.Route, object)
				body := ""
				if method == "POST" {
					body = "expected_version=1"
					if strings.HasPrefix(at, "/api/") {
						body = `{"expected_version":1}`
					}
				}
				rec := consoletest.Send(h, method, at, body, "Cookie", cookie)
				where := fmt.Sprintf("%s, object %d, as %s", row.Route, object, role)
				bound := role == access.Handler || role == access.Head || role == access.Leader
				switch reach := row.Who[role]; {
				case row.Route == "GET /metrics":
				case reach == access.None && rec.Code != 403:
					t.Errorf("%s: %d, want 403", where, rec.Code)
				case reach == access.None:
				case rec.Code == 403 || rec.Code == 401 ||
					rec.Code == 303 && strings.HasPrefix(rec.Header().Get("Location"), "/sign-in"):
					t.Errorf("%s: %d, but the table allows it", where, rec.Code)
				case reach == access.Own && bound && object == others && strings.Contains(row.Route,
					"{id}") && !strings.Contains(row.Route, "/units/") &&
					!strings.Contains(row.Route, "/sources/") && rec.Code != 404: // all see all sources
					t.Errorf("%s: %d, want 404: it is beside what the account may see", where, rec.Code)
				case object == mine && rec.Code == 404 && method == "GET":
					t.Errorf("%s: its own is not there", where)
				case reach == access.Own && bound && method == "GET" && !strings.Contains(row.Route,
					"{") && strings.Contains(rec.Body.String(), "示例路夜间施工噪声扰民"):
					t.Errorf("%s: a list shows what is beside it", where)
				}
			}
		}
	}
	for _, row := range access.Rows() {
		method, at := fill(w, row.Route, mine)
		rec := consoletest.Send(h, method, at, "")
		away := rec.Code == 401 || rec.Code == 303 && strings.HasPrefix(rec.Header().Get("Location"), "/sign-in")
		if !row.Open() && row.Route != "GET /metrics" && !away {
			t.Errorf("%s: nobody gets %d", row.Route, rec.Code)
		}
	}
}

// A token does what its scopes say and its account may, and nothing else.
func TestATokenDoesNoMoreThanItsScopesAndItsAccount(t *testing.T) {
	w := consoletest.NewWorld(8)
	w.Shifts = shifts
	staff, _ := consoletest.Staffed(t)
	var book console.Deps
	h := consoletest.Start(t, w, staff, func(d *console.Deps) { d.Guide, book = true, *d })
	for _, account := range []string{"a-handler", "a-administrator", "a-monitor"} {
		for _, scope := range []string{"read", "act", "import", "admin"} {
			_, sent, err := book.Accounts.Book.Issue(t.Context(), account, "样例", []string{scope},
				consoletest.Now.AddDate(0, 0, 1))
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range access.Rows() {
				if row.Open() || row.Route == "GET /metrics" {
					continue
				}
				method, at := fill(w, row.Route, 0)
				rec := consoletest.Send(h, method, at, "{}", "Authorization", "Bearer "+sent)
				may := row.Token == scope && row.Who[access.Role(strings.TrimPrefix(account, "a-"))] != access.None
				if refused := rec.Code == 403; refused == may {
					t.Errorf("%s with %s of %s: %d", row.Route, scope, account, rec.Code)
				}
			}
		}
	}
	if rec := consoletest.Send(h, "GET", "/api/v1/cases", "", "Authorization", "Bearer hy_no_no"); rec.Code != 401 {
		t.Errorf("no token of ours: %d", rec.Code)
	}
	id := w.Order[1]
	if rec := consoletest.Send(h, "POST", "/api/v1/cases/"+id+"/sign",
		`{"expected_version":1,"by":"unit:u-road"}`, "Authorization", "Bearer the-key",
		"Content-Type", consoletest.JSON); rec.Code == 401 || rec.Code == 403 {
		t.Errorf("the key of the data directory: %d", rec.Code)
	}
}
