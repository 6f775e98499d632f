package house

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"huiying/words"
)

// said matches a phrase's key in a page or in Go, where it is asked for in full.
var said = regexp.MustCompile(`(?:\.T|\.must\(|\b[sS]ay\((?:[^,()]|\([^()]*\))+,|\.word\() ?"([a-zA-Z0-9_.]+)"`)

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
		for _, m := range said.FindAllStringSubmatch(string(b), -1) {
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
	text := all.String()
	for _, key := range words.Keys() {
		found := strings.Contains(text, `"`+key+`"`)
		for i := strings.IndexByte(key, '.'); i >= 0 && !found; {
			found = strings.Contains(text, `"`+key[:i+1]+`"`)
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
