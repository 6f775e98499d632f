package assess

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/opinion"
)

var always = Filter{From: time.Unix(0, 0), To: time.Unix(1<<33, 0)}

func bookOf(turns []opinion.Turn, path func(string) []string) *Ledger {
	b := NewLedger(path)
	b.put(nil, turns)
	return b
}

func (b *Ledger) put(cases []string, turns []opinion.Turn) {
	_ = b.Replace(cases, func(put func(opinion.Turn)) error { // fails only where this does
		for _, t := range turns {
			put(t)
		}
		return nil
	})
}

func tableOf(turns []opinion.Turn, q Question, path func(string) []string) ([]Row, Row) {
	return bookOf(turns, path).Table(always, q)
}

// behindOf finds each turn that the ledger names among those it was made of.
func behindOf(turns []opinion.Turn, key *string, measure string, want Verdict, q Question,
	path func(string) []string) []opinion.Turn {
	refs, total := bookOf(turns, path).Behind(always, q, key, measure, want, 0, len(turns))
	out := named(turns, refs)
	if len(out) != total {
		panic(fmt.Sprint(len(out), " of ", total))
	}
	return out
}

func named(turns []opinion.Turn, refs []Ref) (out []opinion.Turn) {
	for _, r := range refs {
		i := slices.IndexFunc(turns, func(t opinion.Turn) bool {
			return RefOf(t) == r
		})
		out = append(out, turns[i])
	}
	return out
}

// someTurns are turns of cases as a register may hold them.
func someTurns(t *rapid.T, cases int) (out []opinion.Turn) {
	moment := func(name string) time.Time {
		if n := rapid.IntRange(-30, 120).Draw(t, name); n >= 0 {
			return hour(n)
		}
		return time.Time{}
	}
	pick := func(name string, from ...string) string { return rapid.SampledFrom(from).Draw(t, name) }
	for i := range cases {
		for n := range rapid.IntRange(0, 3).Draw(t, "turns") {
			x := opinion.Turn{Case: fmt.Sprint("c", i), N: n + 1, Unit: pick("unit", "u", "v", "w"),
				By:       opinion.Move(pick("by", "dispatch", "raise", "arbitrate")),
				Topic:    pick("topic", "a/b", "a/c", "b/d", "a", ""),
				Division: pick("place", "440106", "440103", "4401", "4402", ""),
				Began:    hour(rapid.IntRange(-400, 100).Draw(t, "began")),
				Ended:    moment("ended"), SignDue: moment("due"), Signed: moment("done"),
				InformDue: moment("due"), Informed: moment("done"), AnswerDue: moment("due"),
				Answered:    moment("done"),
				CompleteDue: moment("due"), Completed: moment("done"), Replied: moment("done"),
				Returned: moment("back"), Next: pick("next", "", "u", "v"),
				Redone: rapid.IntRange(0, 2).Draw(t, "redone"), Solved: pick("solved", "", "yes",
					"no", "partly"), Reopened: rapid.Bool().Draw(t, "reopened"),
				Satisfied: rapid.IntRange(0, 6).Draw(t, "yes"), Unsatisfied: rapid.IntRange(0, 6).Draw(t, "no"),
				PromiseDue: moment("promised"), PromiseKept: moment("kept"), PromiseLate: rapid.Bool().Draw(t, "late")}
			if rapid.Bool().Draw(t, "assists") {
				x.N, x.Assists, x.AssistDue, x.Assisted, x.Replied = 0, true, moment("due"), moment("done"), time.Time{}
				x.Began = x.Began.Add(time.Duration(n)) // a unit is asked once at a time
			}
			out = append(out, x)
		}
	}
	return out
}

// chosenOf is the filter, turn by turn, in the order of the register.
func chosenOf(turns []opinion.Turn, f Filter) (out []opinion.Turn) {
	path := func(code string) string {
		if code == "" {
			return ""
		}
		return strings.Join(digits(code), "/")
	}
	below := func(s, top string) bool { return top == "" || s == top || strings.HasPrefix(s, top+"/") }
	for _, t := range turns {
		seen := f.Within == nil || slices.Contains(f.Within.Units, t.Unit) ||
			len(f.Within.Units) == 0 && f.Within.Division != "" &&
				below(path(t.Division), path(f.Within.Division))
		if seen && !t.Began.Before(f.From) && t.Began.Before(f.To) && (f.Unit == "" ||
			t.Unit == f.Unit) && below(t.Topic, f.Topic) &&
			below(path(t.Division), path(f.Division)) {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b opinion.Turn) int {
		if a.Assists != b.Assists {
			if a.Assists {
				return 1
			}
			return -1
		}
		return cmp.Or(a.Began.Compare(b.Began), strings.Compare(a.Case, b.Case),
			cmp.Compare(a.N, b.N), strings.Compare(a.Unit, b.Unit))
	})
	return out
}

