package settings

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/configs"
	"huiying/console/kit"
	"huiying/internal/testregion"
)

func storeOn(t *testing.T, log *bus.Bus) *Store {
	return New(Parts{Log: log, Base: testregion.Config(t), Now: time.Now})
}

func logFor(t *testing.T) *bus.Bus {
	t.Helper()
	log := bustest.Start(t)
	if err := log.EnsureStreams(t.Context(), bus.Streams(180*24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	return log
}

// with is files with one replacement.
func with(t *testing.T, f configs.Files, name, from, to string) configs.Files {
	t.Helper()
	out := configs.Files{}
	for n, text := range f {
		out[n] = text
	}
	if !strings.Contains(out[name], from) {
		t.Fatalf("%s has no %q", name, from)
	}
	out[name] = strings.Replace(out[name], from, to, 1)
	return out
}

func code(err error) string {
	var e *kit.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// The files lead until the first change; then the log does, for every process, and what was before is
// a version too, to come back to.
func TestTheLogLeadsAfterTheFirstChange(t *testing.T) {
	log, ctx := logFor(t), t.Context()
	s := storeOn(t, log)
	v, files, err := s.Current(ctx)
	if err != nil || v.Number != 0 || len(files) != 7 {
		t.Fatalf("%+v %d %v", v, len(files), err)
	}
	changed := with(t, files, "units.yaml", "\nunits:", "\n# 注：由县里改\nunits:")
	v, faults, err := s.Change(ctx, Change{By: "li", Reason: "试", Files: changed})
	if err != nil || len(faults) > 0 || v.Number != 1 {
		t.Fatalf("%+v %v %v", v, faults, err)
	}
	other := storeOn(t, log)
	now, got, err := other.Current(ctx)
	if err != nil || now.Number != 1 || now.By != "li" || now.Reason != "试" || !got.Same(changed) {
		t.Errorf("another process: %+v %v", now, err)
	}
	if _, faults, err = other.Undo(ctx, "wang", "不要", 1, 0); err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	now, got, err = s.Current(ctx)
	if err != nil || now.Number != 2 || now.Restores == nil || *now.Restores != 0 || !got.Same(files) {
		t.Errorf("taken back: %+v %v", now, err)
	}
	if all, err := s.Versions(ctx); err != nil || len(all) != 3 || all[0].Number != 2 || all[2].By != "files" {
		t.Errorf("%+v %v", all, err)
	}
	if _, old, err := s.Version(ctx, 1); err != nil || !old.Same(changed) {
		t.Error("version 1 is not what was stored", err)
	}
	if _, _, err := s.Version(ctx, 9); code(err) != "no_version" {
		t.Error(err)
	}
}

// What has a fault, no reason, no difference, or was made on an older version changes nothing.
func TestARefusedChangeChangesNothing(t *testing.T) {
	log, ctx := logFor(t), t.Context()
	s := storeOn(t, log)
	_, files, err := s.Current(ctx)
	if err != nil {
		t.Fatal(err)
	}
	good := with(t, files, "units.yaml", "\nunits:", "\n# x\nunits:")
	for name, c := range map[string]Change{
		"settings_no_reason": {Files: good}, "settings_nothing": {Reason: "r", Files: files},
		"settings_stale": {Reason: "r", Expected: 3, Files: good}} {
		if _, _, err := s.Change(ctx, c); code(err) != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	bad := with(t, with(t, files, "units.yaml", "\nunits:", "\nunit:"), "sources.yaml", "sources:", "source:")
	if _, faults, err := s.Change(ctx, Change{Reason: "r", Files: bad}); err != nil || len(faults) == 0 {
		t.Errorf("%v %v", faults, err)
	}
	if n, err := log.Count(ctx, stream); n != 0 || err != nil {
		t.Errorf("%d versions, %v", n, err)
	}
}

// Of all who change the same version at once, one does, and every other is told; nothing is lost.
func TestTwoAtOnceLoseNothing(t *testing.T) {
	log, ctx := logFor(t), t.Context()
	_, files, err := storeOn(t, log).Current(ctx)
	if err != nil {
		t.Fatal(err)
	}
	const many = 5
	var all sync.WaitGroup
	done := make([]error, many)
	for i := range many {
		s, mine := storeOn(t, log), with(t, files, "units.yaml", "\nunits:", "\n"+strings.Repeat("#", i+1)+"\nunits:")
		all.Go(func() {
			_, _, done[i] = s.Change(ctx, Change{By: "x", Reason: "r", Files: mine})
		})
	}
	all.Wait()
	did := 0
	for _, err := range done {
		if err == nil {
			did++
		} else if code(err) != "settings_stale" {
			t.Error(err)
		}
	}
	if n, err := log.Count(ctx, stream); did != 1 || n != 2 || err != nil {
		t.Errorf("%d did, %d versions, %v", did, n, err)
	}
}
