package route

import (
	"fmt"
	"reflect"
	"slices"
	"sort"
	"testing"

	"pgregory.net/rapid"

	"huiying/opinion"
)

var (
	drawTopics = []string{"eco", "eco/noise", "build", "build/roof", "tax", "tax/relief", "space"}
	drawCodes  = func() []string {
		codes := []string{"77"}
		for c := range examplePlaces {
			codes = append(codes, c)
		}
		sort.Strings(codes)
		return codes
	}()
)

// drawUnits makes a region with a region office and any other units.
func drawUnits(t *rapid.T) []opinion.Unit {
	units := []opinion.Unit{{ID: "region-office", Name: "办公厅", Division: "9", Office: true}}
	for i := range rapid.IntRange(0, 25).Draw(t, "units") {
		u := opinion.Unit{
			ID:       fmt.Sprintf("u%02d", i),
			Division: rapid.SampledFrom(drawCodes[1:]).Filter(func(c string) bool { return c != "77" }).Draw(t, "division"),
			Topics:   rapid.SliceOfN(rapid.SampledFrom(drawTopics[:6]), 0, 3).Draw(t, "topics"),
			Vertical: rapid.IntRange(0, 3).Draw(t, "vertical") == 0,
			Office:   rapid.IntRange(0, 3).Draw(t, "office") == 0,
		}
		if i > 0 && rapid.Bool().Draw(t, "has superior") {
			u.Superior = fmt.Sprintf("u%02d", rapid.IntRange(0, i-1).Draw(t, "superior"))
		}
		units = append(units, u)
	}
	return units
}

func drawRequest(t *rapid.T) opinion.RouteRequest {
	code := rapid.OneOf(rapid.Just(""), rapid.SampledFrom(drawCodes))
	return opinion.RouteRequest{
		Topic:    rapid.SampledFrom(append([]string{""}, drawTopics...)).Draw(t, "topic"),
		Also:     rapid.SliceOfN(rapid.SampledFrom(drawTopics), 0, 2).Draw(t, "also"),
		Refer:    rapid.SampledFrom([]string{"", "", "", "petition"}).Draw(t, "refer"),
		Division: code.Draw(t, "division"),
		Places:   rapid.SliceOfN(code, 0, 3).Draw(t, "places"),
		Home:     code.Draw(t, "home"),
		Severity: rapid.SampledFrom([]opinion.Severity{"", "I", "II", "III", "IV"}).Draw(t, "severity"),
	}
}

func draw(t *rapid.T) ([]opinion.Unit, *Table, opinion.RouteRequest) {
	units := drawUnits(t)
	rt, err := New(units, examplePlaces, Options{Region: "9"})
	if err != nil {
		t.Fatal(err)
	}
	return units, rt, drawRequest(t)
}

func TestOneLeadInTheChain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units, rt, req := draw(t)
		got := rt.Route(req)
		if _, ok := rt.Unit(got.Lead); !ok {
			t.Fatalf("lead %q is no unit", got.Lead)
		}
		seen := map[string]bool{got.Lead: true}
		for _, id := range got.Co {
			if seen[id] {
				t.Fatalf("%q stands twice in %s + %v", id, got.Lead, got.Co)
			}
			seen[id] = true
		}
		chain := map[string]bool{"9": true} // the region's own chain is the last resort
		for _, code := range append([]string{req.Division, req.Home}, req.Places...) {
			for _, c := range examplePlaces.Path(code) {
				chain[c] = true
			}
		}
		for id := range seen {
			if u, _ := rt.Unit(id); !chain[u.Division] && !isSuperiorOfVertical(units, id) {
				t.Fatalf("%s of %s is outside the chain of %+v", id, u.Division, req)
			}
		}
	})
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
		other, err := New(rapid.Permutation(units).Draw(t, "order"), examplePlaces, Options{Region: "9"})
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

// Taking a unit away moves its work and nothing else: an answer in which it had no part
// keeps its lead, its co-units and its rule.
func TestTakingAUnitAwayMovesOnlyItsWork(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := drawUnits(t)
		for i := range units {
			u := &units[i]
			u.Superior = "" // a superior that is away would be a fault of the configuration
			if u.Vertical { // a sector is vertical everywhere or nowhere
				u.Topics = slices.DeleteFunc(u.Topics, func(t string) bool { return field1(t) != "tax" })
			} else {
				u.Topics = slices.DeleteFunc(u.Topics, func(t string) bool { return field1(t) == "tax" })
			}
		}
		gone := rapid.IntRange(0, len(units)-1).Draw(t, "gone")
		before, err := New(units, examplePlaces, Options{Region: "9"})
		if err != nil {
			t.Fatal(err)
		}
		after, err := New(slices.Delete(slices.Clone(units), gone, gone+1), examplePlaces, Options{Region: "9"})
		if err != nil {
			t.Skip("the region's last office cannot go")
		}
		req := drawRequest(t)
		a, b := before.Route(req), after.Route(req)
		id := units[gone].ID
		if a.Lead != id && !contains(a.Co, id) && (a.Lead != b.Lead || !slices.Equal(a.Co, b.Co) || a.Rule != b.Rule) {
			t.Fatalf("%s (of %s, %v) had no part in %s + %v by %s, but now it is %s + %v by %s", id, units[gone].Division, units[gone].Topics, a.Lead, a.Co, a.Rule, b.Lead, b.Co, b.Rule)
		}
		if b.Lead == id || contains(b.Co, id) {
			t.Fatalf("%s is gone and still answers", id)
		}
	})
}

func FuzzRoute(f *testing.F) {
	f.Add("eco/noise", "build", "", "9101", "9102", "91", "II")
	f.Add("", "", "petition", "", "", "", "")
	rt, err := New(exampleUnits(), examplePlaces, Options{Region: "9"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, topic, also, refer, division, place, home, severity string) {
		got := rt.Route(opinion.RouteRequest{Topic: topic, Also: []string{also}, Refer: refer, Division: division,
			Places: []string{place}, Home: home, Severity: opinion.Severity(severity)})
		if _, ok := rt.Unit(got.Lead); !ok || got.Rule == "" || got.Basis == "" || len(got.Why) == 0 {
			t.Fatalf("%+v", got)
		}
	})
}
