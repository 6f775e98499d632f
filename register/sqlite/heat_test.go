package sqlite

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"huiying/opinion"
	"huiying/register"
)

func TestGrowthAndAttention(t *testing.T) {
	for _, c := range []struct {
		today, before     int
		growth, attention float64
	}{
		{0, 0, 0, 0},
		{2, 0, 0, 2}, // too few to speak of growth
		{3, 0, 3, 9}, // a usual day counts as one report at the least
		{3, 6, 3, 9}, // the same below one a day
		{3, 21, 1, 3},
		{10, 70, 1, 10},
		{10, 140, .5, 10}, // what cools down still weighs what it is
		{30, 21, 10, 300},
		{20, 14, 10, 200},
	} {
		if g, a := register.Growth(c.today, c.before), register.Attention(c.today, c.before); g != c.growth || a != c.attention {
			t.Errorf("%d today, %d before: growth %v, attention %v; want %v, %v", c.today, c.before, g, a, c.growth, c.attention)
		}
	}
}

// about makes a report of an issue.
func about(n int, issue string, said time.Time, change ...func(*opinion.Finding)) opinion.Finding {
	f := finding(n)
	f.PublishedAt, f.CollectedAt, f.Division, f.Source = said, said, "440106", "s0"
	f.Issue = opinion.IssueRef{ID: issue, Why: []string{"路灯"}}
	for _, c := range change {
		c(&f)
	}
	return f
}

func TestTheListIsOrderedByAttention(t *testing.T) {
	b, s := newStore(t)
	at := t0.Add(20 * 24 * time.Hour)
	n := 0
	said := func(issue string, reports int, ago time.Duration) {
		var fs []opinion.Finding
		for range reports {
			n++
			fs = append(fs, about(n, issue, at.Add(-ago)))
		}
		publish(t, b, fs...)
	}
	said("ibig", 30, 9*24*time.Hour) // much, but long ago
	said("isteady", 5, time.Hour)
	for d := 1; d <= 7; d++ {
		said("isteady", 5, time.Duration(d)*24*time.Hour+time.Hour)
	}
	said("iyoung", 4, 2*time.Hour)
	said("ione", 1, time.Hour)
	said("itwo", 2, 2*time.Hour)
	said("iold", 3, 300*time.Hour)
	n++
	publish(t, b, about(n, "icopy", at.Add(-10*24*time.Hour)), about(n+1, "icopy", at.Add(-time.Hour), func(f *opinion.Finding) { f.Issue.Copy = true }))
	seen(t, b, s)
	want := []string{"iyoung", "isteady", "itwo", "ione", "icopy", "ibig", "iold"}
	for size := 1; size <= len(want)+1; size++ {
		var got []string
		f := register.IssueQuery{Order: "attention", At: at, Size: size}
		for {
			p, err := s.Issues(t.Context(), f)
			check(t, err)
			if p.Total != len(want) {
				t.Fatalf("total %d", p.Total)
			}
			for _, i := range p.Items {
				got = append(got, i.ID)
			}
			if f.Cursor = p.Next; f.Cursor == "" {
				break
			}
			f.At = at.Add(40 * time.Hour) // a walk keeps the moment of its first page
		}
		if !slices.Equal(got, want) {
			t.Errorf("pages of %d: %v, want %v", size, got, want)
		}
	}
	p, err := s.Issues(t.Context(), register.IssueQuery{Order: "attention", At: at, MinSize: 30})
	if err != nil || len(p.Items) != 2 || p.Items[0].ID != "isteady" || p.Items[0].Today != 5 || p.Items[0].Before != 35 || p.Items[0].Growth != 1 {
		t.Errorf("%+v, %v", p, err)
	}
}

// TestHeatFollowsTheFindings compares what the register counts of issues with the findings
// that were published last, while judgements are corrected and mentions forgotten.
func TestHeatFollowsTheFindings(t *testing.T) {
	b, s := newStore(t)
	r := rand.New(rand.NewPCG(7, 7))
	now, forgotten := map[string]opinion.Finding{}, map[string]bool{}
	for n := range 300 {
		k := r.IntN(80)
		f := finding(k)
		f.Issue.ID = fmt.Sprintf("i%d", r.IntN(6))
		f.Issue.Copy = r.IntN(4) == 0
		f.Issue.Why = []string{"路灯", fmt.Sprint("样例", r.IntN(3)), "路灯"}
		f.Source, f.Division = fmt.Sprint("s", r.IntN(3)), []string{"440106", "4401", ""}[r.IntN(3)]
		f.Severity.Level = []opinion.Severity{"IV", "II"}[r.IntN(2)]
		f.Issue.New = false
		publish(t, b, f)
		now[f.ID] = f
		if n%50 == 49 { // a mention is forgotten where it is now
			seen(t, b, s)
			check(t, s.Purge(t.Context(), f.ID, t0))
			forgotten[f.ID] = true
			r2 := finding(k + 1000)
			publish(t, b, r2)
			now[r2.ID] = r2
		}
	}
	seen(t, b, s)
	for id := range forgotten {
		delete(now, id)
	}
	for i := range 7 {
		checkHeat(t, s, fmt.Sprintf("i%d", i), now)
	}
	if st, err := s.Stats(t.Context()); err != nil || st.Findings != len(now) {
		t.Errorf("%d findings, want %d, %v", st.Findings, len(now), err)
	}
}

