package docs

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Pages that only those read who change the code: they are in English alone.
var englishAlone = map[string]string{
	"design.md":  "it says why the code is built as it is",
	"quality.md": "it holds what was measured of the code, and how to measure it again",
	"howto":      "its pages say how to add to the code, and a test applies them to it",
}

const chinese = ".zh-CN.md"

// twins are the names of the pages that users read, without their ends.
func twins(t *testing.T) []string {
	t.Helper()
	found, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range found {
		name, page := strings.CutSuffix(f.Name(), ".md")
		if _, alone := englishAlone[f.Name()]; !alone && (page || holdsPages(t, f)) {
			names = append(names, strings.TrimSuffix(name, ".zh-CN"))
		}
	}
	return slices.Compact(names)
}

// holdsPages says whether f is a folder with pages: no such folder goes by unseen.
func holdsPages(t *testing.T, f fs.DirEntry) bool {
	t.Helper()
	pages, err := fs.Glob(os.DirFS("."), f.Name()+"/*.md")
	if err != nil {
		t.Fatal(err)
	}
	return f.IsDir() && len(pages) > 0
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Whoever changes a page on one side only is stopped: both sides have as many headings of each level
// and rows of tables, the same commands in the same blocks, and name the same things `in code`.
func TestEveryPageOfUsersHasATwinInChinese(t *testing.T) {
	for _, name := range twins(t) {
		t.Run(name, func(t *testing.T) {
			en, zh := pageOf(read(t, name+".md")), pageOf(read(t, name+chinese))
			if !slices.Equal(en.levels, zh.levels) {
				t.Errorf("levels of headings: %v in English, %v in Chinese", en.levels, zh.levels)
			}
			if !slices.Equal(en.rows, zh.rows) {
				t.Errorf("rows of tables: %v in English, %v in Chinese", en.rows, zh.rows)
			}
			if len(en.blocks) != len(zh.blocks) {
				t.Fatalf("%d blocks in English, %d in Chinese", len(en.blocks), len(zh.blocks))
			}
			for i, b := range en.blocks {
				if b != zh.blocks[i] {
					t.Errorf("block %d in English:\n%s\nin Chinese:\n%s", i+1, b, zh.blocks[i])
				}
			}
			for _, s := range without(en.spans, zh.spans) {
				t.Errorf("`%s` is in English alone", s)
			}
			for _, s := range without(zh.spans, en.spans) {
				t.Errorf("`%s` is in Chinese alone", s)
			}
		})
	}
}

func without(all, less []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(less, s) })
}

// Each page begins with the way to its twin, and a Chinese page leads to Chinese pages.
func TestTwinsLeadToEachOther(t *testing.T) {
	names := twins(t)
	for _, name := range names {
		en, zh := read(t, name+".md"), read(t, name+chinese)
		if !strings.Contains(head(en), "[中文]("+name+chinese+")") {
			t.Errorf("%s.md does not begin with a link to %s%s", name, name, chinese)
		}
		own := "[English](" + name + ".md)"
		if !strings.Contains(head(zh), own) {
			t.Errorf("%s%s does not begin with a link to %s.md", name, chinese, name)
		}
		leadsToTwins(t, name+chinese, strings.Replace(zh, own, "", 1), "", names)
	}
	leadsToTwins(t, "README.zh-CN.md", read(t, "../README.zh-CN.md"), "docs/", names)
	for _, name := range names {
		if !strings.Contains(read(t, "../README.zh-CN.md"), "(docs/"+name+chinese+")") {
			t.Errorf("README.zh-CN.md does not lead to docs/%s%s", name, chinese)
		}
	}
}

func head(page string) string {
	lines := strings.SplitN(page, "\n", 4)
	return strings.Join(lines[:min(3, len(lines))], "\n")
}

func leadsToTwins(t *testing.T, file, page, below string, names []string) {
	t.Helper()
	for _, m := range regexp.MustCompile(`\]\(`+below+`([a-z]+)\.md[#)]`).FindAllStringSubmatch(page, -1) {
		if slices.Contains(names, m[1]) {
			t.Errorf("%s leads to %s%s.md, which is there in Chinese", file, below, m[1])
		}
	}
}

// The exceptions are no longer than they must be.
func TestWhatIsInEnglishAloneIsThere(t *testing.T) {
	for name := range englishAlone {
		if _, err := os.Stat(name); err != nil {
			t.Errorf("%v: take it off the list", err)
		}
		if _, err := os.Stat(strings.TrimSuffix(name, ".md") + chinese); err == nil {
			t.Errorf("%s has a twin: take it off the list", name)
		}
	}
}

// page is what both sides of a page have in common.
type page struct {
	levels []int    // of the headings, in order
	rows   []int    // of each table
	blocks []string // fenced, without comments; of a drawing (no language) only that it is there
	spans  []string // `code` within the text
}

var (
	comment = regexp.MustCompile(`(^|\s+)#.*`)
	span    = regexp.MustCompile("`[^`]+`")
)

func pageOf(text string) (p page) {
	var prose, block strings.Builder
	lines, in, drawing, table := strings.Split(text, "\n"), false, false, false
	for _, line := range lines {
		fence := strings.HasPrefix(line, "```")
		switch {
		case fence && in:
			p.blocks, in = append(p.blocks, block.String()), false
			block.Reset()
		case fence:
			in, drawing = true, line == "```"
		case in && drawing:
		case in:
			if code := comment.ReplaceAllString(line, ""); code != "" {
				block.WriteString(code + "\n")
			}
		default:
			prose.WriteString(line + "\n")
			if strings.HasPrefix(line, "#") {
				p.levels = append(p.levels, len(line)-len(strings.TrimLeft(line, "#")))
			}
			row := strings.HasPrefix(line, "|")
			if row && !table {
				p.rows = append(p.rows, 0)
			}
			if row {
				p.rows[len(p.rows)-1]++
			}
			table = row
		}
	}
	for _, s := range span.FindAllString(prose.String(), -1) {
		p.spans = append(p.spans, strings.Join(strings.Fields(strings.Trim(s, "`")), " "))
	}
	return p
}
