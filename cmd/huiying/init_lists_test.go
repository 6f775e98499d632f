package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"huiying/configs"
	"huiying/internal/cli"
)

// A list of departments and past orders propose; a person takes some, and nobody's name is in what is said.
func TestInitComparesLists(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mine")
	if _, _, err := runCommand("init", dir, "--division", "450305", "--contact", "office@example.org"); err != nil {
		t.Fatal(err)
	}
	list, orders := filepath.Join(t.TempDir(), "名单.csv"), filepath.Join(t.TempDir(), "工单.csv")
	write := func(path, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(list, "部门名称,主要职责,负责人\n教育体育局,义务教育,张三丰\n城市更新中心,房地产市场,李四\n")
	write(orders, "标题,内容,承办单位\n"+strings.Repeat("路灯不亮,七星路上的路灯坏了一个月没人修,住建局\n", 6))
	path := filepath.Join(dir, "units.yaml")
	was, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out, errOut, err := runCommand("init", dir, "--units", list, "--orders", orders)
	if err != nil {
		t.Fatalf("%v: %s", err, errOut)
	}
	for _, want := range []string{"“负责人”：可能是个人信息，丢弃", "教育体育局", "城市更新中心", "6 件", "--take"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q: %s", want, out)
		}
	}
	if strings.Contains(out, "张三丰") {
		t.Errorf("a person's name: %s", out)
	}
	if is, err := os.ReadFile(path); err != nil || !bytes.Equal(is, was) {
		t.Errorf("something was written: %v", err)
	}
	if _, _, err := runCommand("init", dir, "--units", list, "--take", "1,9"); !errors.Is(err, cli.ErrUsage) {
		t.Errorf("a number that is none: %v", err)
	}
	if out, _, err := runCommand("init", dir, "--units", list, "--orders", orders, "--take", "1-3"); err != nil {
		t.Errorf("%v %s", err, out)
	}
	cfg, err := configs.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range cfg.Units {
		switch u.ID {
		case "education-450305":
			if u.Name != "桂林市七星区教育体育局" {
				t.Errorf("called %s", u.Name)
			}
		case "housing-450305":
			if !slices.ContainsFunc(u.Topics, func(id string) bool { return strings.HasPrefix(id, "municipal_services/") }) {
				t.Errorf("in charge of %v", u.Topics)
			}
		}
	}
	if out, _, err := runCommand("check", "--config", dir); err != nil {
		t.Errorf("check: %v %s", err, out)
	}
}

// Numbers of proposals are read as people write them.
func TestChosenNumbers(t *testing.T) {
	for given, want := range map[string][]int{"": nil, "2": {2}, "1,3-4": {1, 3, 4}, "4、2 2": {4, 2}, "all": {1, 2, 3, 4}, "全部": {1, 2, 3, 4}} {
		if got, ok := chosen(given, 4); !ok || !slices.Equal(got, want) {
			t.Errorf("%q: %v, %v", given, got, ok)
		}
	}
	for _, given := range []string{"5", "0", "3-1", "x", "1-"} {
		if _, ok := chosen(given, 4); ok {
			t.Errorf("%q was taken", given)
		}
	}
}