// checkHeat holds one issue to the findings that are its own.
func checkHeat(t *testing.T, s *Store, id string, now map[string]opinion.Finding) {
	t.Helper()
	hours, days := map[time.Time]register.Beat{}, map[string]int{}
	words, sources, places := map[string]int{}, map[string]int{}, map[string]int{}
	size, mentions := 0, 0
	for _, f := range now {
		if f.Issue.ID != id {
			continue
		}
		at := f.PublishedAt.Truncate(time.Hour)
		beat := hours[at]
		beat.Time = at
		mentions++
		sources[f.Source]++
		if f.Issue.Copy {
			beat.Copies++
		} else {
			size++
			beat.Reports++
			days[at.In(time.FixedZone("", beijing*3600)).Format(time.DateOnly)]++
			places[f.Division]++
			if !f.Issue.New {
				for _, w := range slices.Compact(slices.Sorted(slices.Values(f.Issue.Why))) {
					words[w]++
				}
			}
		}
		hours[at] = beat
	}
	row, err := s.Issue(t.Context(), id, t0)
	check(t, err)
	if row.Reports != size || row.Mentions != mentions {
		t.Errorf("%s: %d of %d, want %d of %d", id, row.Reports, row.Mentions, size, mentions)
	}
	got, err := s.Heat(t.Context(), []string{id, "nowhere"}, t0.Add(-time.Hour), t0.Add(1000*24*time.Hour), register.ByHour)
	check(t, err)
	if len(got[id]) != len(hours) || !slices.IsSortedFunc(got[id], func(x, y register.Beat) int { return x.Time.Compare(y.Time) }) {
		t.Errorf("%s: %d hours, want %d", id, len(got[id]), len(hours))
	}
	for _, beat := range got[id] {
		if beat != hours[beat.Time] {
			t.Errorf("%s: %+v, want %+v", id, beat, hours[beat.Time])
		}
	}
	byDay, err := s.Heat(t.Context(), []string{id}, t0.Add(-24*time.Hour), t0.Add(1000*24*time.Hour), register.ByDay)
	check(t, err)
	for _, beat := range byDay[id] {
		if want := days[beat.Time.In(time.FixedZone("", beijing*3600)).Format(time.DateOnly)]; beat.Reports != want {
			t.Errorf("%s on %s: %d, want %d", id, beat.Time, beat.Reports, want)
		}
	}
	together, err := s.Together(t.Context(), id)
	check(t, err)
	for name, c := range map[string]struct {
		got  []register.KeyCount
		want map[string]int
	}{"words": {together.Words, words}, "sources": {together.Sources, sources}, "places": {together.Places, places}} {
		if len(c.got) != len(c.want) || !slices.IsSortedFunc(c.got, func(x, y register.KeyCount) int { return cmp.Compare(y.N, x.N) }) {
			t.Errorf("%s: %s %v, want %v", id, name, c.got, c.want)
		}
		for _, k := range c.got {
			if k.N != c.want[k.Key] {
				t.Errorf("%s: %s %q %d, want %d", id, name, k.Key, k.N, c.want[k.Key])
			}
		}
	}
}

func TestSharedWordsAreForgotten(t *testing.T) {
	b, s := newStore(t)
	publish(t, b, about(1, "i1", t0), about(2, "i1", t0))
	seen(t, b, s)
	check(t, s.Blank(t.Context(), []string{"m0001"}))
	words := func() []register.KeyCount {
		x, err := s.Together(t.Context(), "i1")
		check(t, err)
		return x.Words
	}
	if got := words(); len(got) != 1 || got[0] != (register.KeyCount{Key: "路灯", N: 1}) {
		t.Errorf("after one retention: %v", got)
	}
	publish(t, b, about(1, "i2", t0)) // corrected later: its words were forgotten and stay so
	seen(t, b, s)
	if row, err := s.Mention(t.Context(), "m0001"); err != nil || row.Title != "" || row.Issue != "i2" {
		t.Errorf("%+v, %v", row, err)
	}
	ids, err := s.Expired(t.Context(), t0.Add(time.Hour), 10)
	check(t, err)
	check(t, s.Blank(t.Context(), ids))
	if got := words(); len(got) != 0 {
		t.Errorf("after all: %v", got)
	}
	if ids, err := s.Expired(t.Context(), t0.Add(time.Hour), 10); err != nil || len(ids) != 0 {
		t.Errorf("still to forget: %v, %v", ids, err)
	}
}
