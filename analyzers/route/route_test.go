package route

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"huiying/opinion"
)

// The region of the examples: province 9 with cities 91 and 92, counties below them, two
// townships; province 8 lies outside.
var examplePlaces = table{
	"9":      {Code: "9", Name: "和省", Level: opinion.Province},
	"91":     {Code: "91", Name: "东市", Level: opinion.City, Parent: "9"},
	"92":     {Code: "92", Name: "西市", Level: opinion.City, Parent: "9"},
	"9101":   {Code: "9101", Name: "甲区", Level: opinion.County, Parent: "91"},
	"9102":   {Code: "9102", Name: "乙县", Level: opinion.County, Parent: "91"},
	"9201":   {Code: "9201", Name: "丙县", Level: opinion.County, Parent: "92"},
	"9202":   {Code: "9202", Name: "丁县", Level: opinion.County, Parent: "92"},
	"910101": {Code: "910101", Name: "河街道", Level: opinion.Township, Parent: "9101"},
	"910201": {Code: "910201", Name: "山镇", Level: opinion.Township, Parent: "9102"},
	"910202": {Code: "910202", Name: "水镇", Level: opinion.Township, Parent: "9102"},
	"8":      {Code: "8", Name: "邻省", Level: opinion.Province},
	"81":     {Code: "81", Name: "邻市", Level: opinion.City, Parent: "8"},
}

type table map[string]opinion.Division

func (t table) Division(code string) (opinion.Division, bool) { d, ok := t[code]; return d, ok }

func (t table) Path(code string) []string {
	var path []string
	for d, ok := t[code]; ok; d, ok = t[d.Parent] {
		path = append(path, d.Code)
	}
	slices.Reverse(path)
	return path
}

// Who answers in the examples. 丁县 (9202) has nobody at all, 丙县 (9201) an office only, and
// nobody anywhere is in charge of "space".
func exampleUnits() []opinion.Unit {
	u := func(id, division, superior string, topics ...string) opinion.Unit {
		return opinion.Unit{ID: id, Name: "单位" + id, Division: division, Level: examplePlaces[division].Level, Superior: superior, Topics: topics}
	}
	office := func(id, division string) opinion.Unit { o := u(id, division, ""); o.Office = true; return o }
	vertical := func(o opinion.Unit) opinion.Unit { o.Vertical = true; return o }
	return []opinion.Unit{
		office("p-office", "9"), office("e-office", "91"), office("w-office", "92"),
		office("a-office", "9101"), office("b-office", "9102"), office("c-office", "9201"),
		office("street-office", "910101"), office("town-office", "910201"),
		u("p-eco", "9", "", "eco"), u("e-eco", "91", "p-eco", "eco"), u("w-eco", "92", "p-eco", "eco"),
		u("a-eco", "9101", "e-eco", "eco"), u("b-eco", "9102", "e-eco", "eco"),
		u("p-build", "9", "", "build", "roads"), u("e-build", "91", "p-build", "build", "roads"), u("w-build", "92", "p-build", "build", "roads"),
		u("a-build", "9101", "e-build", "build"), u("e-lights", "91", "e-build", "roads/lights"),
		u("p-school", "9", "", "school"), u("e-school", "91", "p-school", "school"), u("b-school", "9102", "e-school", "school"),
		u("p-farm", "9", "", "farm"), u("b-farm", "9102", "p-farm", "farm"), u("town-farm", "910201", "b-farm", "farm/village"),
		vertical(u("p-tax", "9", "", "tax")), vertical(u("e-tax", "91", "p-tax", "tax")), vertical(u("a-tax", "9101", "e-tax", "tax")),
		vertical(u("b-tax", "9102", "e-tax", "tax")), vertical(u("w-tax", "92", "p-tax", "tax")),
		u("p-transport", "9", "", "move"), u("a-transport", "9101", "", "move"), vertical(u("p-post", "9", "", "move/post")), vertical(u("e-post", "91", "p-post", "move/post")),
		vertical(u("out-customs", "81", "", "nothing")), vertical(u("b-customs", "9102", "out-customs", "customs")),
		u("p-museum", "9", "", "museum"), u("a-lake-2", "9101", "", "lake"), u("a-lake-1", "9101", "", "lake"),
	}
}

