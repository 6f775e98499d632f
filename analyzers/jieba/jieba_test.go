package jieba

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"huiying/opinion"
)

// one handle serves all tests.
var shared = sync.OnceValue(func() *Jieba {
	dir, err := os.MkdirTemp("", "jieba-test")
	if err != nil {
		panic(err)
	}
	j, err := Open(dir)
	if err != nil {
		panic(err)
	}
	if err := j.Load(); err != nil {
		panic(err)
	}
	os.RemoveAll(dir) // the files are read once, at loading
	return j
})

func TestCut(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"小区物业乱收费", []string{"小区", "物业", "乱收费"}},
		{"电梯坏了，无人管", []string{"电梯", "坏", "了", ",", "无人管"}},
		{"ＡＢＣ１２３路公交", []string{"abc123", "路", "公交"}},
		{"iPhone", []string{"iphone"}},
		{"", nil},
	} {
		if got := shared().Cut(c.text); !slices.Equal(got, c.want) {
			t.Errorf("Cut(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestCutForSearchAddsShorterWords(t *testing.T) {
	got := shared().CutForSearch("农村合作医疗")
	for _, w := range []string{"农村", "合作医疗"} {
		if !slices.Contains(got, w) {
			t.Errorf("CutForSearch = %q, lacks %q", got, w)
		}
	}
}

// texts that gojieba alone loses or mangles, and others at the edge.
var edges = map[string]string{
	"invalid byte in the middle": "小区\xff停水三天",
	"truncated character":        "小区停水\xe4\xb8",
	"NUL in the middle":          "小区\x00停水三天",
	"only NUL":                   "\x00",
	"emoji of four bytes":        "路灯坏了😡请修👨‍👩‍👧谢谢",
	"rare character beyond BMP":  "𠮷野家门口积水",
	"full width":                 "拨打１２３４５，Ｗｉ－Ｆｉ！",
	"blanks and line ends":       " 第一行\r\n\t第二行　第三行\n\n",
	"half-width kana, ligatures": "ｶﾀｶﾅ ﬁ ㎡ ①",
	"Tibetan":                    "བོད་ཡིག",
	"surrogate as bytes":         "甲\xed\xa0\x80乙",
	"only punctuation":           "，。！？…—",
	"no end, no blank":           strings.Repeat("拆迁", 50_000),
	"huge":                       strings.Repeat("小区门口的路灯坏了很久。", opinion.MaxTextBytes/36),
}

func TestNothingIsLost(t *testing.T) {
	for name, text := range edges {
		for kind, cut := range map[string]func(string) []string{"Cut": shared().Cut} {
			words := cut(text)
			if got, want := strings.Join(words, ""), Clean(text); got != want {
				t.Errorf("%s, %s: %d bytes of words, want %d", name, kind, len(got), len(want))
			}
			if slices.Contains(words, "") {
				t.Errorf("%s: an empty word", name)
			}
		}
		if len(shared().CutForSearch(text)) < len(shared().Cut(text)) {
			t.Errorf("%s: CutForSearch gives fewer words than Cut", name)
		}
	}
	words := shared().Cut(edges["invalid byte in the middle"])
	if !slices.Contains(words, "停水") || !slices.Contains(shared().Cut(edges["NUL in the middle"]), "停水") {
		t.Errorf("words after a bad byte are lost: %q", words)
	}
}

func FuzzCut(f *testing.F) {
	for _, text := range edges {
		if len(text) < 1000 {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		clean := Clean(text)
		if !utf8.ValidString(clean) || strings.ContainsRune(clean, 0) {
			t.Fatalf("Clean(%q) = %q", text, clean)
		}
		if want := strings.ToLower(norm.NFKC.String(opinion.CleanText(text))); clean != want {
			t.Fatalf("Clean(%q) = %q, by the tables %q", text, clean, want)
		}
		if got := strings.Join(shared().Cut(text), ""); got != clean {
			t.Fatalf("Cut(%q) adds up to %q, want %q", text, got, clean)
		}
	})
}

func TestManyCutAtOnce(t *testing.T) {
	text := "关于丽湖小区旁边搅拌站噪音扰民、粉尘污染问题的投诉，希望有关部门尽快处理。"
	want := shared().Cut(text)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 300 {
				if got := shared().Cut(text); !slices.Equal(got, want) {
					t.Errorf("got %q, want %q", got, want)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestCloseEndsCutsAndSpoilsNone(t *testing.T) {
	j, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			defer func() { recover() }() // a cut after Close panics
			for range 1000 {
				if len(j.Cut("停水停电")) != 2 {
					t.Error("a cut beside Close was wrong")
				}
			}
		})
	}
	for range 2 {
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
	}
	wg.Wait()
	defer func() {
		if recover() == nil {
			t.Error("a closed handle answered")
		}
	}()
	j.Cut("停水")
}

func TestEnsure(t *testing.T) {
	dir := t.TempDir()
	folder, err := ensure(dir)
	if err != nil {
		t.Fatal(err)
	}
	if base := filepath.Base(folder); filepath.Dir(folder) != dir ||
		!strings.HasPrefix(base, "jieba-") || len(base) != len("jieba-")+8 {
		t.Errorf("unpacked into %s", folder)
	}
	dict := filepath.Join(folder, "jieba.dict.utf8")
	whole, err := os.ReadFile(dict)
	if err != nil {
		t.Fatal(err)
	}
	before, _ := os.Stat(dict)

	t.Run("whole files are left alone", func(t *testing.T) {
		if _, err := ensure(dir); err != nil {
			t.Fatal(err)
		}
		if after, _ := os.Stat(dict); !os.SameFile(before, after) {
			t.Error("a whole file was written again")
		}
	})
	for name, damage := range map[string][]byte{"one byte": append([]byte("X"), whole[1:]...),
		"cut short": whole[:1000], "empty": nil} {
		t.Run("damaged: "+name, func(t *testing.T) {
			if err := os.WriteFile(dict, damage, 0o644); err != nil {
				t.Fatal(err)
			}
			if _, err := ensure(dir); err != nil {
				t.Fatal(err)
			}
			if got, _ := os.ReadFile(dict); string(got) != string(whole) {
				t.Error("the damaged file was not written again")
			}
		})
	}
	if left, _ := filepath.Glob(filepath.Join(folder, ".new-*")); len(left) > 0 {
		t.Errorf("left behind: %s", left)
	}
}

func TestEnsureSaysWhyNot(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := ensure(file); err == nil || !strings.Contains(err.Error(), "make it a writable folder") {
		t.Errorf("a file as data folder: %v", err)
	}
	if _, err := ensure(filepath.Join(t.TempDir(), "a;b")); err == nil ||
		!strings.Contains(err.Error(), "without | and ;") {
		t.Errorf("a folder with a semicolon: %v", err)
	}
	if os.Geteuid() != 0 {
		dir := filepath.Join(t.TempDir(), "readonly")
		if err := os.Mkdir(dir, 0o555); err != nil {
			t.Fatal(err)
		}
		if _, err := ensure(dir); err == nil || !strings.Contains(err.Error(), "writable") {
			t.Errorf("a read-only folder: %v", err)
		}
	}
}

func BenchmarkCut(b *testing.B) {
	text := strings.Repeat("关于丽湖小区旁边搅拌站噪音扰民、粉尘污染问题的投诉，希望有关部门尽快处理。", 8)
	b.SetBytes(int64(len(text)))
	shared()
	for b.Loop() {
		shared().Cut(text)
	}
}

func BenchmarkClean(b *testing.B) {
	text := strings.Repeat("关于丽湖小区旁边搅拌站噪音扰民、粉尘污染问题的投诉，希望有关部门尽快处理。", 8)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Clean(text)
	}
}
