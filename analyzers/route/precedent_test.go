package route

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huiying/opinion"
)

func TestPrecedents(t *testing.T) {
	rt := newWorld(t).table(t, "")
	everywhere := Precedent{Case: "c1", Topic: "roads/lights", Division: "9", Unit: "p-office"}
	county := Precedent{Case: "c2", Topic: "roads/lights", Division: "9101", Unit: "a-build"}
	later := Precedent{Case: "c3", Topic: "roads/lights", Division: "9101", Unit: "a-office"}
	gone := Precedent{Case: "c4", Topic: "roads/lights", Division: "910101", Unit: "closed-long-ago"}
	for _, p := range []*Precedent{&everywhere, &county, &later} {
		if _, ok := rt.Unit(p.Unit); !ok {
			t.Fatalf("the invented region has no unit %s", p.Unit)
		}
	}
	here := req{Topic: "roads/lights", Division: "910101", Home: "9201"}
	for name, x := range map[string]struct {
		adopted []Precedent
		change  func(*req)
		by      string // the case whose precedent leads; "": the principles
	}{
		"none":                              {},
		"in the place itself":               {adopted: []Precedent{county}, change: func(r *req) { r.Division = "9101" }, by: "c2"},
		"within its place":                  {adopted: []Precedent{county}, by: "c2"},
		"the narrowest place":               {adopted: []Precedent{county, everywhere}, by: "c2"},
		"the later of two":                  {adopted: []Precedent{later, county}, by: "c2"},
		"the later of two, the other way":   {adopted: []Precedent{county, later}, by: "c3"},
		"an unknown unit never leads":       {adopted: []Precedent{gone}},
		"and hides none of a wider place":   {adopted: []Precedent{everywhere, gone}, by: "c1"},
		"elsewhere":                         {adopted: []Precedent{county}, change: func(r *req) { r.Division = "9102" }},
		"of another item":                   {adopted: []Precedent{county}, change: func(r *req) { r.Topic = "roads/holes" }},
		"no place: the home of the source":  {adopted: []Precedent{county}, change: func(r *req) { r.Division, r.Home = "", "9101" }, by: "c2"},
		"no place at all":                   {adopted: []Precedent{everywhere}, change: func(r *req) { r.Division, r.Home = "", "" }},
		"an unknown place":                  {adopted: []Precedent{everywhere}, change: func(r *req) { r.Division = "77" }},
		"no topic":                          {adopted: []Precedent{{Case: "c5", Division: "9101", Unit: "a-build"}}, change: func(r *req) { r.Topic = "" }},
		"a channel of its own":              {adopted: []Precedent{county}, change: func(r *req) { r.Refer = "petition" }},
		"several sectors":                   {adopted: []Precedent{county}, change: func(r *req) { r.Also = []string{"eco"} }},
		"several places":                    {adopted: []Precedent{county}, change: func(r *req) { r.Places = []string{"9102"} }},
		"most grave":                        {adopted: []Precedent{county}, change: func(r *req) { r.Severity = opinion.SeverityI }},
		"grave":                             {adopted: []Precedent{county}, change: func(r *req) { r.Severity = opinion.SeverityII }},
		"of ordinary weight":                {adopted: []Precedent{county}, change: func(r *req) { r.Severity = opinion.SeverityIII }, by: "c2"},
		"a precedent for what is no region": {adopted: []Precedent{{Case: "c6", Topic: "roads/lights", Division: "81", Unit: "a-build"}}},
	} {
		t.Run(name, func(t *testing.T) {
			ask := here
			if x.change != nil {
				x.change(&ask)
			}
			plain := rt.Route(ask)
			got, err := rt.ByPrecedent(ask, plain, Adopted(x.adopted))
			if err != nil {
				t.Fatal(err)
			}
			if x.by == "" {
				if !reflect.DeepEqual(got, plain) {
					t.Errorf("got %+v, want the principles %+v", got, plain)
				}
				return
			}
			i := slices.IndexFunc(x.adopted, func(p Precedent) bool { return p.Case == x.by })
			u, _ := rt.Unit(x.adopted[i].Unit)
			why := got.Why[len(got.Why)-1]
			if got.Lead != u.ID || got.Rule != Arbitrated || !strings.Contains(why, x.by) || !strings.Contains(why, u.Name) || !strings.Contains(got.Basis, "号") {
				t.Errorf("got %+v, want %s by %s", got, u.ID, x.by)
			}
			if slices.Contains(got.Co, got.Lead) {
				t.Errorf("%s leads and assists", got.Lead)
			}
		})
	}
}

