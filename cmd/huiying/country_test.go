package main

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"huiying/analyzers/territory"
	"huiying/app"
	"huiying/configs"
	"huiying/configs/usual"
	"huiying/internal/flowtest"
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
	all := usual.All(places)
	if flowtest.Race || testing.Short() {
		all = slices.Concat(all[100:110], all[2000:2010])
	}
	began := time.Now()
	var next, made, units atomic.Int64
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(all); i = next.Add(1) - 1 {
				files, err := usual.Make(places, org,
					usual.Office{Division: all[i].Code, Contact: "mailto:office@example.org"})
				if errors.Is(err, usual.ErrElsewhere) {
					continue
				}
				if err != nil {
					t.Errorf("%s: %v", all[i].Code, err)
					continue
				}
				dir := fstest.MapFS{}
				for _, f := range files {
					dir[f.Name] = &fstest.MapFile{Data: f.Text}
				}
				cfg, err := configs.LoadFS(dir)
				faults, err := app.Faults(cfg, err)
				if err != nil || len(faults) > 0 {
					t.Errorf("%s: %v %v", all[i].Code, err, faults[:min(3, len(faults))])
					continue
				}
				made.Add(1)
				units.Add(int64(len(cfg.Units)))
			}
		})
	}
	both.Wait()
	if n := made.Load(); n < 3200 && len(all) > 3200 {
		t.Errorf("only %d places", n)
	}
	t.Logf("%d places, %d units in %s", made.Load(), units.Load(), time.Since(began).Round(time.Second/10))
}