// A ledger counts as the definition does turn by turn, whatever changed in it, however it is asked,
// and whatever time it is.
func TestABookCountsAsTheDefinitionDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		turns := someTurns(t, 20)
		b := bookOf(turns, digits)
		for range rapid.IntRange(0, 3).Draw(t, "changes") {
			changed := rapid.SliceOfNDistinct(rapid.IntRange(0, 25), 1, 6, rapid.ID[int]).Draw(t, "changed")
			again := someTurns(t, 26)
			ids := []string{}
			for _, c := range changed {
				ids = append(ids, fmt.Sprint("c", c))
			}
			of := func(x opinion.Turn) bool { return slices.Contains(ids, x.Case) }
			again = slices.DeleteFunc(again, func(x opinion.Turn) bool { return !of(x) })
			turns = append(slices.DeleteFunc(slices.Clone(turns), of), again...)
			b.put(ids, again)
		}
		from := rapid.IntRange(-420, 60).Draw(t, "from")
		f := Filter{From: hour(from), To: hour(from + rapid.IntRange(0, 500).Draw(t, "span")),
			Unit:     rapid.SampledFrom([]string{"", "", "u", "nobody"}).Draw(t, "of"),
			Topic:    rapid.SampledFrom([]string{"", "a", "a/b", "z"}).Draw(t, "about"),
			Division: rapid.SampledFrom([]string{"", "4401", "440106", "11"}).Draw(t, "in"),
			Within: rapid.SampledFrom([]*opinion.Scope{nil, nil, {Units: []string{"u", "w"}},
				{Division: "4401"}, {}}).Draw(t, "seen")}
		q := Question{By: rapid.SampledFrom(Ways).Draw(t, "way"), Division: f.Division,
			Topic: f.Topic, Now: hour(rapid.IntRange(-10, 130).Draw(t, "now")),
			Rank: rapid.SampledFrom([]string{"", "answer", "returned"}).Draw(t, "rank"), Order: []string{"w", "u"}}
		plain := chosenOf(turns, f)
		rows, all := b.Table(f, q)
		if wantRows, wantAll := plainTable(plain, q, digits); !reflect.DeepEqual(rows, wantRows) ||
			!reflect.DeepEqual(all, wantAll) {
			t.Fatalf("%+v\n%+v\nwant\n%+v\n%+v", rows, all, wantRows, wantAll)
		}
		key := rapid.SampledFrom([]*string{nil, new("u"), new("4401"), new("a"), new("")}).Draw(t, "key")
		measure, verdict := rapid.SampledFrom([]string{"", "sign", "answer", "promise", assist,
			"none"}).Draw(t, "measure"), Verdict(rapid.IntRange(0, 2).Draw(t, "verdict"))
		want := plainBehind(plain, key, measure, verdict, q, digits)
		offset, most := rapid.IntRange(0, 8).Draw(t, "offset"), rapid.IntRange(1, 8).Draw(t, "most")
		refs, total := b.Behind(f, q, key, measure, verdict, offset, most)
		page := want[min(offset, len(want)):]
		page = page[:min(most, len(page))]
		if got := named(plain, refs); total != len(want) || len(got) != len(page) ||
			len(got) > 0 && !reflect.DeepEqual(got, page) {
			t.Fatalf("%d turns %+v\nwant %d: %+v", total, got, len(want), page)
		}
	})
}

func BenchmarkTable(b *testing.B) {
	var turns []opinion.Turn
	for i := range 100_000 {
		turns = append(turns, given(func(t *opinion.Turn) {
			t.Case, t.Unit, t.Began = fmt.Sprintf("c%024x", i), fmt.Sprint("u", i%40),
				t0.Add(-time.Duration(i)*time.Minute)
			t.Signed, t.Answered, t.Replied, t.Completed, t.Ended = hour(1), hour(2),
				hour(2+rand.IntN(90)), hour(4), hour(4)
		}))
	}
	book := bookOf(turns, digits)
	b.Run("book", func(b *testing.B) {
		for b.Loop() {
			book.Table(always, Question{By: ByUnit, Now: t0})
		}
	})
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			plainTable(turns, Question{By: ByUnit, Now: t0}, digits)
		}
	})
}

