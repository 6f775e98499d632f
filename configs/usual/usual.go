// Package usual makes the configuration of a place: its units from the usual organisation of
// government (通常的部门设置), a table, and the files of a directory around them. Everything is a pure
// function of the place, what its office said and the tables, so that the same question always gets the
// same files.
package usual

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

// Table is the usual organisation. It never changes once it was read.
type Table struct {
	Kinds     []Kind     `yaml:"kinds"`
	Townships []Township `yaml:"townships"`
}

// Kind is a kind of office; the head of organisation.yaml says what its keys mean.
type Kind struct {
	ID           string   `yaml:"id"`
	At           string   `yaml:"at"`
	Name         string   `yaml:"name"`
	Province     string   `yaml:"province"`
	Municipality string   `yaml:"municipality"`
	City         string   `yaml:"city"`
	District     string   `yaml:"district"`
	County       string   `yaml:"county"`
	Also         []string `yaml:"also"`
	In           []string `yaml:"in"`
	Topics       []string `yaml:"topics"`
	Else         string   `yaml:"else"`
	Vertical     string   `yaml:"vertical"`
	Under        string   `yaml:"under"`
}

// Township is the office of the townships whose names have one of these ends.
type Township struct {
	ID     string   `yaml:"id"`
	Ends   []string `yaml:"ends"`
	Name   string   `yaml:"name"`
	Topics []string `yaml:"topics"`
}

//go:embed organisation.yaml
var organisation []byte

// Organisation is the shipped table. The first call reads it, all share it.
var Organisation = sync.OnceValues(func() (*Table, error) { return read(organisation) })

const everywhere = "PMCADK"

func read(text []byte) (*Table, error) {
	t := &Table{}
	if err := yaml.UnmarshalWithOptions(text, t, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("organisation.yaml: %w", err)
	}
	known := map[string]bool{}
	for i := range t.Kinds {
		k := &t.Kinds[i]
		if k.At == "" {
			k.At = everywhere
		}
		if k.ID == "" || k.Name == "" || strings.Trim(k.At+k.Vertical, everywhere) != "" {
			return nil, fmt.Errorf("organisation.yaml: kind %d (%q) needs id, name and levels of %s",
				i+1, k.ID, everywhere)
		}
		known[k.ID] = true
	}
	for _, k := range t.Kinds {
		for _, other := range []string{k.Else, k.Under} {
			if other != "" && !known[other] {
				return nil, fmt.Errorf("organisation.yaml: %s names %q, which is no kind", k.ID, other)
			}
		}
	}
	return t, nil
}

// of are the lines that hold in a province, one a kind: a line about the province before the one about
// all others, and none where all lines are about other provinces.
func (t *Table) of(province string) []*Kind {
	var out []*Kind
	for i := range t.Kinds {
		k := &t.Kinds[i]
		if len(k.In) > 0 && !slices.Contains(k.In, province) {
			continue
		}
		j := slices.IndexFunc(out, func(o *Kind) bool { return o.ID == k.ID })
		switch {
		case j < 0:
			out = append(out, k)
		case len(k.In) > 0:
			out[j] = k
		}
	}
	return out
}

func (k *Kind) isAt(letter byte) bool       { return strings.IndexByte(k.At, letter) >= 0 }
func (k *Kind) isVertical(letter byte) bool { return strings.IndexByte(k.Vertical, letter) >= 0 }

// pattern is how an office of the kind is called at a level.
func (k *Kind) pattern(letter byte) string {
	own := map[byte]string{'P': k.Province, 'M': k.Municipality, 'C': k.City, 'A': k.City,
		'D': k.District, 'K': k.County}
	return cmp.Or(own[letter], k.Name)
}

// branches says whether the kind is a branch of the city's at a level.
func (k *Kind) branches(letter byte) bool { return strings.Contains(k.pattern(letter), "{city}") }
