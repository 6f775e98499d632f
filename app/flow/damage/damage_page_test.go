package damage_test

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/internal/flowtest"
	"huiying/register/sqlite"
)

// damagePage is what docs/operations.md says of damage.
func damagePage(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	_, page, found := strings.Cut(string(b), "\n## Damage")
	page, _, ended := strings.Cut(page, "\n## ")
	if !found || !ended {
		t.Fatal("docs/operations.md has no section on damage")
	}
	return page
}

var (
	quoted = regexp.MustCompile("`([^`]+)`")
	digits = regexp.MustCompile(`\d+`)
	fences = regexp.MustCompile("(?s)```(\\w+)\n(.*?)```")
)

// saying matches what a page quotes: any numbers, and anything for "…".
func saying(quote string) *regexp.Regexp {
	s := digits.ReplaceAllString(regexp.QuoteMeta(quote), `\d+`)
	return regexp.MustCompile(strings.ReplaceAll(s, "…", `[\s\S]*`))
}

// fenced are the lines of the page's fenced blocks of a kind.
func fenced(page, kind string) (lines []string) {
	for _, m := range fences.FindAllStringSubmatch(page, -1) {
		if m[1] == kind {
			lines = append(lines, strings.Split(strings.TrimSpace(m[2]), "\n")...)
		}
	}
	return lines
}

// typed runs a line of the page as an operator of a house would type it.
func typed(t *testing.T, w flowtest.World, line string) *flowtest.Process {
	t.Helper()
	line, _, _ = strings.Cut(line, "#")
	line = strings.NewReplacer("my-region", w.Config, "/srv/huiying", w.Data).Replace(line)
	args := strings.Fields(line)
	if args[0] != "bin/huiying" {
		t.Fatalf("the page says %q", line)
	}
	return flowtest.Run(t, args[1:]...)
}

// The page on damage is followed word by word: a house is damaged in each way that the page names, says
// what the page says that it does, is repaired by the lines of the page, and starts again.
func TestThePageOnDamageIsTrue(t *testing.T) {
	flowtest.NoLeaks(t)
	page := damagePage(t)
	w := houseToHarm(t)
	say := map[string]func(t *testing.T, w flowtest.World) string{ // what a damaged house says, by the page's first quote
		"a message is not as it was written": refusal("CASES", ways["flip"]),
		"its files end at":                   refusal("CASES", ways["cut"]),
		"the log ends at": func(t *testing.T, w flowtest.World) string {
			spoil(t, w, "CASES", ways["drop"])
			return readiness(t, w)
		},
		"bucket ACCOUNTS: the log": func(t *testing.T, w flowtest.World) string {
			p := refusal("KV_ACCOUNTS", ways["drop"])(t, w)
			if list := flowtest.Run(t, w.Args("user", "list")...); list.Code != flowtest.Failed ||
				!strings.Contains(list.Said(), "KV_ACCOUNTS") {
				t.Errorf("user list: %d %s", list.Code, list.Said())
			}
			return p
		},
		"/readyz":                  nil, // TestDamage, below a running house
		"bucket ACCOUNTS: it said": nil, // bus: a quiet server
		"huiying_damaged":          nil, // app/integrity
	}
	followed := map[string]bool{}
	for _, row := range strings.Split(page, "\n") {
		first, _, is := strings.Cut(strings.TrimPrefix(row, "| "), " | ")
		quotes := quoted.FindAllStringSubmatch(first, -1)
		if !is || len(quotes) == 0 || !strings.HasPrefix(row, "| ") {
			continue
		}
		keys := slices.DeleteFunc(slices.Collect(maps.Keys(say)),
			func(k string) bool { return !strings.Contains(quotes[0][1], k) })
		if len(keys) != 1 {
			t.Errorf("this row is followed by %d tests: %s", len(keys), row)
			continue
		}
		followed[keys[0]] = true
		if harm := say[keys[0]]; harm != nil {
			t.Run(keys[0], func(t *testing.T) { followRow(t, copyOf(t, w), page, quotes[0][1], harm) })
		}
	}
	if len(followed) != len(say) {
		t.Errorf("the page has rows of %v only", followed)
	}
	t.Run("projections", func(t *testing.T) { projectionsHeal(t, copyOf(t, w), page) })
}

