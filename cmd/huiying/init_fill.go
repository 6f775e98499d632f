package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"huiying/analyzers/territory"
	"huiying/app/judging"
	"huiying/configs"
	"huiying/configs/usual"
	"huiying/internal/wholefile"
	"huiying/opinion"
	"huiying/words"
)

// fill gives topics that no unit of a directory's region is in charge of to the units that usually are.
// Everything that can fail comes before the file is written.
func (o initOptions) fill(out io.Writer) error {
	if o.dir == "" {
		return wrongUse("fill_directory")
	}
	cfg, err := configs.Load(o.dir)
	if err := otherFaults(cfg, err); err != nil {
		return o.tellOthers(out, err)
	}
	places, err := judging.Places(cfg)
	if err != nil {
		return err
	}
	add, left, text, err := o.filled(cfg, places)
	if errors.Is(err, usual.ErrElsewhere) || errors.Is(err, usual.ErrDivision) {
		return o.wrong("cli.init.elsewhere", usualName(places, cfg.Region))
	}
	if errors.Is(err, usual.ErrEdit) {
		return errors.New(o.say("cli.fill.by_hand", err))
	}
	if err != nil {
		return o.tellOthers(out, err)
	}
	for _, a := range add {
		key := "cli.fill.given"
		if a.New {
			key = "cli.fill.made"
		}
		fmt.Fprintln(out, o.say(key, a.Unit.Name, a.Unit.ID, o.topics(cfg, a.Topics)))
	}
	for _, t := range left {
		fmt.Fprintln(out, o.say("cli.fill.left", o.topics(cfg, []string{t})))
	}
	switch path := filepath.Join(o.dir, unitsFile); {
	case len(add) == 0:
		fmt.Fprintln(out, o.say("cli.fill.none"))
	case o.dry:
		fmt.Fprintln(out, o.say("cli.fill.dry", path))
	default:
		if err := replace(path, text); err != nil {
			return err
		}
		fmt.Fprintln(out, o.say("cli.fill.written", path, o.dir))
	}
	return nil
}

// unitsFile is where the units stand in a directory.
const unitsFile = "units.yaml"

// fillable are the faults that filling mends.
var fillable = []string{"no_responder", "other_region", "no_office"}

// otherFaults are those that must be mended first.
func otherFaults(cfg *configs.Config, err error) error {
	var faults configs.Diagnostics
	if !errors.As(err, &faults) {
		return err
	}
	faults = slices.DeleteFunc(faults, func(f configs.Diagnostic) bool { return slices.Contains(fillable, f.Code) })
	if len(faults) > 0 || cfg == nil {
		return faults
	}
	return nil
}

// tellOthers prints faults that must be mended first, in the language of who calls.
func (o initOptions) tellOthers(out io.Writer, err error) error {
	var faults configs.Diagnostics
	if !errors.As(err, &faults) {
		return err
	}
	for _, f := range faults {
		fmt.Fprintln(out, f.In(o.lang))
	}
	return errors.New(o.say("cli.fill.first"))
}

// filled is what is added, what stays without a unit, and units.yaml with it. It is read again: it says
// what was there, what was added, and nothing else.
func (o initOptions) filled(cfg *configs.Config, places *territory.Table) (add []usual.Addition, left []string,
	text []byte, err error) {
	table, err := usual.Organisation()
	if err != nil {
		return nil, nil, nil, err
	}
	text, err = os.ReadFile(filepath.Join(o.dir, unitsFile))
	have := cfg.Units
	if errors.Is(err, os.ErrNotExist) { // those of the shipped sample are of another place
		text, have, err = []byte("units:\n"), nil, nil
	}
	if err != nil {
		return nil, nil, nil, err
	}
	add, left, err = usual.Fill(places, table, cfg.Region, have, cfg.Gaps())
	if err != nil {
		return nil, nil, nil, err
	}
	if text, err = usual.Edit(text, add, words.Say(words.First, "cli.fill.heading")); err != nil {
		return nil, nil, nil, err
	}
	got, err := configs.LoadChanged(o.dir, map[string][]byte{unitsFile: text})
	if err := otherFaults(got, err); err != nil {
		return nil, nil, nil, err
	}
	if !sameUnits(got.Units, withAdditions(have, add)) {
		return nil, nil, nil, fmt.Errorf("%s: %w", filepath.Join(o.dir, unitsFile), usual.ErrEdit)
	}
	return add, left, text, nil
}

func withAdditions(units []opinion.Unit, add []usual.Addition) []opinion.Unit {
	out := slices.Clone(units)
	for _, a := range add {
		if a.New {
			out = append(out, a.Unit)
			continue
		}
		i := slices.IndexFunc(out, func(u opinion.Unit) bool { return u.ID == a.Unit.ID })
		out[i].Topics = slices.Concat(out[i].Topics, a.Topics)
	}
	return out
}

func sameUnits(a, b []opinion.Unit) bool {
	return slices.EqualFunc(a, b, func(x, y opinion.Unit) bool {
		if !slices.Equal(x.Topics, y.Topics) {
			return false
		}
		x.Topics, y.Topics = nil, nil
		return reflect.DeepEqual(x, y)
	})
}

// topics names topics as people read them.
func (o initOptions) topics(cfg *configs.Config, ids []string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		t, _ := cfg.Topic(id)
		out[i] = id
		if name := t.Name; name != "" {
			if o.lang == "en" && t.NameEn != "" {
				name = t.NameEn
			}
			out[i] = name + " (" + id + ")"
		}
	}
	return strings.Join(out, words.Say(o.lang, "cli.fill.between"))
}

// usualName is how a division is called, its code where it is unknown.
func usualName(places *territory.Table, code string) string {
	if d, ok := places.Division(code); ok {
		return d.Name
	}
	return code
}

// replace puts a file in its place whole, with the rights that it had.
func replace(path string, text []byte) error {
	mode := os.FileMode(0o644)
	if st, err := os.Stat(path); err == nil {
		mode = st.Mode().Perm()
	}
	if err := wholefile.Write(path, text); err != nil {
		return err
	}
	return os.Chmod(path, mode)
}