type req = opinion.RouteRequest

var examples = []struct {
	name string
	req  req
	lead string
	co   string
	rule string
}{
	// the department of the place
	{"county department", req{Topic: "eco", Division: "9101", Severity: "IV"}, "a-eco", "", PlaceDepartment},
	{"an item falls to who has its field", req{Topic: "eco/noise", Division: "9101", Severity: "IV"}, "a-eco", "", PlaceDepartment},
	{"severity III stays in the county", req{Topic: "eco/noise", Division: "9101", Severity: "III"}, "a-eco", "", PlaceDepartment},
	{"severity not judged stays in the county", req{Topic: "eco", Division: "9102"}, "b-eco", "", PlaceDepartment},
	{"a text that names only the city", req{Topic: "eco", Division: "91", Severity: "IV"}, "e-eco", "", PlaceDepartment},
	{"a text that names only the province", req{Topic: "eco", Division: "9", Severity: "IV"}, "p-eco", "", PlaceDepartment},
	{"who lists the item leads before who lists the field", req{Topic: "roads/lights", Division: "91", Severity: "IV"}, "e-lights", "", PlaceDepartment},
	{"another item of that field stays with the field", req{Topic: "roads/holes", Division: "91", Severity: "IV"}, "e-build", "", PlaceDepartment},
	{"the field itself is not the item's", req{Topic: "roads", Division: "91", Severity: "IV"}, "e-build", "", PlaceDepartment},
	{"a nearer field comes before a higher item", req{Topic: "move/bus", Division: "9101", Severity: "IV"}, "a-transport", "", PlaceDepartment},
	{"the home of the source, where no place is named", req{Topic: "eco", Home: "9102", Severity: "IV"}, "b-eco", "", PlaceDepartment},
	{"a named place comes before the home", req{Topic: "eco", Division: "9101", Home: "9102", Severity: "IV"}, "a-eco", "", PlaceDepartment},
	{"neither place nor home: the region", req{Topic: "eco", Severity: "IV"}, "p-eco", "", PlaceDepartment},
	{"an unknown home is no home", req{Topic: "eco", Home: "77", Severity: "IV"}, "p-eco", "", PlaceDepartment},
	{"an unknown place is no place", req{Topic: "eco", Division: "77", Home: "9101", Severity: "IV"}, "a-eco", "", PlaceDepartment},
	{"a home outside the region is no home", req{Topic: "eco", Home: "81", Severity: "IV"}, "p-eco", "", PlaceDepartment},
	{"a further place that contains the first adds nothing", req{Topic: "eco", Division: "9101", Places: []string{"91"}, Severity: "IV"}, "a-eco", "", PlaceDepartment},
	{"a further place within the first is the place", req{Topic: "eco", Division: "91", Places: []string{"9101"}, Severity: "IV"}, "a-eco", "", PlaceDepartment},
	{"the same place twice is one", req{Topic: "eco", Division: "9101", Places: []string{"9101"}, Severity: "IV"}, "a-eco", "", PlaceDepartment},
	{"only a further place is the place", req{Topic: "eco", Places: []string{"9102"}, Severity: "IV"}, "b-eco", "", PlaceDepartment},

	{"two units of one duty: the smaller id leads", req{Topic: "lake", Division: "9101", Severity: "IV"}, "a-lake-1", "a-lake-2", PlaceDepartment},

	// one level up
	{"no school bureau in the district: the city's", req{Topic: "school", Division: "9101", Severity: "IV"}, "e-school", "", OneLevelUp},
	{"none in county and city: the province's", req{Topic: "school", Division: "9201", Severity: "IV"}, "p-school", "", OneLevelUp},
	{"only the province has it", req{Topic: "museum", Division: "910101", Severity: "IV"}, "p-museum", "", OneLevelUp},
	{"a county without any unit", req{Topic: "eco", Division: "9202", Severity: "IV"}, "w-eco", "", OneLevelUp},
	{"the item's unit of the city, none in the county", req{Topic: "roads/lights", Division: "9101", Severity: "IV"}, "e-lights", "", OneLevelUp},

	// townships
	{"a township does not get a department's work", req{Topic: "eco", Division: "910101", Severity: "IV"}, "a-eco", "", OneLevelUp},
	{"nor where the county has no department", req{Topic: "school", Division: "910101", Severity: "IV"}, "e-school", "", OneLevelUp},
	{"a township's own duty", req{Topic: "farm/village", Division: "910201", Severity: "IV"}, "town-farm", "", TownshipDuty},
	{"the next township has no such duty", req{Topic: "farm/village", Division: "910202", Severity: "IV"}, "b-farm", "", OneLevelUp},
	{"another item of the field is the county's", req{Topic: "farm/seed", Division: "910201", Severity: "IV"}, "b-farm", "", OneLevelUp},
	{"the field as a whole is the county's", req{Topic: "farm", Division: "910201", Severity: "IV"}, "b-farm", "", OneLevelUp},
	{"an unknown matter is not pushed down to the township", req{Division: "910201", Severity: "IV"}, "b-office", "", UnknownTopic},
	{"nor work nobody is in charge of", req{Topic: "space", Division: "910101", Severity: "IV"}, "a-office", "", Backstop},
	{"a township's duty goes up when it weighs", req{Topic: "farm/village", Division: "910201", Severity: "II"}, "p-farm", "", SeverityII},

	// level
	{"II goes to the city", req{Topic: "eco", Division: "9101", Severity: "II"}, "e-eco", "", SeverityII},
	{"II of a township goes to the city", req{Topic: "eco", Division: "910201", Severity: "II"}, "e-eco", "", SeverityII},
	{"II at the city stays there", req{Topic: "eco", Division: "91", Severity: "II"}, "e-eco", "", PlaceDepartment},
	{"II at the province stays there", req{Topic: "eco", Division: "9", Severity: "II"}, "p-eco", "", PlaceDepartment},
	{"I goes to the province", req{Topic: "eco", Division: "9101", Severity: "I"}, "p-eco", "", SeverityI},
	{"I of a city goes to the province", req{Topic: "eco/water", Division: "92", Severity: "I"}, "p-eco", "", SeverityI},
	{"I at the province stays there", req{Topic: "eco", Division: "9", Severity: "I"}, "p-eco", "", PlaceDepartment},
	{"II and no department in the city: the province's", req{Topic: "farm", Division: "9102", Severity: "II"}, "p-farm", "", SeverityII},
	{"I of an unknown matter: the province's office", req{Division: "9101", Severity: "I"}, "p-office", "", SeverityI},
	{"II that nobody is in charge of: the city's office", req{Topic: "space", Division: "9101", Severity: "II"}, "e-office", "", SeverityII},
	{"I without a place, by the source's home", req{Topic: "eco", Home: "9102", Severity: "I"}, "p-eco", "", SeverityI},

	// vertically managed sectors
	{"the tax office of the county", req{Topic: "tax", Division: "9101", Severity: "IV"}, "a-tax", "", Vertical},
	{"a township's taxes", req{Topic: "tax/relief", Division: "910201", Severity: "IV"}, "b-tax", "", Vertical},
	{"no tax office in the county: its superior", req{Topic: "tax", Division: "9201", Severity: "IV"}, "w-tax", "", Vertical},
	{"II climbs its own chain", req{Topic: "tax", Division: "9101", Severity: "II"}, "e-tax", "", Vertical},
	{"I climbs to its top", req{Topic: "tax", Division: "9101", Severity: "I"}, "p-tax", "", Vertical},
	{"a superior elsewhere", req{Topic: "customs", Division: "9102", Severity: "II"}, "out-customs", "", Vertical},
	{"its own chain ends too low: the province's office", req{Topic: "customs", Division: "9102", Severity: "I"}, "p-office", "", SeverityI},
	{"a vertical item within a local field", req{Topic: "move/post", Division: "9101", Severity: "IV"}, "e-post", "", Vertical},

	// several places
	{"two counties of a city", req{Topic: "eco", Division: "9101", Places: []string{"9102"}, Severity: "IV"}, "e-eco", "a-eco b-eco", SeveralPlaces},
	{"counties of two cities", req{Topic: "eco", Division: "9101", Places: []string{"9201"}, Severity: "IV"}, "p-eco", "a-eco w-eco", SeveralPlaces},
	{"two cities", req{Topic: "build", Division: "92", Places: []string{"91"}, Severity: "IV"}, "p-build", "w-build e-build", SeveralPlaces},
	{"a place without the department answers by its office", req{Topic: "school", Division: "9101", Places: []string{"9102"}, Severity: "IV"}, "e-school", "a-office b-school", SeveralPlaces},
	{"two townships of a county: no township assists", req{Topic: "eco", Division: "910201", Places: []string{"910202"}, Severity: "IV"}, "b-eco", "", SeveralPlaces},
	{"townships whose duty it is assist", req{Topic: "farm/village", Division: "910201", Places: []string{"910202"}, Severity: "IV"}, "b-farm", "town-farm", SeveralPlaces},
	{"three places", req{Topic: "eco", Division: "9101", Places: []string{"9102", "92"}, Severity: "IV"}, "p-eco", "a-eco b-eco w-eco", SeveralPlaces},
	{"several places and severity I", req{Topic: "eco", Division: "9101", Places: []string{"9102"}, Severity: "I"}, "p-eco", "a-eco b-eco", SeveralPlaces},
	{"several places, matter unknown", req{Division: "9101", Places: []string{"9102"}, Severity: "IV"}, "e-office", "a-office b-office", SeveralPlaces},
	{"several places, nobody in charge", req{Topic: "space", Division: "9101", Places: []string{"9201"}, Severity: "IV"}, "p-office", "a-office c-office", SeveralPlaces},
	{"several places of a vertical sector", req{Topic: "tax", Division: "9101", Places: []string{"9102"}, Severity: "IV"}, "e-tax", "a-tax b-tax", SeveralPlaces},
	{"a place outside is not ours", req{Topic: "eco", Division: "9101", Places: []string{"81"}, Severity: "IV"}, "a-eco", "", PlaceDepartment},

	{"places that one unit answers for", req{Topic: "eco", Division: "9201", Places: []string{"9202", "9101"}, Severity: "IV"}, "p-eco", "w-eco a-eco", SeveralPlaces},
	{"a city and a county of another", req{Topic: "eco", Division: "91", Places: []string{"9201"}, Severity: "IV"}, "p-eco", "e-eco w-eco", SeveralPlaces},
	{"named from the top down, they are still two", req{Topic: "eco", Division: "9", Places: []string{"91", "9101", "9102"}, Severity: "IV"}, "e-eco", "a-eco b-eco", SeveralPlaces},

	// several sectors
	{"two sectors: the main one leads", req{Topic: "eco", Also: []string{"build"}, Division: "9101", Severity: "IV"}, "a-eco", "a-build", SeveralSectors},
	{"the other way round", req{Topic: "build", Also: []string{"eco"}, Division: "9101", Severity: "IV"}, "a-build", "a-eco", SeveralSectors},
	{"the other sector one level up", req{Topic: "eco", Also: []string{"school"}, Division: "9101", Severity: "IV"}, "a-eco", "e-school", SeveralSectors},
	{"the same bureau twice is one sector", req{Topic: "eco/noise", Also: []string{"eco/dust"}, Division: "9101", Severity: "IV"}, "a-eco", "", PlaceDepartment},
	{"a sector without a unit assists not", req{Topic: "eco", Also: []string{"space"}, Division: "9101", Severity: "IV"}, "a-eco", "", PlaceDepartment},
	{"the main sector has nobody: the office leads", req{Topic: "space", Also: []string{"eco"}, Division: "9101", Severity: "IV"}, "a-office", "a-eco", SeveralSectors},
	{"no main sector: the first further one", req{Also: []string{"eco", "build"}, Division: "9101", Severity: "IV"}, "a-eco", "a-build", SeveralSectors},
	{"sectors and severity", req{Topic: "eco", Also: []string{"build"}, Division: "9101", Severity: "II"}, "e-eco", "e-build", SeveralSectors},
	{"a vertical sector assists", req{Topic: "eco", Also: []string{"tax"}, Division: "9102", Severity: "IV"}, "b-eco", "b-tax", SeveralSectors},
	{"places and sectors", req{Topic: "eco", Also: []string{"school"}, Division: "9101", Places: []string{"9102"}, Severity: "IV"}, "e-eco", "a-eco b-eco e-school", SeveralPlaces},

	// statutory channels
	{"petition: the office of the place", req{Topic: "channel/petition", Refer: "petition", Division: "9101", Severity: "IV"}, "a-office", "", Referred},
	{"of a township: the county's office", req{Topic: "eco", Refer: "litigation", Division: "910201", Severity: "IV"}, "b-office", "", Referred},
	{"of a county without an office: the city's", req{Refer: "review", Division: "9202", Severity: "IV"}, "w-office", "", Referred},
	{"of several places: the first one's, nobody assists", req{Topic: "eco", Also: []string{"build"}, Refer: "petition", Division: "9101", Places: []string{"9102"}, Severity: "IV"}, "a-office", "", Referred},
	{"however much it weighs", req{Refer: "emergency", Division: "9101", Severity: "I"}, "a-office", "", Referred},
	{"without a place: the region's", req{Refer: "disclosure", Severity: "IV"}, "p-office", "", Referred},
	{"outside: the region's", req{Refer: "petition", Division: "81", Severity: "IV"}, "p-office", "", Referred},

	// what nobody takes
	{"unknown matter: the county's office", req{Division: "9101", Severity: "IV"}, "a-office", "", UnknownTopic},
	{"unknown matter without a place", req{}, "p-office", "", UnknownTopic},
	{"nobody in charge: the county's office", req{Topic: "space", Division: "9201", Severity: "III"}, "c-office", "", Backstop},
	{"no office there: the next above", req{Topic: "space", Division: "9202", Severity: "III"}, "w-office", "", Backstop},
	{"a place outside the region", req{Topic: "eco", Division: "81", Severity: "IV"}, "p-office", "", OutsideRegion},
	{"outside, and severe", req{Topic: "eco", Division: "81", Home: "9101", Severity: "I"}, "p-office", "", OutsideRegion},
}