func TestPrecedentsThatCannotBeReadLeaveTheRoute(t *testing.T) {
	rt := newWorld(t).table(t, "")
	ask := req{Topic: "roads/lights", Division: "910101"}
	plain, away := rt.Route(ask), errors.New("away")
	asked := 0
	got, err := rt.ByPrecedent(ask, plain, func(string, string) (Precedent, bool, error) {
		asked++
		if asked == 1 {
			return Precedent{}, false, nil
		}
		return Precedent{Case: "c1", Unit: "a-build"}, true, away
	})
	if !errors.Is(err, away) || !reflect.DeepEqual(got, plain) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestEveryRuleHasATitle(t *testing.T) {
	for _, name := range append([]string{Arbitrated}, Referred, Backstop) {
		if title := RuleTitle(name); title == name || title == "" {
			t.Errorf("rule %s has no title", name)
		}
	}
	if RuleTitle("person") != "person" {
		t.Error("a name that is no rule's has a title")
	}
}

// Whatever precedents there are: what leads is what the principles say, or a known unit by the
// precedent for the narrowest place that has one; grave matters, several places or sectors and
// channels go by the principles; an error changes nothing; and the route by the principles is
// handed back as it was.
func TestPrecedentsOfARandomRegion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units, rt, ask := draw(t)
		var list []Precedent
		for i := range rapid.IntRange(0, 12).Draw(t, "precedents") {
			unit := "unknown"
			if k := rapid.IntRange(-1, len(units)-1).Draw(t, "unit"); k >= 0 {
				unit = units[k].ID
			}
			list = append(list, Precedent{Case: "c" + string(rune('a'+i)), Topic: rapid.SampledFrom(drawTopics).Draw(t, "topic"),
				Division: rapid.SampledFrom(drawCodes).Draw(t, "place"), Unit: unit})
		}
		plain := rt.Route(ask)
		was := opinion.Route{Lead: plain.Lead, Rule: plain.Rule, Why: slices.Clone(plain.Why), Co: slices.Clone(plain.Co)}
		got, err := rt.ByPrecedent(ask, plain, Adopted(list))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(plain.Why, was.Why) || !slices.Equal(plain.Co, was.Co) || plain.Lead != was.Lead {
			t.Fatalf("the route by the principles was changed: %+v", plain)
		}
		want := narrowest(rt, ask, list)
		if want == nil {
			if !reflect.DeepEqual(got, plain) {
				t.Fatalf("%+v over %+v: got %+v, want %+v", ask, list, got, plain)
			}
			return
		}
		if got.Lead != want.Unit || got.Rule != Arbitrated || slices.Contains(got.Co, got.Lead) || !strings.Contains(got.Why[len(got.Why)-1], want.Case) {
			t.Fatalf("%+v over %+v: got %+v, want %+v", ask, list, got, want)
		}
		broken, err := rt.ByPrecedent(ask, plain, func(string, string) (Precedent, bool, error) { return *want, true, errors.New("away") })
		if err == nil || !reflect.DeepEqual(broken, plain) {
			t.Fatalf("an error led to %+v", broken)
		}
	})
}

// narrowest looks the precedent up anew, the plain way: nil where the principles decide.
func narrowest(rt *Table, ask opinion.RouteRequest, list []Precedent) *Precedent {
	place := ask.Division
	if place == "" {
		place = ask.Home
	}
	if len(ask.Also) > 0 || len(ask.Places) > 0 || ask.Refer != "" || ask.Severity == "I" || ask.Severity == "II" {
		return nil
	}
	var best *Precedent
	depth := 0
	for i, p := range list {
		path := drawPlaces.Path(place)
		at := slices.Index(path, p.Division) + 1
		latest := !slices.ContainsFunc(list[i+1:], func(q Precedent) bool { return q.Topic == p.Topic && q.Division == p.Division })
		_, known := rt.Unit(p.Unit)
		if p.Topic == ask.Topic && ask.Topic != "" && at > depth && latest && known {
			best, depth = &list[i], at
		}
	}
	return best
}
