// Package root holds the tests of the module as a whole: who may import whom, that every
// package says what it is, and that no type has room for a person.
package root

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// rule says which packages of ours a folder may import, and why no more. The most specific
// folder wins. Test files may import more: they put real parts together.
type rule struct {
	folder string
	may    []string // prefixes below the module; "" alone means none
	why    string
}

var rules = []rule{
	{"opinion", []string{"redact"}, "the nouns are everybody's, so they know nobody; a mention is redacted when it is made"},
	{"redact", nil, "what identifies a person does not depend on what the text is for"},
	{"redact/redacttest", []string{"redact"}, "it writes sentences for tests"},
	{"words", nil, "phrases are everybody's, so they know nobody"},
	{"bus", nil, "the bus carries payloads and must not know what they mean"},
	{"analyzers/phrase", nil, "it finds words and does not know what they mean"},
	{"analyzers/amount", []string{"analyzers/phrase"}, "it reads numbers and does not know what they are about"},
	{"fetch", nil, "what a page means is the collectors' business"},
	{"internal/pattern", nil, "it is a faster regexp and knows no words"},
	{"collectors", []string{"internal/pattern", "opinion", "fetch", "redact"}, "a collector neither analyses nor stores; a reply that it found is redacted when it is made"},
	{"collectors/page", []string{"internal/pattern", "opinion", "fetch", "collectors"}, "reading a page asks for nothing and makes no mention"},
	{"collectors/listing", []string{"internal/pattern", "opinion", "collectors", "collectors/page", "collectors/selector"}, "reading a list asks for nothing and makes no mention"},
	{"collectors/web", []string{"opinion", "fetch", "collectors", "collectors/listing", "collectors/page", "collectors/selector"}, "collectors do not know one another"},
	{"collectors/selector", nil, "it is plain data that the configuration reads and a collector works by"},
	{"collectors/feed", []string{"opinion", "fetch", "collectors", "collectors/page"}, "collectors do not know one another"},
	{"collectors/intake/sheets", nil, "it knows how tables are written down and not what they mean"},
	{"collectors/intake", []string{"opinion", "redact", "collectors", "collectors/intake/sheets"}, "a file is read without the network; samples are shown redacted"},
	{"analyzers/simplified", nil, "it spells characters and does not know what they mean"},
	{"analyzers/matters", []string{"opinion", "analyzers/phrase"}, "it cuts a text by what others hear in its pieces, and does not know the judges"},
	{"analyzers", []string{"opinion", "analyzers/matters", "analyzers/phrase", "analyzers/simplified"}, "the order of judgements is written against interfaces; cmd brings the judges"},
	{"analyzers/jieba", []string{"opinion", "analyzers/phrase"}, "judges do not know one another, storage or network"},
	{"analyzers/topic", []string{"opinion", "redact", "analyzers/phrase"}, "judges do not know one another, storage or network; a mask of the redaction is no word"},
	{"analyzers/demand", []string{"opinion", "analyzers/phrase"}, "judges do not know one another, storage or network"},
	{"analyzers/territory", []string{"opinion", "analyzers/phrase", "words"}, "judges do not know one another, storage or network"},
	{"analyzers/places", []string{"redact"}, "it learns names from words that others cut; a name is asked of the redaction once more"},
	{"analyzers/harm", []string{"analyzers/phrase", "analyzers/amount"}, "it reads what harms whom and judges nothing"},
	{"analyzers/danger", []string{"opinion", "analyzers/harm", "analyzers/classify"}, "judges do not know one another, storage or network; the weights of characters are classify's"},
	{"analyzers/severity", []string{"opinion", "analyzers/phrase", "analyzers/amount", "analyzers/harm"}, "judges do not know one another, storage or network"},
	{"analyzers/issue", []string{"opinion", "analyzers/phrase"}, "judges do not know one another, storage or network"},
	{"analyzers/hint", []string{"opinion"}, "judges do not know one another, storage or network; app hands it what it matches with"},
	{"analyzers/route", []string{"opinion"}, "routing is a pure function of places and units"},
	{"analyzers/alert", []string{"opinion", "analyzers/phrase", "analyzers/simplified", "words"}, "it counts what others judged, and knows neither judges, storage, network nor the time"},
	{"index", []string{"opinion"}, "words of asking know no backend"},
	{"index/bleve", []string{"opinion", "index"}, "backends do not know one another"},
	{"index/elastic", []string{"opinion", "index"}, "backends do not know one another"},
	{"index/indextest", []string{"opinion", "index"}, "the suite knows the words, not the backends"},
	{"responders", []string{"opinion", "redact", "words"}, "responders do not know one another, HTML or backends"},
	{"register", []string{"opinion"}, "words of asking know no backend"},
	{"register/recount", []string{"opinion", "register"}, "it counts what the log says without any store: an audit holds it against one"},
	{"register/sqlite", []string{"opinion", "bus", "register"}, "it keeps events on the bus and a register beside it"},
	{"register/registertest", []string{"opinion", "bus", "bus/bustest", "register", "internal/waittest"}, "the suite knows the words and the log, not the backends"},
	{"responders/assess", []string{"opinion", "words"}, "it judges turns that it is handed and asks no store"},
	{"responders/archive", []string{"bus"}, "it keeps what the log said and must not know what it means"},
	{"internal/keyfile", nil, "it keeps a secret and does not know what for"},
	{"internal/addresslimit", nil, "it runs before Go does"},
	{"internal/wholefile", nil, "it writes bytes and does not know what for"},
	{"responders/querycode", []string{"internal/keyfile"}, "a code and its key know nothing of what they lead to"},
	{"responders/backup", nil, "a file of parts knows nothing of what they are"},
	{"responders/inspect", []string{"opinion", "redact", "words", "collectors", "collectors/listing", "collectors/page"}, "it judges pages that it is handed, read as the collectors read them, and asks for nothing"},
	{"responders/verify", []string{"opinion", "redact", "fetch", "words"}, "it looks at published answers through the one way out"},
	{"responders/briefing", []string{"opinion", "words", "responders/briefing/pagedata", "responders/briefing/tiles"}, "it lays a page out and draws none"},
	{"responders/briefing/tiles", nil, "it places codes on a board and does not know what they count"},
	{"responders/briefing/pagedata", []string{"opinion"}, "it is plain data that one writes and others draw"},
	{"responders/notify", []string{"opinion", "words"}, "it decides who is told and sends nothing"},
	{"responders/notify/channel", []string{"fetch"}, "it carries words it does not understand through the one way out"},
	{"configs", []string{"opinion", "redact", "words", "collectors/selector"}, "configuration knows no live part"},
	{"configs/dayoff", []string{"words"}, "it reads lists of days and knows no calendar that counts by them"},
	{"configs/usual", []string{"opinion"}, "what is usual is a table; it writes a configuration and reads none"},
	{"console", []string{"console/sheet", "opinion", "index", "register", "words", "responders/briefing/pagedata", "console/access", "console/accountpages", "console/api", "console/ask", "console/cases", "console/counter", "console/facts", "console/kit", "console/leader", "console/openboard", "console/palette", "console/settings", "console/styleguide", "console/system", "console/triage", "console/unitdesk", "console/upload", "console/saved", "console/shifts", "console/alerts", "console/items"}, "it lists the routes and gives each room what it needs; pages know no backend, collector or responder"},
	{"console/consoletest", []string{"console", "console/access", "console/accounts", "console/accounts/accountstest", "console/facts", "console/kit", "console/leader", "console/triage", "console/unitdesk", "index", "internal/waittest", "opinion", "register",
		"responders/briefing/pagedata", "responders/casework"}, "it starts the real console over surroundings in memory, for tests of its rooms"},
	{"console/plot", []string{"register"}, "it draws counts and must not know what page they are for"},
	{"console/sheet", []string{"words"}, "it writes tables and must not know what they say"},
	{"console/facts", []string{"opinion", "index", "register", "responders/briefing/pagedata"}, "shapes of facts know neither pages nor who asks"},
	{"console/access", []string{"opinion", "console/accounts", "console/sheet"}, "who may do what is decided without pages"},
	{"console/kit", []string{"opinion", "index", "register", "words", "console/access", "console/facts"}, "the kit knows no room"},
	{"console/ask", []string{"opinion", "index", "register", "words", "console/access", "console/facts", "console/kit", "responders/briefing/pagedata"}, "what pages and the API ask alike knows neither"},
	{"console/items", []string{"opinion", "index", "console/access", "console/ask", "console/facts", "console/kit", "console/sheet"}, "rooms do not know one another; what two of them need stands below both"},
	{"console/alerts", []string{"opinion", "register", "console/access", "console/facts", "console/kit"}, "rooms do not know one another; what two of them need stands below both"},
	{"console/saved", []string{"opinion", "console/kit"}, "what every list keeps of its questions knows no list"},
	{"console/shifts", []string{"opinion", "register", "console/access", "console/facts", "console/kit"}, "rooms do not know one another; what two of them need stands below both"},
	{"console/triage", []string{"opinion", "register", "words", "console/access", "console/ask", "console/facts", "console/kit", "index", "redact", "console/saved"}, "rooms do not know one another; what two of them need stands below both"},
	{"console/settings", []string{"opinion", "console/access", "console/facts", "console/kit"}, "rooms do not know one another; what two of them need stands below both"},
	{"console/upload", []string{"opinion", "words", "console/access", "console/facts", "console/kit"}, "rooms do not know one another; what two of them need stands below both"},
	{"console/counter", []string{"opinion", "register", "words", "console/access", "console/ask", "console/facts", "console/kit"}, "rooms do not know one another; what two of them need stands below both"},
	{"console/unitdesk", []string{"console/saved", "opinion", "register", "words", "console/access", "console/ask", "console/facts", "console/kit", "console/sheet"}, "rooms do not know one another; what two of them need stands below both"},
	{"console/leader", []string{"opinion", "register", "words", "console/access", "console/ask", "console/facts", "console/kit", "paper", "responders/briefing/pagedata", "console/plot", "console/sheet"}, "rooms do not know one another; what two of them need stands below both"},
	{"console/cases", []string{"console/saved", "opinion", "register", "words", "console/access", "console/ask", "console/facts", "console/kit", "index", "console/plot"}, "rooms do not know one another; what two of them need stands below both"},
	{"console/styleguide", []string{"opinion", "register", "console/kit", "console/plot"}, "it shows the parts of pages and no facts"},
	{"console/palette", []string{"opinion", "register", "console/kit"}, "rooms do not know one another; what two of them need stands below both"},
	{"console/openboard", []string{"opinion", "index", "register", "words", "console/access", "console/ask", "console/facts", "console/kit"}, "rooms do not know one another; what two of them need stands below both"},
	{"console/setup", []string{"opinion", "console/access", "console/kit"}, "it stands alone, before there is a console"},
	{"console/system", []string{"opinion", "register", "words", "console/access", "console/ask", "console/facts", "console/kit", "console/plot", "console/accounts", "console/sheet"}, "rooms do not know one another; what two of them need stands below both"},
	{"console/accountpages", []string{"opinion", "words", "console/access", "console/accounts", "console/kit"}, "rooms do not know one another; what two of them need stands below both"},
	{"console/api", []string{"opinion", "register", "words", "console/access", "console/ask", "console/facts", "console/kit", "index", "responders/briefing/pagedata", "console/accounts"}, "rooms do not know one another; what two of them need stands below both"},
	{"paper", nil, "it writes documents and must not know what they say"},
	{"paper/papertest", nil, "it holds files to what programs want of them"},
	{"console/accounts", []string{"internal/keyfile", "opinion", "words"}, "who may work here knows neither pages nor the log, and of opinion how what is typed is written down; what it keeps goes through two small interfaces"},
	{"console/accounts/accountstest", nil, "it keeps things for tests and knows nothing of them"},
	{"bus/bustest", []string{"bus", "internal/sharedtest", "internal/waittest"}, "it starts the real thing for tests"},
	{"docs", nil, "it carries documents for pages"},
	{"internal/shape", nil, "it reads source as text"},
	{"scripts/shape", []string{"internal/shape"}, "it prints what was measured"},
	{"internal/sharedtest", nil, "it finds data for tests and knows nothing of it"},
	{"internal/testregion", []string{"configs", "analyzers/territory"}, "it is a configuration and its places, for tests, and nothing that works with them"},
	{"analyzers/modelfile", nil, "it knows how a model lies in a file, and not what it says"},
	{"analyzers/classify", []string{"opinion", "redact", "analyzers/modelfile"}, "judges do not know one another, storage or network"},
	{"analyzers/dispatch", []string{"analyzers/modelfile"}, "judges do not know one another, storage or network; it takes texts and what others found in them"},
	{"fetch/fetchtest", []string{"fetch"}, "it serves saved pages for tests"},
	{"chaos", []string{"opinion", "bus", "responders/casework", "register", "register/sqlite", "chaos/clock", "internal/testregion"}, "it looks at a running house from outside: the log, the clocks' rules and the registers, nothing that works"},
	{"chaos/clock", nil, "it moves clocks of programs that it does not know"},
	{"app", []string{""}, "it puts the parts together, so it alone sees all"},
	{"app/judging", []string{"opinion", "analyzers", "analyzers/classify", "analyzers/danger", "analyzers/demand", "analyzers/dispatch", "analyzers/harm", "analyzers/hint", "analyzers/issue", "analyzers/jieba", "analyzers/matters", "analyzers/route", "analyzers/severity", "analyzers/simplified", "analyzers/territory", "analyzers/topic", "bus", "configs", "index", "register", "words"}, "it takes the parts it needs, never the App; rooms of app do not know one another"},
	{"app/settings", []string{"opinion", "bus", "configs", "configs/dayoff", "console/kit", "words"}, "it keeps versions of a configuration in the log and lets others say what they do"},
	{"app/learning", []string{"opinion", "analyzers/dispatch", "bus", "index", "register"}, "it takes the parts it needs, never the App; rooms of app do not know one another"},
	{"app/codes", []string{"opinion", "bus", "console/facts", "console/kit", "register", "responders/querycode", "words"}, "it takes the parts it needs, never the App; rooms of app do not know one another"},
	{"app/counter", []string{"opinion", "analyzers/issue", "app/judging", "configs", "console/facts", "console/kit", "register", "words"}, "it takes the parts it needs, never the App; of the rooms of app it knows the judges alone"},
	{"app/answers", []string{"opinion", "analyzers/territory", "bus", "console/facts", "fetch", "index", "register", "responders/casework", "responders/verify"}, "it takes the parts it needs, never the App; rooms of app do not know one another"},
	{"app/collecting", []string{"opinion", "bus", "collectors", "collectors/feed", "collectors/web", "configs", "console/facts", "console/kit", "fetch", "register", "words"}, "it takes the parts it needs, never the App; rooms of app do not know one another"},
	{"app/notices", []string{"opinion", "bus", "configs", "console/facts", "console/kit", "fetch", "register", "responders/notify", "responders/notify/channel", "words"}, "it takes the parts it needs, never the App; rooms of app do not know one another"},
	{"app/briefings", []string{"opinion", "analyzers/territory", "bus", "configs", "console/facts", "console/kit", "console/leader", "register", "register/sqlite", "responders/briefing", "responders/briefing/pagedata", "responders/casework", "responders/notify/channel"}, "it takes the parts it needs, never the App; rooms of app do not know one another"},
	{"app/correcting", []string{"opinion", "analyzers/territory", "bus", "configs", "console/facts", "register", "register/sqlite", "responders/casework", "responders/correct"}, "it takes the parts it needs, never the App; rooms of app do not know one another"},
	{"app/integrity", []string{"bus", "internal/wholefile", "responders/archive"}, "it takes the parts it needs, never the App; rooms of app do not know one another"},
	{"app/indexing", []string{"opinion", "bus", "configs", "console/kit", "index", "index/bleve", "index/elastic", "responders/correct", "words"}, "it takes the parts it needs, never the App; rooms of app do not know one another"},
	{"app/forgetting", []string{"opinion", "bus", "configs", "console/facts", "console/kit", "register/sqlite", "responders/archive", "responders/casework", "words"}, "it takes the parts it needs, never the App; rooms of app do not know one another"},
	{"app/pages", []string{"opinion", "analyzers/territory", "bus", "collectors/intake", "configs", "console/facts", "console/kit", "console/unitdesk", "index", "register", "register/sqlite", "responders/assess", "responders/casework", "words"}, "it takes the parts it needs, never the App; rooms of app do not know one another"},
	{"app/items", []string{"opinion", "bus", "collectors/intake", "console/facts", "console/kit", "console/sheet", "fetch", "paper", "register", "responders/inspect", "responders/items", "words"}, "it takes the parts it needs, never the App; rooms of app do not know one another"},
	{"app/alerting", []string{"opinion", "analyzers/alert", "bus", "console/facts", "console/kit", "internal/wholefile", "responders/alerts", "words"}, "it takes the parts it needs, never the App; rooms of app do not know one another"},
	{"app/livedesk", []string{"opinion", "bus", "console/triage", "register", "responders/casework"}, "it takes the parts it needs, never the App; rooms of app do not know one another"},
	{"app/observing", []string{"opinion", "bus", "console/facts", "register/sqlite"}, "it takes the parts it needs, never the App; rooms of app do not know one another"},
	{"app/columns", []string{"collectors/intake", "internal/wholefile", "opinion"}, "it keeps labels of columns in the data directory and knows no part of the process"},
	{"app/uploads", []string{"opinion", "app/columns", "app/judging", "collectors/intake", "configs", "console/facts", "console/kit", "words"}, "it takes the parts it needs, never the App"},
	{"app/setup", []string{"opinion", "analyzers/territory", "collectors/intake", "configs", "configs/usual", "console/accounts", "console/kit", "console/setup", "words"}, "it takes the parts it needs, never the App; rooms of app do not know one another"},
	{"app/demo", []string{"opinion", "app", "app/tour", "bus", "collectors/intake", "collectors/selector", "configs", "console/facts", "register", "responders/casework"}, "it is a visitor of a running process, as a unit is"},
	{"internal/cli", nil, "it shows what it is given and knows no part"},
	{"app/apptest", []string{"opinion", "app", "bus", "configs", "console/accounts", "index", "register", "internal/flowtest"}, "it starts the real thing for tests, as a command does"},
	{"internal/waittest", nil, "it waits for whatever a test asks"},
	{"internal/flowtest", []string{"configs", "opinion", "internal/testregion", "internal/waittest"}, "it starts the program as others do and knows none of its parts"},
	{"app/tour", nil, "sample sites are a world outside: they know nothing of who reads them"},
	{"cmd/huiying", []string{"analyzers/alert", "analyzers/classify", "analyzers/dispatch", "analyzers/issue", "analyzers/jieba", "analyzers/places", "analyzers/route", "analyzers/territory", "app", "app/answers", "app/collecting", "app/columns", "app/demo", "app/items", "app/judging", "app/notices", "app/settings", "app/setup", "app/tour", "bus", "collectors", "collectors/intake", "configs", "configs/usual", "console/accounts", "console/api", "console/facts", "console/leader", "fetch", "internal/addresslimit", "internal/cli", "internal/wholefile", "opinion", "redact", "register", "responders/archive", "responders/briefing", "responders/briefing/pagedata", "responders/casework", "responders/verify", "words"}, "commands read words, call app, and print; what they judge offline and measure they ask of the parts"},
	{"cmd/huiying-bench", []string{""}, "it measures parts that only app puts together"},
}