// houseToHarm is a stopped house with cases, accounts and a record, all of it archived that is.
func houseToHarm(t *testing.T) flowtest.World {
	t.Helper()
	w, h := apptest.Judged(t, 30)
	apptest.WorkOn(t, h, 1)
	apptest.ArchiveSees(t, h.App)
	h.Stop()
	withAccounts(t, w)
	return w
}

// withAccounts gives a stopped house accounts, and its record, which the archive has, tells of them.
func withAccounts(t *testing.T, w flowtest.World) {
	t.Helper()
	for _, id := range []string{"li", "wang"} {
		if p := flowtest.Run(t, w.Args("user", "add", id, "--role", "monitor")...); p.Code != 0 {
			t.Fatal(p.Said())
		}
	}
	h := apptest.Open(t, w, w.Load(t), app.RoleRespond)
	apptest.ArchiveSees(t, h.App)
	h.Stop()
}

// refusal is what a server says that does not start.
func refusal(stream string, how func(string, []byte) error) func(*testing.T, flowtest.World) string {
	return func(t *testing.T, w flowtest.World) string {
		spoil(t, w, stream, how)
		p := flowtest.Run(t, w.Args("serve", "--listen", "127.0.0.1:0")...)
		if p.Code != flowtest.Failed {
			t.Errorf("a damaged house starts: %d", p.Code)
		}
		return p.Err.String()
	}
}

// readiness is what a server says of itself that starts and is not ready.
func readiness(t *testing.T, w flowtest.World) (said string) {
	p := flowtest.Start(t, w.Args("serve", "--listen", "127.0.0.1:0")...)
	flowtest.Until(t, "the server answers", func() bool {
		if p.Over() {
			t.Fatal(p.Said())
		}
		r, err := app.FindRunning(w.Data)
		if err != nil {
			return false
		}
		res, err := http.Get("http://" + r.Address + "/readyz")
		if err != nil {
			return false
		}
		b, err := io.ReadAll(res.Body)
		res.Body.Close()
		said = string(b)
		return err == nil && res.StatusCode == http.StatusServiceUnavailable && strings.Contains(said, "damaged")
	})
	p.Kill()
	return said
}

func followRow(t *testing.T, w flowtest.World, page, quote string, harm func(*testing.T, flowtest.World) string) {
	said := harm(t, w)
	if !saying(quote).MatchString(said) {
		t.Errorf("the page promises %q, it says %s", quote, said)
	}
	if !strings.Contains(said, "restore --repair") {
		t.Errorf("it names no repair: %s", said)
	}
	out := ""
	for _, line := range fenced(page, "sh") {
		p := typed(t, w, line)
		if out += p.Err.String(); p.Code != 0 {
			t.Fatalf("%s: %s", line, p.Said())
		}
	}
	promised := fenced(page, "text")
	if strings.Contains(quote, "ACCOUNTS") {
		promised = []string{"KV_ACCOUNTS: nothing of it can be read", "begins anew, empty", "user add"}
	}
	for _, line := range promised {
		if !saying(line).MatchString(out) {
			t.Errorf("the page promises %q, the repair says %s", line, out)
		}
	}
	if words := opens(t, w); words != "map[]" {
		t.Errorf("after the repair the start says %q", words)
	}
	if p := flowtest.Run(t, w.Args("user", "add", "zhao", "--role", "monitor")...); p.Code != 0 {
		t.Error(p.Said())
	}
}

// projectionsHeal spoils register and index of a house, and waits for what the page says of them.
func projectionsHeal(t *testing.T, w flowtest.World, page string) {
	db, err := sqlite.Raw(filepath.Join(w.Data, "register.db"))
	if err == nil {
		_, err = db.Exec(`UPDATE cases SET json = replace(json, '20', '2O')`)
		err = errors.Join(err, db.Close())
	}
	files, globbed := filepath.Glob(filepath.Join(w.Data, "index", "*", "store", "*.zap"))
	if err = errors.Join(err, globbed); err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		flowtest.Write(t, name, "damaged")
	}
	p, _ := apptest.Serve(t, w)
	n := 0
	for _, quote := range quoted.FindAllStringSubmatch(page, -1) {
		if strings.Contains(quote[1], "it is built again from the log") {
			n++
			flowtest.Until(t, quote[1], func() bool { return strings.Contains(p.Err.String(), quote[1]) })
		}
	}
	if n != 2 {
		t.Errorf("the page names %d of register and index", n)
	}
}
