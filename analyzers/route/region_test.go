package route

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"huiying/opinion"
)

// region is testdata/region.yaml: the places, topics and units of all examples.
type region struct {
	Divisions []opinion.Division
	Topics    map[string]struct{ Name, Refer string }
	Units     []opinion.Unit
}

// example is one line of testdata/examples.yaml, whose head says what the keys mean.
type example struct {
	Shows    string
	Topic    string
	Also     []string
	Refer    string
	Places   []string
	Home     string
	Severity opinion.Severity
	Region   string
	Without  []string

	Lead    string
	Co      []string
	Rule    string
	Channel string
	Says    []string
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

func readYAML(t testing.TB, name string, into any) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions(raw, into, yaml.Strict()); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// world is the region read in, with what makes tables and requests of it.
type world struct {
	region
	places table
	codes  map[string]string // name of a place -> code
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{places: table{}, codes: map[string]string{}}
	readYAML(t, "region.yaml", &w.region)
	for _, d := range w.Divisions {
		w.places[d.Code] = d
		w.codes[d.Name] = d.Code
	}
	return w
}

func (w *world) examples(t testing.TB) []example {
	t.Helper()
	var all []example
	readYAML(t, "examples.yaml", &all)
	return all
}

// code of a place that is named; what is no name stands for itself.
func (w *world) code(name string) string {
	if c, ok := w.codes[name]; ok {
		return c
	}
	return name
}

// request is what routing is asked in an example.
func (w *world) request(e example) opinion.RouteRequest {
	r := opinion.RouteRequest{Topic: e.Topic, Also: e.Also, Refer: e.Refer, Home: w.code(e.Home), Severity: e.Severity}
	if r.Refer == "" {
		r.Refer = w.Topics[e.Topic].Refer
	}
	for i, p := range e.Places {
		if i == 0 {
			r.Division = w.code(p)
		} else {
			r.Places = append(r.Places, w.code(p))
		}
	}
	return r
}

// table of the units that are there in a region: "" is the whole one, "none" has no border.
func (w *world) table(t testing.TB, region string, without ...string) *Table {
	t.Helper()
	opts := Options{Region: "9", Topics: map[string]string{}}
	for id, topic := range w.Topics {
		opts.Topics[id] = topic.Name
	}
	units := takeAway(w.Units, without)
	switch region {
	case "":
	case "none":
		opts.Region = ""
	default:
		opts.Region = w.code(region)
		var away []string
		for _, u := range units {
			if !slices.Contains(w.places.Path(u.Division), opts.Region) {
				away = append(away, u.ID)
			}
		}
		units = takeAway(units, away)
	}
	rt, err := New(units, w.places, opts)
	if err != nil {
		t.Fatal(err)
	}
	return rt
}

// takeAway takes units away; whom they led is led by the unit above them.
func takeAway(units []opinion.Unit, gone []string) []opinion.Unit {
	up := map[string]string{}
	for _, u := range units {
		up[u.ID] = u.Superior
	}
	var left []opinion.Unit
	for _, u := range units {
		if slices.Contains(gone, u.ID) {
			continue
		}
		for slices.Contains(gone, u.Superior) {
			u.Superior = up[u.Superior]
		}
		left = append(left, u)
	}
	return left
}

// short is an example in one line, to tell it from others.
func (e example) short() string {
	return strings.Join([]string{e.Topic, strings.Join(e.Also, "+"), e.Refer, strings.Join(e.Places, "+"), e.Home, string(e.Severity), e.Region, strings.Join(e.Without, "+")}, "|")
}
