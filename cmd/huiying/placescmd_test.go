package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/app/judging"
	"huiying/internal/testregion"
)

// An office learns its places from past orders, sees them, they speak, and one is taken back.
func TestPlacesAreLearnedShownAndTakenBack(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	if err := testregion.Write(dir); err != nil {
		t.Fatal(err)
	}
	var orders strings.Builder
	for i := range 8 {
		line, err := json.Marshal(map[string]any{"id": fmt.Sprint(i), "unit": "城管局", "district": "雁浦县",
			"text": fmt.Sprintf("第%d次反映，翠屏大道的路灯不亮。", i)})
		if err != nil {
			t.Fatal(err)
		}
		orders.Write(append(line, '\n'))
	}
	past := write("past.jsonl", orders.String())
	learn := func() string {
		t.Helper()
		learned := filepath.Join(dir, "learned.csv")
		if _, errOut, err := runCommand("places", "learn", past, "--config", dir, "--out", learned); err != nil {
			t.Fatalf("%v: %s", err, errOut)
		}
		b, err := os.ReadFile(learned)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if got := learn(); got != "name,kind,code,orders,share\n翠屏大道,road,980122,8,1.00\n" {
		t.Fatalf("learned %q", got)
	}
	main := filepath.Join(dir, "huiying.yaml")
	b, err := os.ReadFile(main)
	if err != nil {
		t.Fatal(err)
	}
	write("own.csv", "name,kind,code\n")
	write("huiying.yaml", strings.Replace(string(b), "[places.csv]",
		"[places.csv]\n  gazetteer: [learned.csv, own.csv]", 1))
	if out, _, err := runCommand("places", "list", "翠屏", "--config", dir); err != nil ||
		!strings.Contains(out, "翠屏大道") || !strings.Contains(out, "道路") || !strings.Contains(out, "雁浦县") {
		t.Errorf("list: %v, %q", err, out)
	}
	if out, _, err := runCommand("places", "list", "--lang", "en", "--config", dir); err != nil ||
		!strings.Contains(out, "road") {
		t.Errorf("list in English: %v, %q", err, out)
	}
	_, j, err := judging.For(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if got := j.Places.Judge("", "翠屏大道又停电了", "98"); got == nil || got.Code != "980122" {
		t.Errorf("the learned road says %+v", got)
	}
	write("own.csv", "name,kind,code\n翠屏大道,blocked,\n")
	if got := learn(); strings.Contains(got, "翠屏大道") {
		t.Errorf("what was taken back is learned again: %q", got)
	}
	write("own.csv", "name,kind,code\n翠屏大道,road,4301\n")
	out, _, err := runCommand("check", "--config", dir, "--lang", "en")
	if err == nil || !strings.Contains(out, "own.csv: line 2") {
		t.Errorf("check says %q, %v of a division that is not there", out, err)
	}
}
