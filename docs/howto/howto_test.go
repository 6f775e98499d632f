// Package howto holds each page of this folder to a real small change: a page NAME.md lists the
// files that its example touches, and testdata/NAME.patch is the example.
package howto

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huiying/internal/flowtest"
)

const root = "../.."

// translation is the page whose example is made here: a language is every file of another one.
const translation = "translation"

// renew tells how to mend a change that the code has moved away from.
const renew = `the example of docs/howto/%[1]s.md does not fit the code any more. Make the change by hand as the page
tells, then write it down: git add -A && git diff --cached -U1 > /tmp/p && git reset -q --hard &&
mv /tmp/p docs/howto/testdata/%[1]s.patch`

// page is one page: the files that it lists, and the tests that it names.
type page struct {
	name          string
	text          string
	files         []string // in the order in which one touches them; may be a pattern
	packages, run []string
}

var (
	listed  = regexp.MustCompile("(?m)^\\d+\\. `([^`]+)`")
	command = regexp.MustCompile(`(?m)^go test (.+) -run '?([\w|]+)'?$`)
	changed = regexp.MustCompile(`(?m)^diff --git a/(\S+) `)
)

func pages(t *testing.T) []page {
	t.Helper()
	names, err := filepath.Glob("*.md")
	if err != nil || len(names) < 10 {
		t.Fatalf("%d pages, %v", len(names), err)
	}
	var out []page
	for _, file := range names {
		p := page{name: strings.TrimSuffix(file, ".md"), text: read(t, file)}
		if p.name == "README" {
			continue
		}
		for _, m := range listed.FindAllStringSubmatch(p.text, -1) {
			p.files = append(p.files, m[1])
		}
		for _, m := range command.FindAllStringSubmatch(p.text, -1) {
			p.packages = append(p.packages, strings.Fields(m[1])...)
			p.run = append(p.run, strings.Split(m[2], "|")...)
		}
		out = append(out, p)
	}
	return out
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// change is the example of a page on its own: what it touches, from the root of the module.
func (p page) change(t *testing.T) []string {
	t.Helper()
	if p.name == translation {
		return translated(t)
	}
	var files []string
	for _, m := range changed.FindAllStringSubmatch(read(t, p.patch()), -1) {
		files = append(files, m[1])
	}
	return files
}

func (p page) patch() string { return filepath.Join("testdata", p.name+".patch") }

// apply lays the example over a directory that holds what the code has, or an earlier example has
// made of it.
func (p page) apply(t *testing.T, dir string) {
	t.Helper()
	for _, file := range p.change(t) {
		over := filepath.Join(dir, file)
		if _, err := os.Stat(over); err == nil {
			continue
		}
		if b, err := os.ReadFile(filepath.Join(root, file)); err == nil {
			write(t, over, b)
		} else if !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
	if p.name == translation {
		for _, file := range translated(t) {
			from := path.Join("words/en", path.Base(file))
			if path.Dir(file) == "docs" {
				from = "docs/promise.zh-CN.md"
			}
			b, err := os.ReadFile(filepath.Join(dir, from))
			if err != nil {
				b = []byte(read(t, filepath.Join(root, from)))
			}
			write(t, filepath.Join(dir, file), b)
		}
		return
	}
	patch, err := filepath.Abs(p.patch())
	if err != nil {
		t.Fatal(err)
	}
	git := exec.Command("git", "apply", "-C1", "--recount", patch)
	git.Dir, git.Env = dir, append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
	if out, err := git.CombinedOutput(); err != nil {
		t.Fatalf(renew+"\n%[2]s", p.name, out)
	}
}

func write(t *testing.T, file string, b []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b, 0o644); err != nil {
		t.Fatal(err)
	}
}

// translated are the files of a new language, Tibetan.
func translated(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob(root + "/words/en/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("words/en has %d files, %v", len(names), err)
	}
	files := []string{"docs/promise.bo.md"}
	for _, name := range names {
		files = append(files, "words/bo/"+filepath.Base(name))
	}
	return files
}

// What a page lists is what its example touches, and no more.
func TestEachPageListsWhatItsExampleTouches(t *testing.T) {
	for _, p := range pages(t) {
		t.Run(p.name, func(t *testing.T) {
			files := p.change(t)
			for _, file := range files {
				if !slices.ContainsFunc(p.files, func(l string) bool { ok, _ := path.Match(l, file); return ok }) {
					t.Errorf("the example touches %s, and docs/howto/%s.md does not list it", file, p.name)
				}
			}
			for _, l := range p.files {
				if !slices.ContainsFunc(files, func(file string) bool { ok, _ := path.Match(l, file); return ok }) {
					t.Errorf("docs/howto/%s.md lists %s, and the example does not touch it", p.name, l)
				}
			}
			if len(p.run) == 0 {
				t.Errorf("docs/howto/%s.md names no test: a line `go test PACKAGES -run NAMES`", p.name)
			}
			if !strings.Contains(read(t, "README.md"), "("+p.name+".md)") {
				t.Errorf("docs/howto/README.md does not lead to %s.md", p.name)
			}
			p.apply(t, t.TempDir())
		})
	}
}

// All examples at once are laid over the code (go -overlay: nothing is copied, and the build cache
// is shared), vetted, and tried by the tests that their pages name.
func TestTheExamplesBuildAndPassTheirTests(t *testing.T) {
	look(t)
	dir, over := t.TempDir(), map[string]string{}
	touched, tested, named := map[string]bool{}, map[string]bool{}, map[string]string{}
	for _, p := range pages(t) {
		p.apply(t, dir)
		for _, file := range p.change(t) {
			here, err := filepath.Abs(filepath.Join(root, file))
			if err != nil {
				t.Fatal(err)
			}
			over[here] = filepath.Join(dir, file)
			if strings.HasSuffix(file, ".go") {
				touched["./"+path.Dir(file)] = true
			}
		}
		for _, pkg := range p.packages {
			tested[pkg] = true
		}
		for _, name := range p.run {
			named[name] = p.name
		}
	}
	b, err := json.Marshal(map[string]any{"Replace": over})
	if err != nil {
		t.Fatal(err)
	}
	l := laid{dir, filepath.Join(dir, "overlay.json")}
	write(t, l.overlay, b)
	// The go command cannot vet or test what has no folder on disk yet, nor vet what needs that.
	old, fresh := there(touched)
	l.run(t, root, l.command("vet", l.without(t, fresh, old)...)...)
	run := "^(" + strings.Join(slices.Sorted(maps.Keys(named)), "|") + ")$"
	old, more := there(tested)
	said := l.run(t, root, l.command("test", append([]string{"-vet=off", "-v", "-run", run}, old...)...)...)
	for _, pkg := range slices.Compact(slices.Sorted(slices.Values(append(fresh, more...)))) {
		binary := filepath.Join(dir, "new.test")
		l.run(t, root, l.command("test", "-vet=off", "-c", "-o", binary, pkg)...)
		said += l.run(t, dir, binary, "-test.v", "-test.run", run)
	}
	for _, name := range slices.Sorted(maps.Keys(named)) {
		if !strings.Contains(said, "--- PASS: "+name+" ") {
			t.Errorf("docs/howto/%s.md names the test %s, which is not in the packages that it names", named[name], name)
		}
	}
}

// look has go test see every file that the go command of this test reads: a result that it has kept
// is then never older than the code.
func look(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && p != root, d.IsDir() &&
			(d.Name() == "node_modules" || d.Name() == "bin"):
			return filepath.SkipDir
		case !d.IsDir():
			_, err = os.Stat(p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// there parts packages into those whose folder is on disk and those that only examples have.
func there(packages map[string]bool) (old, fresh []string) {
	for _, pkg := range slices.Sorted(maps.Keys(packages)) {
		if _, err := os.Stat(filepath.Join(root, pkg)); err == nil {
			old = append(old, pkg)
		} else {
			fresh = append(fresh, pkg)
		}
	}
	return old, fresh
}

// laid are the examples in a folder, laid over the code.
type laid struct{ dir, overlay string }

// command is one of the go command over the examples. With the race detector it uses again what
// the other tests have built of others' packages. Ours nearly all stand on what an example changes:
// they are built without optimization, in little more than half the time.
func (l laid) command(verb string, args ...string) []string {
	out := []string{"go", verb, "-overlay", l.overlay, "-gcflags=huiying/...=-N -l -dwarf=false"}
	if flowtest.Race {
		out = append(out, "-race")
	}
	return append(out, args...)
}

// without are the packages that do not need any of the fresh ones, nor do their tests.
func (l laid) without(t *testing.T, fresh, packages []string) (out []string) {
	t.Helper()
	for _, pkg := range packages {
		list := l.run(t, root, "go", "list", "-overlay", l.overlay, "-deps", "-test", pkg)
		if !slices.ContainsFunc(fresh, func(f string) bool {
			return strings.Contains(list,
				"\nhuiying/"+strings.TrimPrefix(f, "./")+"\n")
		}) {
			out = append(out, pkg)
		}
	}
	return out
}

func (l laid) run(t *testing.T, in string, args ...string) string {
	t.Helper()
	c := exec.Command(args[0], args[1:]...)
	c.Dir = in
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s\nThe examples stand in docs/howto/testdata, by the names of their pages; mend the page too.",
			strings.Join(args[:2], " "), err, tail(out))
	}
	return string(out)
}

// tail is the end of what a program said.
func tail(out []byte) []byte {
	lines := bytes.SplitAfter(out, []byte("\n"))
	return bytes.Join(lines[max(0, len(lines)-60):], nil)
}
