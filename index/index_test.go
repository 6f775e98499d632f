package index

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"huiying/opinion"
)

// two cuts a text into pairs of characters, so that what is cut can be told from what is not.
func two(s string) []string {
	var out []string
	rs := []rune(s)
	for len(rs) > 0 {
		n := min(2, len(rs))
		out, rs = append(out, string(rs[:n])), rs[n:]
	}
	return out
}

func TestParse(t *testing.T) {
	l := func(s ...string) []string { return s }
	for in, want := range map[string]Terms{
		"":             {},
		"  ，。！":        {},
		"路灯":           {Words: l("路灯")},
		"路灯坏了":         {Words: l("路灯", "坏了")},
		"路灯 路灯":        {Words: l("路灯")},
		`"路灯坏了"`:       {Phrases: [][]string{l("路灯", "坏了")}},
		`“路灯坏了”`:       {Phrases: [][]string{l("路灯", "坏了")}},
		`「路灯坏了」桥梁`:     {Phrases: [][]string{l("路灯", "坏了")}, Words: l("桥梁")},
		`"路灯"`:         {Words: l("路灯")}, // a phrase of one token is a word
		`"路灯坏了`:        {Phrases: [][]string{l("路灯", "坏了")}},
		"-路灯":          {Not: [][]string{l("路灯")}},
		"桥梁 －路灯坏了":     {Words: l("桥梁"), Not: [][]string{l("路灯", "坏了")}},
		`-"路灯坏了" 桥梁`:   {Words: l("桥梁"), Not: [][]string{l("路灯", "坏了")}},
		"-":            {},
		"- 路灯":         {Words: l("路灯")},
		"ＡＢ":           {Words: l("ab")},
		"a-b":          {Words: l("a-", "b")},
		"路\x00灯":       {Words: l("路灯")},
		`""`:           {},
		`路灯"坏了三天"桥梁`:   {Words: l("路灯", "桥梁"), Phrases: [][]string{l("坏了", "三天")}},
		"OR 路灯 AND -桥": {Words: l("or", "路灯", "an", "d"), Not: [][]string{l("桥")}},
	} {
		got := Parse(in, two)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q\n got %+v\nwant %+v", in, got, want)
		}
		if got.Empty() != reflect.DeepEqual(got, Terms{}) {
			t.Errorf("%q: Empty is %t", in, got.Empty())
		}
	}
	if got := Parse("路灯 坏了", nil); !slices.Equal(got.Words, l("路灯", "坏了")) {
		t.Errorf("without a cutter: %+v", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`"a b" -c`, "“路灯” －坏", `"""`, "--\"", "路\xff灯", strings.Repeat("a ", 600)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Parse(s, two)
		if n := len(got.Words) + len(got.Phrases) + len(got.Not); n > 2*maxTerms {
			t.Fatalf("%d terms", n)
		}
		all := append(slices.Concat(got.Phrases...), slices.Concat(got.Not...)...)
		for _, w := range append(all, got.Words...) {
			if w == "" || !utf8.ValidString(w) || strings.IndexFunc(w, unicode.IsSpace) >= 0 || strings.IndexFunc(w, isWord) < 0 {
				t.Fatalf("%q gives the token %q", s, w)
			}
		}
	})
}

// What an engine stores and what it is asked for must be the same, whoever folds first.
func TestTokensAreStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.String()).Draw(t, "words")
		once := Tokens(words)
		if again := Tokens(once); !slices.Equal(again, once) {
			t.Fatalf("%q -> %q -> %q", words, once, again)
		}
	})
	if once := Tokens([]string{"Ὰ\u0345"}); !slices.Equal(Tokens(once), once) { // lowered, its marks join it
		t.Errorf("%q", once)
	}
	got := Tokens([]string{"路灯", "，", " ", "WiFi", "5Ｇ", "a b", strings.Repeat("x", 100), strings.Repeat("长", 100)})
	if want := []string{"路灯", "wifi", "5g", "a", "b"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestWithinAndTopics(t *testing.T) {
	for _, c := range []struct {
		f    opinion.Finding
		want []string
	}{
		{opinion.Finding{}, nil},
		{opinion.Finding{Territory: &opinion.Territory{Code: "430104", Confidence: 0.9, Path: []string{"43", "4301", "430104"}}}, []string{"43", "4301", "430104"}},
		{opinion.Finding{Territory: &opinion.Territory{Code: "430104", Confidence: 0.9, Path: []string{"43", "4301"}}}, []string{"43", "4301", "430104"}},
		{opinion.Finding{Territory: &opinion.Territory{Code: "430104001", Confidence: 0.9}}, []string{"43", "4301", "430104", "430104001"}},
		{opinion.Finding{Mention: mention(t, "4301"), Territory: &opinion.Territory{Code: "440305", Confidence: 0.2}}, []string{"43", "4301"}}, // a guess is not filtered by
		{opinion.Finding{Mention: mention(t, "4301")}, []string{"43", "4301"}},
		{opinion.Finding{Mention: mention(t, "X0A03")}, []string{"X0A03"}}, // a configured table's code: only its own parent column tells what it lies in
	} {
		if got := Within(c.f); !slices.Equal(got, c.want) {
			t.Errorf("%v, want %v", got, c.want)
		}
	}
	for id, want := range map[string][]string{"": nil, "a": {"a"}, "a/b": {"a/b", "a"}, "a/b/c": {"a/b/c", "a/b", "a"}} {
		if got := Topics(opinion.Finding{Topic: opinion.TopicFinding{ID: id}}); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", id, got, want)
		}
	}
}

func mention(t *testing.T, division string) opinion.Mention {
	m, err := opinion.NewMention(opinion.Draft{Source: "s", Text: "x", Division: division, PublishedAt: time.Unix(1, 5e6)})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestCursor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Cursor{Moment: rapid.Int64().Draw(t, "moment"), ID: "x" + rapid.StringN(0, 40, 100).Draw(t, "id")}
		back, ok, err := ParseCursor(c.String())
		if err != nil || !ok || back != c {
			t.Fatalf("%+v -> %+v %t %v", c, back, ok, err)
		}
	})
	if _, ok, err := ParseCursor(""); ok || err != nil {
		t.Error("an empty cursor is the first page")
	}
	for _, s := range []string{"x", "\x00", "MS4", "LngK"} {
		if _, _, err := ParseCursor(s); !errors.Is(err, ErrCursor) {
			t.Errorf("%q: %v", s, err)
		}
	}
	if got := Moment(opinion.Finding{Mention: mention(t, "")}); got != 1005 {
		t.Error(got)
	}
}

func TestLimit(t *testing.T) {
	for size, want := range map[int]int{-1: DefaultSize, 0: DefaultSize, 7: 7, 1 << 30: MaxSize} {
		if got := (Query{Size: size}).Limit(); got != want {
			t.Errorf("%d: %d", size, got)
		}
	}
}
