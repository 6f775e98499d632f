package pattern_test

import (
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"

	"huiying/internal/pattern"
)

// patterns are of every kind that a program can hold.
var patterns = []string{
	`ICP备|版权所有|(?i:copyright)|主办单位\s*[:：].*(承办|主管)|^(?:主办|承办)(?:单位)?\s*[:：].{2,40}$`,
	`(?:^|[^\d])(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?`,
	`(?i)\b(?:jan|feb|sept?)[a-z]*\.?\s+\d{1,2}(?:st|nd)?\b`, `\Bb\B|^$`, `(?m)^来信$`, `[^\x00-\x{10FFFF}]`, ``,
	`止$`, `^(?:来信|留言)+的?(?:标题|主题)$`, `(?s)a.{0,3}b`, `a.{0,3}b`, `[（(][^（）()。]{0,60}[）)]`, `k|ſ|(?i:k)`,
	`\x{1F600}+|[\x{20000}-\x{2A6DF}]`, `\z`, `^`, `(?:a|b|ab)*?c`, `.*答.*$`, `\d\s*[:时点]`,
}

var texts = []string{
	"", "a", "来信\n", "x\n来信\ny", "2026-03-04 10:00 发布", "主办单位：某市 承办单位：某局", "主办：某某办公室", "COPYRIGHT", "止",
	"Sept 4th", "xSept 4", "来信的标题", "来信留言主题", "来信标题。", "a\nb", "a12b", "a123b", "a1234b", "（记者 张三）", "（记者", "abbaabc",
	"\xff\xfe来\xe6", "😀", "𠀀", "K", "ſ", "12:00", "12 点", "答", "abc", "bbb",
}

func TestTheSameAnswersAsRegexp(t *testing.T) {
	for _, p := range patterns {
		for _, s := range texts {
			compare(t, p, s)
		}
	}
}

// compare holds all that a pattern answers to what regexp does.
func compare(t *testing.T, p, s string) {
	t.Helper()
	re, ours := regexp.MustCompile(p), pattern.MustCompile(p)
	for range 2 { // with states made, and with states met
		for _, x := range []struct {
			what        string
			mine, other any
		}{
			{"match", ours.MatchString(s), re.MatchString(s)},
			{"submatch", ours.FindStringSubmatch(s), re.FindStringSubmatch(s)},
			{"submatch at", ours.FindStringSubmatchIndex(s), re.FindStringSubmatchIndex(s)},
			{"all at", ours.FindAllStringIndex(s, -1), re.FindAllStringIndex(s, -1)},
			{"split", ours.Split(s, 3), re.Split(s, 3)},
			{"all", ours.FindAllStringSubmatch(s, 2), re.FindAllStringSubmatch(s, 2)},
			{"replaced", ours.ReplaceAllString(s, "$0-"), re.ReplaceAllString(s, "$0-")},
			{"replaced by", ours.ReplaceAllStringFunc(s, strings.ToUpper),
				re.ReplaceAllStringFunc(s, strings.ToUpper)},
		} {
			if !reflect.DeepEqual(x.mine, x.other) {
				t.Errorf("%s of %q in %q: %v, regexp %v", x.what, p, s, x.mine, x.other)
			}
		}
	}
}

// TestStatesThatGetTooMany asks a pattern that remembers which of the last 14 characters were an a.
func TestStatesThatGetTooMany(t *testing.T) {
	const p = `a.{14}b`
	re, ours := regexp.MustCompile(p), pattern.MustCompile(p)
	var all sync.WaitGroup
	for seed := range uint32(8) {
		all.Go(func() {
			bits := seed + 1
			for range 200 {
				var s strings.Builder
				for range 100 {
					bits = bits*1664525 + 1013904223
					s.WriteByte("aacdefgh"[bits>>29])
				}
				if s.WriteString("ab"); ours.MatchString(s.String()) != re.MatchString(s.String()) {
					t.Errorf("%q: regexp says %v", s.String(), re.MatchString(s.String()))
				}
			}
		})
	}
	all.Wait()
}

func FuzzTheSameAnswersAsRegexp(f *testing.F) {
	for i, p := range patterns {
		f.Add(p, texts[i%len(texts)])
	}
	f.Fuzz(func(t *testing.T, p, s string) {
		if _, err := regexp.Compile(p); err != nil || len(p) > 60 || len(s) > 200 {
			t.Skip()
		}
		compare(t, p, s)
	})
}
