package main

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"huiying/analyzers/territory"
	"huiying/configs"
	"huiying/configs/usual"
	"huiying/internal/flowtest"
	"huiying/opinion"
)

// What `init` makes is what `check` wants, in every province, city and county of the country (of which
// the race detector sees a few).
func TestEveryPlaceOfTheCountryCanBeMade(t *testing.T) {
	places, err := territory.National()
	if err != nil {
		t.Fatal(err)
	}
	org, err := usual.Organisation()
	if err != nil {
		t.Fatal(err)
	}
	codes := mainland(places)
	if len(codes) < 3200 {
		t.Fatalf("only %d places", len(codes))
	}
	if flowtest.Race || testing.Short() {
		codes = slices.Concat(codes[100:110], codes[2000:2010])
	}
	began := time.Now()
	var next, units atomic.Int64
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(codes); i = next.Add(1) - 1 {
				files, err := usual.Make(places, org, usual.Office{Division: codes[i], Contact: "mailto:office@example.org"})
				if err != nil {
					t.Errorf("%s: %v", codes[i], err)
					continue
				}
				dir := fstest.MapFS{}
				for _, f := range files {
					dir[f.Name] = &fstest.MapFile{Data: f.Text}
				}
				cfg, err := configs.LoadFS(dir)
				faults, err := faultsOf(cfg, err)
				if err != nil || len(faults) > 0 {
					t.Errorf("%s: %v %v", codes[i], err, faults[:min(3, len(faults))])
					continue
				}
				units.Add(int64(len(cfg.Units)))
			}
		})
	}
	all.Wait()
	t.Logf("%d places, %d units in %s", len(codes), units.Load(), time.Since(began).Round(time.Second/10))
}

// mainland are the codes of all provinces, cities and counties that the usual organisation is about.
func mainland(places *territory.Table) (out []string) {
	var down func(code string)
	down = func(code string) {
		for _, c := range places.Children(code) {
			if d, _ := places.Division(c); d.Level == opinion.Township || c == "71" || c == "81" || c == "82" {
				continue
			}
			out = append(out, c)
			down(c)
		}
	}
	down("")
	return out
}
