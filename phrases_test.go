package root

import (
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"huiying/words"
)

// said matches a phrase's key in a page or in Go, where it is asked for in full.
var said = regexp.MustCompile(`(?:\.T|\.must\(|\b[sS]ay\((?:[^,()]|\([^()]*\))+,|\.word\() ?"([a-zA-Z0-9_.]+)"`)

// faulted matches the key of a fault of a configuration, wherever Go names it.
var faulted = regexp.MustCompile(`"(fault\.[a-z0-9_.]*[a-z0-9_])"`)

// Every key that a page or the code asks for must stand in the catalogue, and every key of the
// catalogue must be asked for somewhere, in full or by its beginning up to a dot.
func TestPhrasesAndTheirUsersAgree(t *testing.T) {
	var all strings.Builder
	read := func(name string) {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(b)
		found := append(said.FindAllStringSubmatch(string(b), -1), faulted.FindAllStringSubmatch(string(b), -1)...)
		for _, m := range found {
			if !words.Has(m[1]) && !strings.HasSuffix(m[1], ".") {
				t.Errorf("%s asks for %q, which has no words", name, m[1])
			}
		}
	}
	for _, s := range sources(t, false) {
		read(s.file)
	}
	err := filepath.WalkDir("console", func(p string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(p, ".html") {
			read(p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	between := map[string]bool{} // what stands between two quotation marks, next to one another
	for part := range strings.SplitSeq(all.String(), `"`) {
		between[part] = true
	}
	for _, key := range words.Keys() {
		found := between[key]
		for i := strings.IndexByte(key, '.'); i >= 0 && !found; {
			found = between[key[:i+1]]
			next := strings.IndexByte(key[i+1:], '.')
			if next < 0 {
				break
			}
			i += 1 + next
		}
		if !found {
			t.Errorf("nobody says %q", key)
		}
	}
}

// mayHoldHan names files and folders whose Go may hold Chinese text, and why. All else is a phrase
// and stands in the catalogue of package words.
var mayHoldHan = []struct{ at, why string }{
	{"analyzers", "lexicons of judges, and evidence in the words of the text that is judged"},
	{"redact", "lexicons of names, places and numbers"},
	{"collectors", "what field names, dates and forms of letters look like"},
	{"index/indextest", "sample texts"},
	{"register/registertest", "sample texts"},
	{"internal/testregion", "sample texts"},
	{"app/tour", "sample texts of the tour"},
	{"responders/items", "the official catalogue table: its head, its marks, and how offices write limits and names of units"},
	{"responders/inspect", "how pages name the elements of what is owed, tell their days, and say that they are gone"},
	{"app/demo/items.go", "what the tour's sample offices publish"},
	{"app/demo/config.go", "names of the tour's sample sources"},
	{"app/demo/hotline.go", "what the tour's sample office enters"},
	{"app/demo/units.go", "what the tour's sample units enter"},
	{"app/demo/window.go", "what the tour's sample counter and its units enter"},
	{"app/accounts.go", "names of the tour's sample accounts"},
	{"app/pages/work.go", "how a document writes a date"},
	{"app/apptest", "sample texts"},
	{"responders/casework/lawdays.go", "names of the days that the law fixes, as holiday files write them"},
	{"chaos", "sample texts"},
	{"console/kit/heading.go", "the particle behind a place at the beginning of a heading"},
	{"console/consoletest", "sample texts, units and answers"},
	{"scripts", "sample texts"},
	{"cmd", "help stands in English with the term of the trade beside it; sample texts of evaluate"},
	{"configs/dayoff", "how notices, tables and calendars write days off and days worked"},
	{"configs/person.go", "what a person's name looks like"},
	{"configs/usual/names.go", "how names of divisions end, and names of peoples in them"},
	{"configs/templates.go", "kinds of response that a case keeps, and numbers of documents"},
	{"console/kit/choices.go", "values of closed lists that a case keeps; their words are in the catalogue"},
	{"console/api/api.go", "the product's name in the OpenAPI document"},
	{"console/api/mentions.go", "names of columns, as hotlines have them"},
	{"opinion/hint.go", "evidence, as judges write it"},
	{"opinion/foundreply.go", "how names of offices end, as pages write them"},
	{"opinion/heading.go", "how a letter to an office greets"},
	{"opinion/severity.go", "names that the regulation has for the levels, as the steps of a route quote them"},
	{"opinion/statutory.go", "names that the regulation has for the channels, as the steps of a route quote them"},
	{"paper", "names of fonts and characters of line breaking"},
	{"responders/casework/command.go", "values of closed lists that a case keeps; their words are in the catalogue"},
	{"responders/casework/disclosure.go", "what the number of a request looks like"},
	{"opinion/paper.go", "the mark of a gap in a template"},
	{"responders/verify/form_letter.go", "lexicon of courtesy and of forms of answers"},
	{"responders/verify/measure_repeats.go", "an answer of courtesy alone, to measure with"},
	{"responders/verify/place.go", "how names of places end"},
	{"responders/verify/promise.go", "what a promise looks like"},
	{"responders/verify/repeats.go", "what a date looks like"},
	{"responders/verify/term.go", "what a date looks like"},
	{"responders/verify/text.go", "what a number of a date looks like"},
}

func TestPhrasesStandInTheCatalogue(t *testing.T) {
	used := map[string]bool{}
	for _, s := range sources(t, false) {
		ast.Inspect(s.tree, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING || !han.MatchString(lit.Value) {
				return true
			}
			for _, may := range mayHoldHan {
				if s.file == may.at || strings.HasPrefix(s.file, may.at+"/") {
					used[may.at] = true
					return true
				}
			}
			t.Errorf("%s: %s is a phrase; put it into words/ or say in mayHoldHan why it is none",
				s.fset.Position(lit.Pos()), lit.Value)
			return true
		})
	}
	for _, may := range mayHoldHan {
		if !used[may.at] {
			t.Errorf("%s holds no Chinese; take it out of mayHoldHan", may.at)
		}
	}
}

var han = regexp.MustCompile(`\p{Han}`)

// Go that asks for a phrase in full hands in as many arguments as the phrase takes.
func TestPhrasesGetTheirArguments(t *testing.T) {
	for _, s := range sources(t, false) {
		ast.Inspect(s.tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || call.Ellipsis.IsValid() {
				return true
			}
			for i, a := range call.Args {
				lit, ok := a.(*ast.BasicLit)
				if !ok || lit.Kind != token.STRING || !takesPhrase(call.Fun, i) {
					continue
				}
				key, _ := strconv.Unquote(lit.Value)
				if !words.Has(key) {
					continue
				}
				got := fmt.Sprintf(words.Say(words.First, key), make([]any, len(call.Args)-i-1)...)
				if strings.Contains(got, "%!(EXTRA") || strings.Contains(got, "(MISSING)") {
					t.Errorf("%s: %s takes other arguments: %s", s.fset.Position(lit.Pos()), key, got)
				}
			}
			return true
		})
	}
}

// takesPhrase says whether a call's i-th argument is a key and the arguments after it are those
// of its phrase.
func takesPhrase(fun ast.Expr, i int) bool {
	name := ""
	switch f := fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	switch name {
	case "Say": // words.Say(lang, key), and of a page Say(key)
		return i <= 1
	case "Of", "kept", "said", "refused":
		return i == 0
	case "refuse", "fault":
		return i >= 1
	case "because":
		return i == 1
	}
	return false
}
