// Package columns keeps what people said the columns of a source's files mean, in the data
// directory, so that the next file of that source is understood by itself. What is said now comes
// before the configuration, and that before what was kept. It holds labels of columns and nothing else.
package columns

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"

	"huiying/collectors/intake"
	"huiying/internal/wholefile"
	"huiying/opinion"
)

// File is the name of the file in a data directory: {"SOURCE": {"LABEL": "meaning"}}. A backup takes
// it along.
const File = "columns.json"

// Of is what was kept of a source: label -> meaning. A data directory that is not there has kept
// nothing.
func Of(dir, source string) (map[string]string, error) {
	kept, err := load(dir)
	return kept[source], err
}

func load(dir string) (map[string]map[string]string, error) {
	kept := map[string]map[string]string{}
	raw, err := os.ReadFile(filepath.Join(dir, File))
	if errors.Is(err, fs.ErrNotExist) {
		return kept, nil
	}
	if errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("%w; this account may not read %s: run it as the account that owns it, or "+
			"name another directory with --data", err, dir)
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(raw, &kept); err != nil {
		return nil, fmt.Errorf("%s in %s is damaged: %w; move it away, and say the columns again", File, dir, err)
	}
	return kept, nil
}

// Keep adds what was said of a source's columns. A command and a running server may keep at once.
func Keep(dir, source string, said map[string]string) error {
	if len(said) == 0 {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	lock := flock.New(filepath.Join(dir, File+".lock"))
	if err := lock.Lock(); err != nil {
		return err
	}
	defer func() { _ = lock.Unlock() }()
	kept, err := load(dir)
	if err != nil {
		return err
	}
	said = maps.Clone(said)
	maps.DeleteFunc(said, func(label, _ string) bool { return opinion.TellsPerson(label) }) // of one file alone
	kept[source] = Merge(kept[source], said)
	raw, err := json.MarshalIndent(kept, "", "  ")
	if err != nil {
		return err
	}
	return wholefile.Write(filepath.Join(dir, File), raw)
}

// Merge lays later meanings over earlier ones.
func Merge(layers ...map[string]string) map[string]string {
	out := map[string]string{}
	for _, l := range layers {
		maps.Copy(out, l)
	}
	return out
}

// Parse reads what a person says of columns: "LABEL=meaning", "-" for one that is not needed.
func Parse(said []string) (map[string]string, error) {
	out := map[string]string{}
	for _, s := range said {
		at := strings.LastIndex(s, "=")
		if at <= 0 {
			return nil, fmt.Errorf("a column is said as LABEL=meaning, not %q", s)
		}
		label, means := strings.TrimSpace(s[:at]), strings.TrimSpace(s[at+1:])
		if err := intake.CheckMeaning(label, means); err != nil {
			return nil, err
		}
		out[label] = means
	}
	return out, nil
}
