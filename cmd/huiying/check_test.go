package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// faulty is a configuration with a fault of every kind of place: of a value, of a key, of a list, of
// a file beside it, of an address, and of a channel.
func faulty(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"huiying.yaml": `region: "4503"
listen: nowhere
retention: soon
colour: red
places: {gazetteer: [own.csv]}
collect: {contact: "mailto:office@example.org"}
topic: {model: topics.model}
`,
		"units.yaml": `units:
  - {id: City Hall, name: 某办, division: "4503", level: city, office: true, topics: [nosie]}
`,
		"sources.yaml": `sources:
  - {id: board, name: 留言板, kind: board, by: page, url: "ftp://www.example.org/", every: 30m, division: "4503"}
`,
	} {
		write(t, filepath.Join(dir, name), text)
	}
	return dir
}

func TestFaultsAreToldInTheLanguageOfWhoCalls(t *testing.T) {
	dir := faulty(t)
	for lang, want := range map[string][]string{
		"zh-CN": {
			"huiying.yaml:2: listen 应为 主机:端口", "huiying.yaml:3: retention 的“soon”不是时长",
			"huiying.yaml:4: 这里没有“colour”这一项", "地名表“own.csv”无法读取", "模型“topics.model”无法读取，可用 huiying train 生成",
			"units.yaml:2: 编号“City Hall”只能用小写字母", "没有事项“nosie”。最接近的有",
			"url：应以 https:// 或 http:// 开头 [url]",
		},
		"en": {
			"huiying.yaml:2: listen must be host:port", `huiying.yaml:3: retention: "soon" is no length of time`,
			`there is no topic "nosie"; the nearest are: `, "url: it must begin with https:// or http:// [url]",
		},
	} {
		out, beside, err := runCommand("check", "--config", dir, "--lang", lang)
		if !errors.Is(err, errSaid) {
			t.Errorf("%s: %v", lang, err)
		}
		for _, w := range want {
			if !strings.Contains(out, w) {
				t.Errorf("%s: it does not say %q:\n%s", lang, w, out)
			}
		}
		if strings.Contains(out, "%!") || strings.Contains(out, ": fault.") {
			t.Errorf("%s: a phrase lacks its words:\n%s", lang, out)
		}
		if count := map[string]string{"zh-CN": "错误 ", "en": " faults\n"}[lang]; !strings.Contains(beside, count) {
			t.Errorf("%s: no count in %q", lang, beside)
		}
	}
}

func TestFaultsForPrograms(t *testing.T) {
	out, _, err := runCommand("check", "--config", faulty(t), "--json")
	var faults []struct {
		File, Code string
		Line       int
		Words      map[string]string
	}
	if !errors.Is(err, errSaid) {
		t.Errorf("with faults: %v", err)
	}
	if err := json.Unmarshal([]byte(out), &faults); err != nil || len(faults) < 8 {
		t.Fatalf("%v of %s", err, out)
	}
	for _, f := range faults {
		if f.File == "" || f.Code == "" || f.Words["zh-CN"] == "" || f.Words["en"] == "" {
			t.Errorf("%+v", f)
		}
	}
	if out, _, err := runCommand("check", "--json"); err != nil || out != "[]\n" {
		t.Errorf("without: %v, %q", err, out)
	}
}

// Files beside the configuration that cannot be used are faults among the others, in words as well.
func TestFaultsOfFilesBesideAreTold(t *testing.T) {
	dir := t.TempDir()
	if out, beside, err := runCommand("init", dir, "--division", "450305", "--contact", "mailto:a@example.org"); err != nil {
		t.Fatalf("%v: %s%s", err, out, beside)
	}
	b, err := os.ReadFile(filepath.Join(dir, "huiying.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "huiying.yaml"), string(b)+"\nplaces: {gazetteer: [own.csv]}\ntopic: {model: topics.model}\n")
	write(t, filepath.Join(dir, "own.csv"), "name,kind,code\n市二中,castle,4503\n")
	write(t, filepath.Join(dir, "topics.model"), "no model")
	out, _, err := runCommand("check", "--config", dir)
	for _, want := range []string{"own.csv：第 2 行：类别“castle”不在下列之中", "模型“topics.model”：文件不是这种模型，请用“huiying train”生成 [model]"} {
		if !errors.Is(err, errSaid) || !strings.Contains(out, want) {
			t.Errorf("%v; it does not say %q:\n%s", err, want, out)
		}
	}
	write(t, filepath.Join(dir, "own.csv"), "name,kind,code\n市二中,school,999999\n")
	if out, _, _ := runCommand("check", "--config", dir); !strings.Contains(out, "own.csv：第 2 行：市二中 所在的“999999”不是行政区划") {
		t.Errorf("a division that is not there: %s", out)
	}
}
