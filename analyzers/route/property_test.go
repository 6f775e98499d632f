package route

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"huiying/opinion"
)

// concerned works out anew, the plain way, which places a request is about: none of them
// within another, empty when all that are named lie outside.
func concerned(req opinion.RouteRequest) (paths [][]string) {
	inside := func(code string) bool { p := drawPlaces.Path(code); return len(p) > 0 && p[0] == "9" }
	outside := false
	for _, code := range append([]string{req.Division}, req.Places...) {
		if inside(code) {
			paths = append(paths, drawPlaces.Path(code))
		}
		outside = outside || code != "" && code != "77" && !inside(code)
	}
	if len(paths) == 0 && !outside {
		home := "9"
		if inside(req.Home) {
			home = req.Home
		}
		paths = [][]string{drawPlaces.Path(home)}
	}
	var deepest [][]string
	for i, p := range paths {
		covered := func(j int, q []string) bool {
			return i != j && len(q) >= len(p) && slices.Equal(q[:len(p)], p) && (len(q) > len(p) || j < i)
		}
		if !anyOf(paths, covered) {
			deepest = append(deepest, p)
		}
	}
	return deepest
}

func anyOf(paths [][]string, is func(int, []string) bool) bool {
	for i, p := range paths {
		if is(i, p) {
			return true
		}
	}
	return false
}

// shared is what paths have in common from the top.
func shared(paths [][]string) []string {
	if len(paths) == 0 {
		return nil
	}
	c := paths[0]
	for _, p := range paths[1:] {
		n := 0
		for n < len(c) && n < len(p) && c[n] == p[n] {
			n++
		}
		c = c[:n]
	}
	return c
}

// The lead serves what all places have in common, or what lies above that; a co-unit serves
// one of the places, or what lies above it. Only superiors of vertical units may sit elsewhere.
func TestOneLeadInTheChain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units, rt, req := draw(t)
		got := rt.Route(req)
		lead, ok := rt.Unit(got.Lead)
		if !ok {
			t.Fatalf("lead %q is no unit", got.Lead)
		}
		paths := concerned(req)
		var chain []string
		for _, p := range paths {
			chain = append(chain, p...)
		}
		above := shared(paths)
		switch {
		case len(paths) == 0:
			if got.Lead != rt.last.ID || len(got.Co) > 0 {
				t.Fatalf("outside the region: %s + %v", got.Lead, got.Co)
			}
			return
		case got.Rule == Referred: // by the office of the main place
			above = paths[0]
		}
		if !slices.Contains(above, lead.Division) && !isSuperiorOfVertical(units, lead.ID) {
			t.Fatalf("%s of %s leads, outside the chain %v of %+v", lead.ID, lead.Division, above, req)
		}
		seen := map[string]bool{got.Lead: true}
		for _, id := range got.Co {
			u, ok := rt.Unit(id)
			if !ok || seen[id] {
				t.Fatalf("%q is no unit or stands twice in %s + %v", id, got.Lead, got.Co)
			}
			seen[id] = true
			if !slices.Contains(chain, u.Division) && !isSuperiorOfVertical(units, id) {
				t.Fatalf("%s of %s assists, outside the chain %v of %+v", id, u.Division, chain, req)
			}
		}
	})
}

// The next responsible unit, looked up anew the plain way where nothing is vertical: from the
// place upwards whoever lists the item, else its field; then the nearest office that is no
// township's; then the region's.
func TestTheNearestInChargeLeads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := drawUnits(t)
		for i := range units {
			units[i].Vertical = false
		}
		rt, err := New(units, drawPlaces, Options{Region: "9"})
		if err != nil {
			t.Fatal(err)
		}
		req := drawRequest(t)
		paths := concerned(req)
		if req.Refer != "" || len(paths) == 0 {
			return
		}
		topic := req.Topic
		for _, further := range req.Also {
			if topic == "" {
				topic = further
			}
		}
		path := shared(paths)
		for limit := map[opinion.Severity]int{"I": 1, "II": 2}[req.Severity]; limit > 0 && (len(path) > limit || last(path) == "90"); {
			path = path[:len(path)-1]
		}
		want := nearest(units, path, topic)
		if got := rt.Route(req); got.Lead != want {
			t.Fatalf("%+v: got %s, want %s\n%v", req, got.Lead, want, got.Why)
		}
	})
}

func nearest(units []opinion.Unit, path []string, topic string) string {
	tries := []func(opinion.Unit) bool{
		func(u opinion.Unit) bool { return topic != "" && slices.Contains(u.Topics, topic) },
		func(u opinion.Unit) bool { return topic != "" && slices.Contains(u.Topics, field1(topic)) },
	}
	office := []func(opinion.Unit) bool{func(u opinion.Unit) bool { return u.Office && drawPlaces[u.Division].Level != opinion.Township }}
	for _, tries := range [][]func(opinion.Unit) bool{tries, office} {
		for i := len(path) - 1; i >= 0; i-- {
			for _, is := range tries {
				best := ""
				for _, u := range units {
					if u.Division == path[i] && is(u) && (best == "" || u.ID < best) {
						best = u.ID
					}
				}
				if best != "" {
					return best
				}
			}
		}
	}
	return ""
}

