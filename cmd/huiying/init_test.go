package main

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/configs"
	"huiying/internal/cli"
)

// One command makes a directory that check wants, and says what to do with it; it never writes where
// something is.
func TestInitMakesAPlace(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mine")
	args := []string{dir, "--division", "桂林市七星区", "--contact", "office@example.org", "--record", "桂ICP备05000000号"}
	out, errOut, err := runCommand("init", args...)
	if err != nil {
		t.Fatalf("%v: %s", err, errOut)
	}
	for _, want := range []string{"桂林市七星区", "huiying check --config " + dir, "huiying serve --config " + dir, "一次性密码"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q: %s", want, out)
		}
	}
	if out, errOut, err := runCommand("check", "--config", dir); err != nil || !strings.HasPrefix(out, "通过：") {
		t.Errorf("check: %v, %q, %q", err, out, errOut)
	}
	was, err := os.ReadFile(filepath.Join(dir, "units.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := runCommand("init", args...); !errors.Is(err, cli.ErrUsage) || !strings.Contains(err.Error(), dir) {
		t.Errorf("a directory that is not empty: %v", err)
	}
	if is, err := os.ReadFile(filepath.Join(dir, "units.yaml")); err != nil || !bytes.Equal(is, was) {
		t.Errorf("it was changed: %v", err)
	}
	out, _, err = runCommand("init", filepath.Join(t.TempDir(), "en"), "--lang", "en", "--division", "450305",
		"--contact", "https://www.example.org/contact")
	if err != nil || !strings.Contains(out, "one-time password") {
		t.Errorf("in English: %v, %q", err, out)
	}
}

// What cannot be asked, because nobody is there, is said as wrong use, and nothing is written.
func TestInitSaysWhatIsMissing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mine")
	for name, x := range map[string]struct {
		args []string
		want []string
	}{
		"no place":      {[]string{"--contact", "a@example.org"}, []string{"--division"}},
		"several":       {[]string{"--division", "朝阳区", "--contact", "a@example.org"}, []string{"110105", "北京市朝阳区", "220104", "吉林省长春市朝阳区"}},
		"none":          {[]string{"--division", "七里区", "--contact", "a@example.org"}, []string{"七里河区"}},
		"elsewhere":     {[]string{"--division", "台北市", "--contact", "a@example.org"}, []string{"台北市"}},
		"no contact":    {[]string{"--division", "450305"}, []string{"--contact"}},
		"a bad contact": {[]string{"--division", "450305", "--contact", "call us"}, []string{"https://"}},
		"a bad code":    {[]string{"--division", "450305", "--contact", "a@example.org", "--site", "12"}, []string{"10"}},
		"two places":    {[]string{dir + "2", "--division", "450305"}, []string{"one directory"}},
	} {
		_, _, err := runCommand("init", append([]string{dir}, x.args...)...)
		if !errors.Is(err, cli.ErrUsage) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, want := range x.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %q", name, err, want)
			}
		}
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something was written: %v", err)
	}
}

// Who types is asked for what is missing, an ambiguous name with all that it can mean.
func TestInitAsks(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mine")
	var out, asked bytes.Buffer
	o := initOptions{dir: dir, lang: "zh", ask: cli.NewAsker(strings.NewReader("七里\n朝阳区\n2\n打电话\nhotline@example.org\n"+
		"\n桂ICP备1号，桂公网安备2号\n12\n2201040001\n"), &asked)}
	if err := o.run(t.Context(), &out); err != nil {
		t.Fatalf("%v\n%s", err, &asked)
	}
	cfg, err := configs.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Region != "220104" || cfg.Collect.Contact != "mailto:hotline@example.org" || cfg.Units[0].Name != "长春市朝阳区人民政府办公室" ||
		len(cfg.Site.Records) != 2 || cfg.Site.Code != "2201040001" {
		t.Errorf("%s %s %s %+v\n%s", cfg.Region, cfg.Collect.Contact, cfg.Units[0].Name, cfg.Site, &asked)
	}
	if !strings.Contains(asked.String(), "  2  220104  吉林省长春市朝阳区") {
		t.Errorf("asked %s", &asked)
	}
	o = initOptions{dir: filepath.Join(t.TempDir(), "none"), lang: "zh", ask: cli.NewAsker(strings.NewReader("朝阳区\n"), &asked)}
	if err := o.run(t.Context(), &out); !errors.Is(err, cli.ErrUsage) {
		t.Errorf("nobody answers any more: %v", err)
	}
}

// A list and an emblem can come with the first question; what is no picture stops it before anything is
// written.
func TestInitTakesAListAndAnEmblem(t *testing.T) {
	dir, files := filepath.Join(t.TempDir(), "mine"), t.TempDir()
	list, emblem, bad := filepath.Join(files, "list.csv"), filepath.Join(files, "e.png"), filepath.Join(files, "e.svg")
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 40))); err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string][]byte{list: []byte("部门名称,主要职责\n城市更新中心,房地产市场\n"), emblem: b.Bytes(), bad: []byte("<svg/>")} {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	args := []string{dir, "--division", "450305", "--contact", "office@example.org", "--units", list, "--take", "all"}
	if _, _, err := runCommand("init", append(args, "--emblem", bad)...); !errors.Is(err, cli.ErrUsage) {
		t.Errorf("no picture: %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something was written: %v", err)
	}
	if out, _, err := runCommand("init", append(args, "--emblem", emblem)...); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	cfg, err := configs.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if drawn, err := cfg.Emblem(); err != nil || len(drawn) == 0 || cfg.Units[len(cfg.Units)-1].Name != "桂林市七星区城市更新中心" {
		t.Errorf("made %v, %d, %v", cfg.Units[len(cfg.Units)-1], len(drawn), err)
	}
}
