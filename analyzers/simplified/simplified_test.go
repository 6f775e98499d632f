package simplified_test

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"huiying/analyzers/simplified"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"":            "",
		"小區門口停電三天":    "小区门口停电三天",
		"電梯壞了，沒人維修！":  "电梯坏了，没人维修！",
		"著名的乾隆碑":      "著名的乾隆碑", // simplified texts use these, too
		"停水 abc １２３ ": "停水 abc １２３ ",
		"\xff電\xe9":   "\xff电\xe9",
	} {
		if got := simplified.Text(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestTextKeepsPlacesAndIsDoneOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.StringOf(rapid.RuneFrom([]rune("電电區区著小A，é\U00020000"))).Draw(t, "in")
		got := simplified.Text(in)
		if len(got) != len(in) || utf8.RuneCountInString(got) != utf8.RuneCountInString(in) {
			t.Fatalf("%q: %q has other places", in, got)
		}
		if again := simplified.Text(got); again != got {
			t.Fatalf("%q: first %q, then %q", in, got, again)
		}
	})
}

func FuzzText(f *testing.F) {
	f.Add("電\xe9\x9b")
	f.Fuzz(func(t *testing.T, s string) {
		if got := simplified.Text(s); len(got) != len(s) {
			t.Fatalf("%q: %q", s, got)
		}
	})
}

func BenchmarkText(b *testing.B) {
	text := "小区楼下的烧烤店每天晚上营业到凌晨，油烟和噪音严重影响休息，多次向物业反映没有解决"
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		simplified.Text(text)
	}
}
