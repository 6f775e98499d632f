package registertest

import (
	"maps"
	"testing"
	"time"

	"huiying/bus"
	"huiying/opinion"
	"huiying/register"
)

func counts(t *testing.T, b *bus.Bus, s Register) {
	ctx := t.Context()
	var fs []opinion.Finding
	for n := range 300 {
		fs = append(fs, Finding(n))
	}
	Publish(t, b, fs...)
	Publish(t, b, fs[:50]...) // again: counts once
	Seen(t, b, s)
	from, to := Start.Add(10*time.Hour), Start.Add(60*time.Hour)
	want := map[string]map[string]int{}
	add := func(by, key string) {
		if want[by] == nil {
			want[by] = map[string]int{}
		}
		if key != "" {
			want[by][key]++
		}
	}
	for _, f := range fs {
		if f.PublishedAt.Before(from) || !f.PublishedAt.Before(to) {
			continue
		}
		add(register.ByTopic, f.Topic.ID)
		add(register.ByUnit, f.Route.Lead)
		add(register.BySource, f.Source)
		add(register.ByAll, "all")
		for _, n := range []int{2, 4, 6} {
			if len(f.Division) >= n {
				add(register.ByDivision, f.Division[:n])
			}
		}
		add(register.ByDay, f.PublishedAt.In(time.FixedZone("", 8*3600)).Format(time.DateOnly))
		add(register.ByHour, f.PublishedAt.Format("2006-01-02 15"))
	}
	for by, keys := range want {
		got := map[string]int{}
		switch by {
		case register.ByDay, register.ByHour:
			series, err := s.Series(ctx, from, to, by)
			check(t, err)
			for _, c := range series {
				key := c.Time.In(time.FixedZone("", 8*3600)).Format(time.DateOnly)
				if by == register.ByHour {
					key = c.Time.Format("2006-01-02 15")
				}
				got[key] += c.N
			}
		default:
			counts, err := s.Counts(ctx, from, to, by)
			check(t, err)
			for _, c := range counts {
				got[c.Key] += c.N
			}
		}
		if !maps.Equal(got, keys) {
			t.Errorf("%s: %v, want %v", by, got, keys)
		}
	}
	if _, err := s.Counts(ctx, from, to, "author"); err == nil {
		t.Error("counted by author")
	}
	if _, err := s.Series(ctx, from, to, "author"); err == nil {
		t.Error("counted author by author")
	}
	if all, err := s.Counts(ctx, time.Time{}, time.Time{}, register.ByAll); err != nil || all[0].N != 300 {
		t.Errorf("without an end: %v, %v", all, err)
	}
}
