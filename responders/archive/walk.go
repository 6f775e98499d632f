package archive

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// Report is what a walk over an archive found.
type Report struct {
	Days    int                 `json:"days"`
	Records int                 `json:"records"`
	Gone    int                 `json:"forgotten"` // whose words went by retention or purge
	First   string              `json:"first,omitempty"`
	Last    string              `json:"last,omitempty"`
	Marks   map[string]Position `json:"-"`
	Damage  []*Damage           `json:"damage"`
}

// Faults are what of the damage is more than a number that was gone before it was archived.
func (rep Report) Faults() []*Damage {
	return slices.DeleteFunc(slices.Clone(rep.Damage), func(f *Damage) bool { return f.missed })
}

// Walk reads a whole archive in the order in which it was written and checks every hash, every
// number and every day. on is called for each record that is whole (nil = only check), step
// after each file with its size. Damage does not end the walk: it goes on with the next day. The
// error is that of on or of the disk.
func Walk(ctx context.Context, dir string, o Options, on func(Record) error, step func(bytes int64)) (Report, error) {
	rep := Report{Marks: map[string]Position{}, Damage: []*Damage{}}
	c, err := newCodec()
	if err != nil {
		return rep, err
	}
	paths, err := files(dir)
	if err != nil {
		return rep, err
	}
	var before *day
	whole := true // the day before
	hasWords := func(s string) bool { return slices.Contains(o.Words, s) }
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return rep, err
		}
		take := func(_ int, r Record) error {
			rep.count(dayOf(path), r, slices.Contains(o.Streams, r.Stream))
			if on == nil {
				return nil
			}
			return on(r)
		}
		d, err := readDay(c, path, hasWords, take)
		if open, is := strings.CutSuffix(path, openSuffix); is && d == nil && errors.Is(err, os.ErrNotExist) {
			d, err = readDay(c, open+sealedSuffix, hasWords, take) // its day ended while others were read
		}
		switch fault, ok := errors.AsType[*Damage](err); {
		case ok:
			rep.Damage = append(rep.Damage, fault)
		case err != nil:
			return rep, err
		}
		if err == nil && d.last != "" {
			rep.fault(d.forgets())
		}
		if whole && d.last != "" { // what follows a damage is named by the damage
			rep.fault(d.follows(before))
		}
		whole = err == nil
		rep.Days++
		rep.Records += d.records
		if rep.First == "" {
			rep.First = dayOf(path)
		}
		rep.Last = dayOf(path)
		maps.Copy(rep.Marks, d.marks)
		before = d
		if step != nil {
			step(d.size)
		}
	}
	return rep, nil
}

func (rep *Report) fault(err error) {
	if fault, ok := errors.AsType[*Damage](err); ok {
		rep.Damage = append(rep.Damage, fault)
	}
}

// count notes a record. Numbers that were gone before they were archived are a fault only of a
// stream that is archived: an older version took streams too that drop numbers by design.
func (rep *Report) count(day string, r Record, archived bool) {
	switch {
	case r.Gone:
		rep.Gone++
	case r.Until != 0 && archived:
		rep.Damage = append(rep.Damage, &Damage{Day: day, missed: true, What: fmt.Sprintf(
			"%s %d to %d were gone from the log before they were archived: they aged out or were erased while the archive did not run, or the log lost them", r.Stream, r.Seq, r.Until)})
	}
}

// forgets checks that a sealed day's head tells the truth about its oldest words: retention
// goes by it.
func (d *day) forgets() error {
	if d.end == nil || d.head.Words.Equal(d.words) {
		return nil
	}
	return d.fault("its head does not say how old its words are: retention would miss them")
}

// Size is how many bytes the files of an archive have, for a bar.
func Size(dir string) (bytes int64) {
	paths, _ := files(dir)
	for _, p := range paths {
		if info, err := os.Stat(p); err == nil {
			bytes += info.Size()
		}
	}
	return bytes
}
