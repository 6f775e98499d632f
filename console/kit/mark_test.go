package kit

import (
	"html/template"
	"strings"
	"testing"
	"time"

	"huiying/opinion"
)

func TestWordsAreMarked(t *testing.T) {
	v := Plain("zh", time.Time{})
	cut := func(s string) []string { return []string{"停水", "示例"} }
	for _, c := range []struct{ q, text, want string }{
		{`停水`, "示例小区停水三天", "<mark>示例</mark>小区<mark>停水</mark>三天"},
		{`“停水三天” -小区`, "示例小区停水三天", "示例小区<mark>停水三天</mark>"},
		{`ABC`, "x abc <b>Abc</b>", "x <mark>abc</mark> &lt;b&gt;<mark>Abc</mark>&lt;/b&gt;"},
		{`a`, "banana", "banana"},
		{``, "<i>", "&lt;i&gt;"},
	} {
		use := cut
		if c.q != "停水" {
			use = nil
		}
		if got := string(v.Mark(c.text, TermsOf(c.q, use))); got != c.want {
			t.Errorf("%q in %q: %s, want %s", c.q, c.text, got, c.want)
		}
	}
	long := strings.Repeat("前", 300) + "停水" + strings.Repeat("后", 300)
	if got := string(v.Snippet(long, []Term{{Word: "停水"}}, 80)); !strings.Contains(got, "<mark>停水</mark>") || !strings.HasPrefix(got, "…") || !strings.HasSuffix(got, "…") {
		t.Errorf("snippet %s", got)
	}
}

// What a word is evidence of is seen by its mark, and explained once below the text.
func TestEvidenceIsMarkedByItsKind(t *testing.T) {
	f := opinion.Finding{Topic: opinion.TopicFinding{Evidence: []string{"停水", "<b>"}},
		Severity:  opinion.SeverityFinding{Evidence: []string{"停水", "三天"}},
		Territory: &opinion.Territory{Evidence: []string{"示例区"}}}
	v := Plain("zh", time.Time{})
	text, terms := "示例区停水三天", Terms(f)
	want := `<mark class="mark-place" title="地点">示例区</mark><mark class="mark-topic" title="领域事项">停水</mark>` +
		`<mark class="mark-severity" title="等级">三天</mark>`
	if got := string(v.Mark(text, terms)); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := string(v.Legend("停水", terms)); got != ` <mark class="mark-topic">领域事项</mark>` {
		t.Errorf("legend %s", got)
	}
	if got := v.Legend("别的", terms); got != "" {
		t.Errorf("legend of a text without evidence: %s", got)
	}
}

func FuzzMark(f *testing.F) {
	f.Add("停水三天", "示例小区停水三天", 20)
	f.Add(`"a b" -c`, "A B c İstanbul", 3)
	f.Fuzz(func(t *testing.T, q, text string, n int) {
		v := Plain("zh", time.Time{})
		terms := TermsOf(q, nil)
		marked := string(v.Mark(text, terms))
		bare := strings.NewReplacer("<mark>", "", "</mark>", "").Replace(marked)
		if want := template.HTMLEscapeString(text); bare != want {
			t.Errorf("marking changed the text: %q, want %q", bare, want)
		}
		_ = v.Snippet(text, terms, n%200)
	})
}
