package configs

import (
	"fmt"
	"io"

	"huiying/opinion"
	"huiying/words"
)

// Places knows divisions.
type Places interface {
	Division(code string) (opinion.Division, bool)
}

// CheckGazetteers hands each gazetteer to read, which says what is wrong with it.
func (c *Config) CheckGazetteers(read func(io.Reader) error) Diagnostics {
	var out Diagnostics
	for i, name := range c.Places.Gazetteer {
		err := c.readWith(name, read)
		if err != nil {
			out = append(out, c.fault(c.at(mainFile, fmt.Sprintf("places.gazetteer[%d]", i)),
				"fault.gazetteer", name, words.Why(err)))
		}
	}
	return out
}

func (c *Config) readWith(name string, read func(io.Reader) error) error {
	f, err := c.dir.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return read(f)
}

// CheckPlaces checks every division code against a table of places, and that a unit's level is
// its division's. It is apart from Load because the table is a living part that configs does
// not know. A disabled source is not checked.
func (c *Config) CheckPlaces(p Places) Diagnostics {
	var out Diagnostics
	fault := func(at pos, phrase string, args ...any) { out = append(out, c.fault(at, phrase, args...)) }
	if d, ok := p.Division(c.Region); c.Region != "" && !ok {
		fault(c.at(mainFile, "region"), "fault.unknown_division.region", c.Region)
	} else if ok && d.Level == opinion.Township {
		fault(c.at(mainFile, "region"), "fault.level.region", c.Region)
	}
	var nowhere Diagnostics // their cause is mostly one: a table that does not fit
	for i, u := range c.Units {
		d, ok := p.Division(u.Division)
		switch {
		case u.Division == "":
		case !ok:
			nowhere = append(nowhere, c.fault(c.at(unitsFile, fmt.Sprintf("units[%d].division", i)),
				"fault.unknown_division.unit", u.ID, u.Division))
		case u.Level != opinion.LevelUnknown && u.Level != d.Level:
			fault(c.at(unitsFile, fmt.Sprintf("units[%d].level", i)), "fault.unit_level",
				u.ID, levelWord(u.Level), d.Name, levelWord(d.Level))
		}
	}
	out = append(out, nowhere.once(remedyInit)...)
	for i, s := range c.Sources {
		if _, ok := p.Division(s.Division); s.Enabled && s.Division != "" && !ok {
			fault(c.at(sourcesFile, fmt.Sprintf("sources[%d].division", i)),
				"fault.unknown_division.source", s.ID, s.Division)
		}
	}
	c.checkWatchPlaces(p, fault)
	return out.sorted()
}