func TestWorkedExamples(t *testing.T) {
	rt := mustNew(t, exampleUnits(), "9")
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			got := rt.Route(e.req)
			if got.Lead != e.lead || strings.Join(got.Co, " ") != e.co || got.Rule != e.rule {
				t.Errorf("got %s + %v by %s, want %s + [%s] by %s\n%s", got.Lead, got.Co, got.Rule, e.lead, e.co, e.rule, strings.Join(got.Why, "\n"))
			}
			if !strings.Contains(got.Basis, "号") || len(got.Why) < 2 {
				t.Errorf("basis %q, steps %q: each answer names its regulation and its steps", got.Basis, got.Why)
			}
			if (e.req.Refer != "") != (got.Refer == e.req.Refer && got.Refer != "") {
				t.Errorf("refer %q of %q", got.Refer, e.req.Refer)
			}
		})
	}
	if len(examples) < 60 {
		t.Errorf("only %d examples", len(examples))
	}
	used := map[string]bool{}
	for _, e := range examples {
		used[e.rule] = true
	}
	for _, r := range Rules() {
		if !used[r.Name] {
			t.Errorf("no example ends at rule %q", r.Name)
		}
	}
}

// A city that runs the system alone has nobody at the province: severity I then goes to the
// highest there is, and the region's office catches the rest.
func TestRegionIsACity(t *testing.T) {
	units := slices.DeleteFunc(exampleUnits(), func(u opinion.Unit) bool { return !strings.HasPrefix(u.Division, "91") })
	for i := range units {
		if strings.HasPrefix(units[i].Superior, "p-") || units[i].Superior == "out-customs" {
			units[i].Superior = ""
		}
	}
	rt := mustNew(t, units, "91")
	for _, e := range []struct {
		req  req
		lead string
		rule string
	}{
		{req{Topic: "eco", Division: "9101", Severity: "I"}, "e-eco", SeverityI},
		{req{Topic: "space", Division: "9101", Severity: "I"}, "e-office", SeverityI},
		{req{Topic: "eco", Division: "9", Severity: "IV"}, "e-office", Backstop},
		{req{Topic: "eco", Division: "92", Severity: "IV"}, "e-office", OutsideRegion},
		{req{Topic: "tax", Division: "9101", Severity: "I"}, "e-tax", SeverityI},
	} {
		if got := rt.Route(e.req); got.Lead != e.lead || got.Rule != e.rule {
			t.Errorf("%+v: got %s by %s, want %s by %s\n%s", e.req, got.Lead, got.Rule, e.lead, e.rule, strings.Join(got.Why, "\n"))
		}
	}
}

