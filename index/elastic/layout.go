package elastic

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/elastic/go-elasticsearch/v8/esapi"

	"huiying/index"
	"huiying/opinion"
)

// layout names what the fields are and hold; an index of another layout must be rebuilt.
const layout = "3"

// longest is how much of a keyword the index takes, in bytes: longer ones are no keywords, and
// servers refuse terms of more than 32,766.
const longest = 8000

type object = map[string]any

// template is what every index of ours is made from. Each field has only what is asked of
// it: columns (doc_values) only where hits are sorted or counted by it.
func (x *Index) template() object {
	counted := object{"type": "keyword", "ignore_above": longest}
	filter := object{"type": "keyword", "ignore_above": longest, "doc_values": false}
	return object{
		"index_patterns": []string{x.alias + "-*"},
		"priority":       500,
		"template": object{
			"settings": object{"index": object{
				"number_of_shards":     1,
				"auto_expand_replicas": "0-1",
				"refresh_interval":     "30s", // each Put makes visible what it wrote
				// How long a deletion is remembered: a late write of what was deleted is refused
				// for as long.
				"gc_deletes": "1h",
				// Hits lie in the order in which pages ask for them, so that a page ends its walk
				// of a month as soon as it is full.
				"sort": object{"field": []string{"when", "id"}, "order": []string{"desc", "asc"}},
			}},
			"mappings": object{
				"dynamic": false,
				"_meta":   object{"layout": layout},
				"properties": object{
					"id":       counted, // breaks ties of the order
					"when":     object{"type": "long"},
					"words":    object{"type": "text", "analyzer": "whitespace", "norms": false},
					"topic":    counted,
					"topics":   filter,
					"division": counted,
					"within":   filter,
					"severity": counted,
					"demand":   counted,
					"issue":    filter,
					"source":   counted,
					"unit":     filter,
					"marks":    filter,
					"finding":  object{"type": "object", "enabled": false}, // kept as it is
				},
			},
		},
	}
}

// month is the index, within its generation, in which a finding lies: that of its
// collection, which a mention keeps for good.
func month(f opinion.Finding) string {
	t := f.CollectedAt
	if t.IsZero() {
		t = f.When()
	}
	return t.UTC().Format("200601")
}

func (x *Index) anchor(gen int) string { return fmt.Sprintf("%s-%06d", x.alias, gen) }

func (x *Index) monthly(gen int, month string) string { return x.anchor(gen) + "-" + month }

// state is what indices there are.
type state struct {
	active int                        // the generation behind the alias; 0: none
	gens   map[int]map[string]bool    // generation -> its months; "" is the anchor
	behind map[string]map[string]bool // index -> its aliases
}

// months lists a generation's months.
func (s state) months(gen int) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.gens[gen])), func(m string) bool { return m == "" })
}

// names lists the indices of generations.
func (x *Index) names(s state, gens ...int) []string {
	var out []string
	for _, g := range gens {
		if s.gens[g][""] {
			out = append(out, x.anchor(g))
		}
		for _, m := range s.months(g) {
			out = append(out, x.monthly(g, m))
		}
	}
	return out
}

var ending = regexp.MustCompile(`^-(\d{6})(?:-(\d{6}))?$`)

// stateOf reads the answer to "which indices, with which aliases".
func stateOf(alias string, all map[string]struct{ Aliases map[string]struct{} }) state {
	s := state{gens: map[int]map[string]bool{}, behind: map[string]map[string]bool{}}
	for name, v := range all {
		if len(name) < len(alias) || name[:len(alias)] != alias {
			continue
		}
		m := ending.FindStringSubmatch(name[len(alias):])
		if m == nil {
			continue
		}
		gen, _ := strconv.Atoi(m[1])
		if s.gens[gen] == nil {
			s.gens[gen] = map[string]bool{}
		}
		s.gens[gen][m[2]] = true
		s.behind[name] = map[string]bool{}
		for a := range v.Aliases {
			s.behind[name][a] = true
		}
		if _, ok := v.Aliases[alias]; ok && m[2] == "" {
			s.active = max(s.active, gen)
		}
	}
	return s
}

// state asks which indices there are.
func (x *Index) state(ctx context.Context) (state, error) {
	var all map[string]struct{ Aliases map[string]struct{} }
	err := x.ask(ctx, "look at the indices",
		esapi.IndicesGetAliasRequest{Index: []string{x.alias + "-*"}, ExpandWildcards: "open"},
		&all)
	if is(err, "index_not_found_exception") {
		err = nil
	}
	return stateOf(x.alias, all), err
}