// plainTable counts turns by groups, and all together. path gives a place's codes from the
// province down. The rows stand in Question.Order, then by key; ranked, the ranked ones come first.
func plainTable(turns []opinion.Turn, q Question, path func(string) []string) (rows []Row, all Row) {
	key := plainKeys(turns, q, path)
	groups := map[string][]opinion.Turn{}
	for _, t := range turns {
		groups[key(t)] = append(groups[key(t)], t)
	}
	place := map[string]int{}
	for i, k := range q.Order {
		place[k] = i - len(q.Order)
	}
	for k, g := range groups {
		rows = append(rows, plainCount(k, g, q.Now))
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(place[a.Key], place[b.Key]), cmp.Compare(a.Key, b.Key))
	})
	rank(rows, q.Rank)
	return rows, plainCount("", turns, q.Now)
}

// plainKeys tells to which group a turn belongs.
func plainKeys(turns []opinion.Turn, q Question, path func(string) []string) func(opinion.Turn) string {
	switch q.By {
	case ByDivision:
		return plainPlaces(turns, q.Division, path)
	case ByTopic:
		return func(t opinion.Turn) string {
			if field, _, _ := strings.Cut(t.Topic, "/"); q.Topic == "" {
				return field
			}
			return t.Topic
		}
	case ByWeek:
		return func(t opinion.Turn) string {
			at := t.Began.In(opinion.Beijing)
			return at.AddDate(0, 0, -(int(at.Weekday())+6)%7).Format(time.DateOnly)
		}
	case ByMonth:
		return func(t opinion.Turn) string { return t.Began.In(opinion.Beijing).Format("2006-01") }
	}
	return func(t opinion.Turn) string { return t.Unit }
}

// plainPlaces groups by the level below a place, or, where none was asked for, below what all
// turns have in common.
func plainPlaces(turns []opinion.Turn, division string, path func(string) []string) func(opinion.Turn) string {
	depth := -1
	if division != "" {
		depth = len(path(division))
	} else {
		var common []string
		for _, t := range turns {
			if t.Division == "" {
				continue
			}
			p := path(t.Division)
			if depth < 0 {
				common, depth = p, len(p)
			}
			for depth > len(p) || !slices.Equal(common[:depth], p[:depth]) {
				depth--
			}
		}
	}
	return func(t opinion.Turn) string {
		if t.Division == "" {
			return ""
		}
		p := path(t.Division)
		return p[min(max(depth, 0), len(p)-1)]
	}
}

func plainCount(key string, turns []opinion.Turn, now time.Time) Row {
	row := Row{Key: key, Rates: make([]Rate, len(measures))}
	var hours []float64
	for _, t := range turns {
		if !t.Assists {
			row.Turns++
		}
		for i, m := range measures {
			switch m.Of(t, now) {
			case Yes:
				row.Rates[i].N++
				row.Rates[i].Of++
			case No:
				row.Rates[i].Of++
			}
		}
		if !t.Replied.IsZero() {
			hours = append(hours, t.Replied.Sub(t.Began).Hours())
		}
	}
	for i, r := range row.Rates {
		if r.Of >= LeastShare {
			s := float64(r.N) / float64(r.Of)
			row.Rates[i].Share = &s
		}
	}
	row.Median = plainMedian(hours)
	return row
}

func plainMedian(x []float64) float64 {
	if len(x) == 0 {
		return 0
	}
	slices.Sort(x)
	return (x[(len(x)-1)/2] + x[len(x)/2]) / 2
}

// plainBehind are the turns that a number was counted from: those of one group (nil for all) that a
// measure counts with a verdict; without a measure, all of the group that are those of leading
// units.
func plainBehind(turns []opinion.Turn, key *string, measure string, want Verdict, q Question,
	path func(string) []string) []opinion.Turn {
	of := plainKeys(turns, q, path)
	i := slices.IndexFunc(measures, func(m Measure) bool { return m.ID == measure })
	var out []opinion.Turn
	for _, t := range turns {
		if key != nil && of(t) != *key {
			continue
		}
		if i < 0 && t.Assists {
			continue
		}
		if i >= 0 {
			v := measures[i].Of(t, q.Now)
			if v == NotCounted || want != NotCounted && v != want {
				continue
			}
		}
		out = append(out, t)
	}
	return out
}

// A row keeps a bit for each measure.
func TestABookHasABitForEachMeasure(t *testing.T) {
	f, _ := reflect.TypeFor[row]().FieldByName("counted")
	if len(measures) > f.Type.Bits() {
		t.Errorf("%d measures, and row.counted and row.yes have %d bits: widen them", len(measures), f.Type.Bits())
	}
}