func TestStepsAreWordsAClerkReads(t *testing.T) {
	rt, err := New(exampleUnits(), examplePlaces, Options{Region: "9", Topics: map[string]string{"school": "义务教育"}})
	if err != nil {
		t.Fatal(err)
	}
	got := rt.Route(req{Topic: "school", Division: "910101", Severity: "III"}).Why
	want := []string{
		"属地：文中写明发生在「东市甲区河街道」",
		"层级：较大事项由当地办理",
		"主管：「东市甲区河街道」没有该事项的主管单位，上移一级",
		"主管：「东市甲区」没有该事项的主管单位，上移一级",
		"主管：「义务教育」在「东市」由单位e-school主管",
		"结论：当地没有主管部门，由同一系统上一级负责。主办：单位e-school",
	}
	if !slices.Equal(got, want) {
		t.Errorf("steps:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestNewRefuses(t *testing.T) {
	office := opinion.Unit{ID: "o", Division: "9", Office: true}
	for name, c := range map[string]struct {
		units  []opinion.Unit
		region string
		want   error
	}{
		"no id":                 {[]opinion.Unit{office, {Division: "9"}}, "9", ErrUnit},
		"an id twice":           {[]opinion.Unit{office, office}, "9", ErrUnit},
		"an unknown division":   {[]opinion.Unit{office, {ID: "x", Division: "77"}}, "9", ErrUnit},
		"an unknown superior":   {[]opinion.Unit{office, {ID: "x", Division: "9", Superior: "y"}}, "9", ErrUnit},
		"a circle of superiors": {[]opinion.Unit{office, {ID: "x", Division: "9", Superior: "y"}, {ID: "y", Division: "9", Superior: "x"}}, "9", ErrUnit},
		"an unknown region":     {[]opinion.Unit{office}, "77", ErrRegion},
		"a township as region":  {[]opinion.Unit{office}, "910101", ErrRegion},
		"no office":             {[]opinion.Unit{{ID: "x", Division: "9", Topics: []string{"eco"}}}, "9", ErrNoOffice},
		"no units":              {nil, "9", ErrNoOffice},
		"only a township's":     {[]opinion.Unit{{ID: "x", Division: "910101", Office: true}}, "", ErrNoOffice},
	} {
		if _, err := New(c.units, examplePlaces, Options{Region: c.region}); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func mustNew(t testing.TB, units []opinion.Unit, region string) *Table {
	t.Helper()
	rt, err := New(units, examplePlaces, Options{Region: region})
	if err != nil {
		t.Fatal(err)
	}
	return rt
}

func BenchmarkRoute(b *testing.B) {
	rt := mustNew(b, exampleUnits(), "9")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		rt.Route(examples[i%len(examples)].req)
	}
}