// onlyIn names the one folder that may import an outside library, so that it can be
// replaced, and tamed, in one place.
var onlyIn = map[string]struct {
	folders []string
	why     string
}{
	"github.com/gocolly/colly":       {[]string{"collectors/web"}, "its defaults ignore robots.txt, fetch twice and keep bombs"},
	"github.com/yanyiwu/gojieba":     {[]string{"analyzers/jieba"}, "it drops texts with one bad byte"},
	"github.com/blevesearch/bleve":   {[]string{"index/bleve"}, "the embedded index is one of two"},
	"github.com/elastic":             {[]string{"index/elastic"}, "the index at scale is one of two"},
	"modernc.org/sqlite":             {[]string{"register/sqlite"}, "the register is the only table store"},
	"github.com/nats-io/nats-server": {[]string{"bus", "bus/bustest"}, "one package opens the log"},
	"github.com/nats-io/nats.go":     {[]string{"bus"}, "one package speaks to the log"},
	"github.com/spf13/cobra":         {[]string{"cmd/huiying", "cmd/huiying-bench"}, "commands live in cmd"},
	"github.com/danielgtaylor/huma":  {[]string{"console/api"}, "the API lives in one room"},
	"github.com/goccy/go-yaml":       {[]string{"configs", "configs/usual", "words"}, "configuration is read in one place, and phrases in one"},
	"github.com/nicksnyder/go-i18n":  {[]string{"words"}, "phrases are read in one place"},
	"github.com/wneessen/go-mail":    {[]string{"responders/notify/channel"}, "mail leaves in one place"},
	"github.com/mmcdole/gofeed":      {[]string{"collectors/feed"}, "feeds are read in one place"},
	"codeberg.org/go-pdf/fpdf":       {[]string{"paper"}, "it draws on pages; one package knows how a document looks"},
	"github.com/arran4/golang-ical":  {[]string{"console/unitdesk"}, "calendars are written in one place, and their lines cannot be forged"},
	"github.com/alexedwards/scs":     {[]string{"console/accounts"}, "sessions are kept in one place"},
	"github.com/coreos/go-oidc":      {[]string{"console/accounts"}, "single sign-on is in one place"},
	"github.com/pquerna/otp":         {[]string{"console/accounts"}, "second factors are in one place"},
	"golang.org/x/crypto/argon2":     {[]string{"console/accounts"}, "passwords are hashed in one place"},
	"github.com/xuri/excelize":       {[]string{"console/sheet"}, "workbooks are written in one place"},
	"github.com/richardlehane/mscfb": {[]string{"collectors/intake/sheets"}, "spreadsheets are read in one place"},
}