func isSuperiorOfVertical(units []opinion.Unit, id string) bool {
	up := map[string]string{}
	for _, u := range units {
		up[u.ID] = u.Superior
	}
	for _, u := range units {
		if !u.Vertical {
			continue
		}
		for s := u.Superior; s != ""; s = up[s] {
			if s == id {
				return true
			}
		}
	}
	return false
}

func TestNoTownshipForADepartmentsWork(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units, rt, req := draw(t)
		got := rt.Route(req)
		for _, id := range append([]string{got.Lead}, got.Co...) {
			u, _ := rt.Unit(id)
			if u.Level != opinion.Township || isSuperiorOfVertical(units, id) {
				continue
			}
			listed := slices.ContainsFunc(append([]string{req.Topic}, req.Also...), func(topic string) bool {
				return topic != "" && (contains(u.Topics, topic) || contains(u.Topics, field1(topic)))
			})
			if !listed {
				t.Fatalf("township unit %s %v got %+v", id, u.Topics, req)
			}
		}
	})
}

func field1(topic string) string {
	for i := range topic {
		if topic[i] == '/' {
			return topic[:i]
		}
	}
	return topic
}

func TestSeverityNeverBelowItsLevel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, rt, req := draw(t)
		got := rt.Route(req)
		u, _ := rt.Unit(got.Lead)
		limit := map[opinion.Severity]opinion.Level{"I": opinion.Province, "II": opinion.City}[req.Severity]
		// a statutory channel is told by the office of the place
		if limit != opinion.LevelUnknown && got.Rule != Referred && u.Level > limit {
			t.Fatalf("severity %s went to %s of %s: %v", req.Severity, got.Lead, u.Level, got.Why)
		}
	})
}

func TestSameAnswerInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units, rt, req := draw(t)
		first := rt.Route(req)
		other, err := New(rapid.Permutation(units).Draw(t, "order"), drawPlaces, Options{Region: "9"})
		if err != nil {
			t.Fatal(err)
		}
		if again := rt.Route(req); !reflect.DeepEqual(first, again) {
			t.Fatalf("the same table answered %+v and %+v", first, again)
		}
		if again := other.Route(req); !reflect.DeepEqual(first, again) {
			t.Fatalf("another order answered %+v and %+v", first, again)
		}
	})
}

// Taking a unit away moves its work and nothing else. An answer in which it had no part stays
// as it was; where it assisted, the lead stays; whoever else had a part keeps one.
func TestTakingAUnitAwayMovesOnlyItsWork(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := drawUnits(t)
		for i := range units {
			u := &units[i] // a sector is vertical everywhere or nowhere
			u.Topics = slices.DeleteFunc(u.Topics, func(t string) bool { return (field1(t) == "tax") != u.Vertical })
		}
		gone := units[rapid.IntRange(0, len(units)-1).Draw(t, "gone")].ID
		before, err := New(units, drawPlaces, Options{Region: "9"})
		if err != nil {
			t.Fatal(err)
		}
		after, err := New(takeAway(units, []string{gone}), drawPlaces, Options{Region: "9"})
		if err != nil {
			t.Skip("the region's last office cannot go")
		}
		req := drawRequest(t)
		a, b := before.Route(req), after.Route(req)
		tell := func(what string) {
			t.Helper()
			t.Fatalf("without %s %s: %s + %v by %s, then %s + %v by %s\n%+v", gone, what, a.Lead, a.Co, a.Rule, b.Lead, b.Co, b.Rule, req)
		}
		led, assisted := a.Lead == gone, contains(a.Co, gone)
		switch {
		case b.Lead == gone || contains(b.Co, gone):
			tell("it still answers")
		case !led && a.Lead != b.Lead:
			tell("the lead moved")
		case !led && !assisted && (!slices.Equal(a.Co, b.Co) || a.Rule != b.Rule):
			tell("others moved")
		}
		for _, id := range a.Co {
			if id != gone && id != b.Lead && !contains(b.Co, id) {
				tell(id + " assists no more")
			}
		}
	})
}

func FuzzRoute(f *testing.F) {
	f.Add("eco/noise", "build", "", "9101", "9102", "91", "II")
	f.Add("", "", "petition", "", "", "", "")
	rt := newWorld(f).table(f, "")
	f.Fuzz(func(t *testing.T, topic, also, refer, division, place, home, severity string) {
		got := rt.Route(opinion.RouteRequest{Topic: topic, Also: []string{also}, Refer: refer, Division: division,
			Places: []string{place}, Home: home, Severity: opinion.Severity(severity)})
		if _, ok := rt.Unit(got.Lead); !ok || got.Rule == "" || got.Basis == "" || len(got.Why) == 0 {
			t.Fatalf("%+v", got)
		}
	})
}
