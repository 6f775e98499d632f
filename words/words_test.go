package words

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestEveryLanguageSaysEverything(t *testing.T) {
	if err := Check(); err != nil {
		t.Fatal(err)
	}
	if l := Languages(); len(l) < 2 || l[0] != First {
		t.Errorf("languages: %v", l)
	}
}

func TestSayAndPick(t *testing.T) {
	for _, c := range []struct{ lang, want string }{{"zh-CN", "共 3 个议题"}, {"zh", "共 3 个议题"}, {"en", "Issues: 3"}, {"en-GB", "Issues: 3"}, {"", "共 3 个议题"}, {"xx", "共 3 个议题"}} {
		if got := Say(c.lang, "issues.total", "3"); got != c.want {
			t.Errorf("in %q: %q, want %q", c.lang, got, c.want)
		}
	}
	if got := Say("en", "no.such.key"); got != "no.such.key" {
		t.Errorf("an unknown key is said as %q", got)
	}
	for _, c := range []struct {
		want   string
		wishes []string
	}{{"en", []string{"", "xx", "en"}}, {"zh-CN", []string{"zh", "en"}}, {First, []string{"<script>", "fr"}}, {First, nil}} {
		if got := Pick(c.wishes...); got != c.want {
			t.Errorf("of %q came %q, want %q", c.wishes, got, c.want)
		}
	}
}

func TestCountedPhrasesHaveTheFormsOfTheirLanguage(t *testing.T) {
	for _, c := range []struct {
		lang string
		n    int
		want string
	}{{"en", 1, "1 independent report"}, {"en", 3, "3 independent reports"}, {"zh-CN", 1, "独立反映1次"}, {"en", 0, "0 independent reports"}} {
		if got := OfCount("brief.reports", c.n, c.n).In(c.lang); got != c.want {
			t.Errorf("%d in %s: %q, want %q", c.n, c.lang, got, c.want)
		}
	}
	if got := Say("en", "brief.when.span", Of("brief.the.week"), "b"); got != "From that week to b" {
		t.Errorf("a phrase in a phrase: %q", got)
	}
}

func TestGapsAreNamed(t *testing.T) {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	whole := fstest.MapFS{
		"zh-CN/a.yaml": file("sum: \"共 %d 件\"\nnav: \"菜单\"\nnav.two: \"%s 的 %d 件\"\n"),
		"bo/a.yaml":    file("nav: \"x\"\nsum: \"%d x\"\nnav.two: \"%[2]d x %[1]s\"\n"),
	}
	c, err := read(whole, "zh-CN")
	if err != nil || len(c.languages) != 2 || len(c.keys) != 3 || c.by["bo"]["nav.two"] != "%[2]d x %[1]s" {
		t.Fatalf("a language more: %v, %+v", err, c)
	}
	for name, bo := range map[string]string{
		"words/bo has no sum":                                        "nav: \"x\"\nnav.two: \"%s %d\"",
		"words/bo: three is not in zh-CN":                            "nav: \"x\"\nsum: \"%d\"\nnav.two: \"%s %d\"\nthree: \"x\"",
		"words/bo: sum takes the arguments map[1:s], in zh-CN map[1": "nav: \"x\"\nsum: \"%s\"\nnav.two: \"%s %d\"",
		"words/bo: nav.two takes the arguments":                      "nav: \"x\"\nsum: \"%d\"\nnav.two: \"%d %s\"",
		"words/bo/a.yaml: sum is empty":                              "nav: \"x\"\nsum: \" \"\nnav.two: \"%s %d\"",
		"words/bo/b.yaml: nav stands in a.yaml too":                  "nav: \"x\"\nsum: \"%d\"\nnav.two: \"%s %d\"",
	} {
		broken := fstest.MapFS{"zh-CN/a.yaml": whole["zh-CN/a.yaml"], "bo/a.yaml": file(bo)}
		if strings.Contains(name, "b.yaml") {
			broken["bo/b.yaml"] = file("nav: \"y\"\n")
		}
		if _, err := read(broken, "zh-CN"); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("want %q, got %v", name, err)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		if _, err := read(files, First); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSay(b *testing.B) {
	for b.Loop() {
		Say("zh-CN", "issues.total", "3")
	}
}