type source struct {
	file string // path from the root, with slashes
	dir  string
	tree *ast.File
	fset *token.FileSet
}

var (
	codeOnce  = sync.OnceValues(func() ([]source, error) { return parsed(false) })
	testsOnce = sync.OnceValues(func() ([]source, error) { return parsed(true) })
)

// sources are the module's files, or those of its tests. They are read once, and nobody changes them.
func sources(t *testing.T, tests bool) []source {
	t.Helper()
	read := codeOnce
	if tests {
		read = testsOnce
	}
	all, err := read()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func parsed(tests bool) (all []source, err error) {
	err = filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if p != "." && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") != tests {
			return nil
		}
		fset := token.NewFileSet()
		tree, err := parser.ParseFile(fset, p, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		p = filepath.ToSlash(p)
		all = append(all, source{p, path.Dir(p), tree, fset})
		return nil
	})
	return all, err
}

func ruleFor(dir string) *rule {
	var best *rule
	for i, r := range rules {
		if (dir == r.folder || strings.HasPrefix(dir, r.folder+"/")) && (best == nil || len(r.folder) > len(best.folder)) {
			best = &rules[i]
		}
	}
	return best
}

func TestEachFolderImportsOnlyWhatItMayKnow(t *testing.T) {
	for _, s := range sources(t, false) {
		r := ruleFor(s.dir)
		if r == nil {
			if s.dir != "." && !strings.HasPrefix(s.dir, "scripts") {
				t.Errorf("%s: folder %s is not in the table of the house; add it to rules with its reason", s.file, s.dir)
			}
			continue
		}
		for _, imp := range s.tree.Imports {
			what, _ := strconv.Unquote(imp.Path.Value)
			for lib, place := range onlyIn {
				if strings.HasPrefix(what, lib) && !slices.Contains(place.folders, s.dir) {
					t.Errorf("%s imports %s; only %v may: %s", s.file, what, place.folders, place.why)
				}
			}
			ours, found := strings.CutPrefix(what, "huiying/")
			if !found || slices.Contains(r.may, "") || ours == s.dir {
				continue
			}
			if !slices.Contains(r.may, ours) {
				t.Errorf("%s imports %s; %s may import only %v: %s", s.file, what, r.folder, r.may, r.why)
			}
		}
		if r.folder == "opinion" || r.folder == "redact" {
			for _, imp := range s.tree.Imports {
				if what, _ := strconv.Unquote(imp.Path.Value); strings.Contains(strings.SplitN(what, "/", 2)[0], ".") {
					t.Errorf("%s imports %s; %s uses the standard library only", s.file, what, r.folder)
				}
			}
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	said, seen := map[string]bool{}, map[string]bool{}
	for _, s := range sources(t, false) {
		seen[s.dir] = true
		if s.tree.Doc != nil && (strings.HasPrefix(s.tree.Doc.Text(), "Package "+s.tree.Name.Name) || s.tree.Name.Name == "main") {
			said[s.dir] = true
		}
	}
	for dir := range seen {
		if !said[dir] {
			t.Errorf("package in %s has no comment that says what it is", dir)
		}
	}
}

// person matches names of fields and columns that would say who wrote a text.
var person = regexp.MustCompile(`(?i)^(author|user_?name|user_?id|nick_?name|screen_?name|avatar|ip_?addr(ess)?|device_?id|writer|poster|commenter)s?$`)

func TestNoTypeHasRoomForAPerson(t *testing.T) {
	for _, s := range sources(t, false) {
		ast.Inspect(s.tree, func(n ast.Node) bool {
			st, ok := n.(*ast.StructType)
			if !ok {
				return true
			}
			for _, f := range st.Fields.List {
				for _, name := range f.Names {
					if person.MatchString(name.Name) {
						t.Errorf("%s: field %s would say who wrote a text (docs/promise.md)", s.fset.Position(name.Pos()), name.Name)
					}
				}
				if f.Tag == nil {
					continue
				}
				tag, _ := strconv.Unquote(f.Tag.Value)
				for _, key := range []string{"json", "yaml"} {
					if name, _, _ := strings.Cut(reflect.StructTag(tag).Get(key), ","); person.MatchString(name) {
						t.Errorf("%s: %s key %q would say who wrote a text", s.fset.Position(f.Pos()), key, name)
					}
				}
			}
			return true
		})
	}
}

// A Mention that did not come from NewMention has not been redacted.
func TestOnlyNewMentionMakesAMention(t *testing.T) {
	for _, s := range slices.Concat(sources(t, false), sources(t, true)) {
		if s.dir == "opinion" {
			continue
		}
		ast.Inspect(s.tree, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok || len(lit.Elts) == 0 {
				return true
			}
			sel, ok := lit.Type.(*ast.SelectorExpr)
			if !ok || sel.Sel.Name != "Mention" {
				return true
			}
			if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "opinion" && !strings.HasSuffix(s.file, "_test.go") {
				t.Errorf("%s makes a Mention by hand; only opinion.NewMention redacts", s.fset.Position(lit.Pos()))
			}
			return true
		})
	}
}