// ready is state once there is a generation to write to: the first use lays down the
// template, and the first use ever makes the first generation.
func (x *Index) ready(ctx context.Context) (state, error) {
	s, err := x.state(ctx)
	if err != nil {
		return s, err
	}
	if err := x.lay(ctx, s); err != nil {
		return s, err
	}
	for range 5 {
		if s.active > 0 {
			return s, nil
		}
		next := 1
		for g := range s.gens {
			next = max(next, g+1)
		}
		err := x.create(ctx, x.anchor(next), true)
		if err != nil && !is(err, exists) {
			return s, err
		}
		if s, err = x.state(ctx); err != nil {
			return s, err
		}
	}
	return s, errors.New("the index has no generation that is searched, and none can be made: is another program using its prefix?")
}

const exists = "resource_already_exists_exception"

// lay puts the template, once in a process, and looks whether what is there was made by the
// same layout.
func (x *Index) lay(ctx context.Context, s state) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.laid {
		return nil
	}
	if s.active > 0 {
		if err := x.sameLayout(ctx, x.anchor(s.active)); err != nil {
			return err
		}
	}
	if err := x.putTemplate(ctx); err != nil {
		return err
	}
	x.laid = true
	return nil
}

func (x *Index) putTemplate(ctx context.Context) error {
	return x.ask(ctx, "lay down the template", esapi.IndicesPutIndexTemplateRequest{Name: x.alias,
		Body: jsonOf(x.template())}, nil)
}

func (x *Index) sameLayout(ctx context.Context, name string) error {
	var got map[string]struct {
		Mappings struct {
			Meta struct {
				Layout string `json:"layout"`
			} `json:"_meta"`
		} `json:"mappings"`
	}
	err := x.ask(ctx, "look at the layout", esapi.IndicesGetMappingRequest{Index: []string{name}}, &got)
	if have := got[name].Mappings.Meta.Layout; err == nil && have != layout {
		return fmt.Errorf("%w: %s has layout %q, this program writes %q", index.ErrDamaged, name, have, layout)
	}
	return err
}

func (x *Index) create(ctx context.Context, name string, searched bool) error {
	body := object{}
	if searched {
		body["aliases"] = object{x.alias: object{}}
	}
	return x.ask(ctx, "make an index", esapi.IndicesCreateRequest{Index: name, Body: jsonOf(body)}, nil)
}

// errMoved: the generation that was written to is not the one that is searched any more.
var errMoved = errors.New("the index was rebuilt meanwhile")

// ensure makes the months that a generation lacks. Those of the generation that is searched
// get the alias in one go with the proof that it still is searched.
func (x *Index) ensure(ctx context.Context, s state, gen int, months []string) error {
	for _, m := range months {
		name := x.monthly(gen, m)
		searched := gen == s.active
		if s.gens[gen][m] && (!searched || s.behind[name][x.alias]) {
			continue
		}
		if !s.gens[gen][m] {
			if err := x.create(ctx, name, false); err != nil && !is(err, exists) {
				return err
			}
		}
		if !searched {
			continue
		}
		err := x.ask(ctx, "put a month behind the alias",
			esapi.IndicesUpdateAliasesRequest{Body: jsonOf(object{"actions": []object{
				{"remove": object{"index": x.anchor(gen), "alias": x.alias, "must_exist": true}},
				{"add": object{"index": x.anchor(gen), "alias": x.alias}},
				{"add": object{"index": name, "alias": x.alias}},
			}})}, nil)
		var refused *no
		if errors.As(err, &refused) && refused.status == 404 {
			return errMoved
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// DropBefore drops the months that had ended at t, whole, and says how many. What is younger
// in the month of t stays: it has its own day.
func (x *Index) DropBefore(ctx context.Context, t time.Time) (int, error) {
	s, err := x.state(ctx)
	if err != nil {
		return 0, err
	}
	var old []string
	for gen := range s.gens {
		for _, m := range s.months(gen) {
			start, err := time.Parse("200601", m)
			if err == nil && !start.AddDate(0, 1, 0).After(t) {
				old = append(old, x.monthly(gen, m))
			}
		}
	}
	return len(old), x.drop(ctx, old)
}

func (x *Index) drop(ctx context.Context, names []string) error {
	const most = 20 // names of one request: they stand in its address
	for part := range slices.Chunk(names, most) {
		yes := true
		if err := x.ask(ctx, "drop indices", esapi.IndicesDeleteRequest{Index: part,
			IgnoreUnavailable: &yes}, nil); err != nil {
			return err
		}
	}
	return nil
}

// Erase removes everything that this prefix has on the server.
func (x *Index) Erase(ctx context.Context) error {
	s, err := x.state(ctx)
	if err != nil {
		return err
	}
	if err := x.drop(ctx, x.names(s, slices.Collect(maps.Keys(s.gens))...)); err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.laid = false
	err = x.ask(ctx, "remove the template", esapi.IndicesDeleteIndexTemplateRequest{Name: x.alias}, nil)
	var refused *no
	if errors.As(err, &refused) && refused.status == 404 {
		return nil
	}
	return err
}
