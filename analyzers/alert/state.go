package alert

import (
	"encoding/gob"
	"errors"
	"fmt"
	"io"
)

// saved is how a state is written down.
type saved struct {
	Version int
	State   state
	Ringing []slot // gob knows no empty pointers in a list
}

type slot struct {
	At int
	Is ringing
}

// stateVersion changes with what a saved state means; another one is not read.
const stateVersion = 1

// ErrState refuses what is no saved state of this version. Whoever gets it replays the past.
var ErrState = errors.New("this is no saved state of the alerts of this version")

// Save writes the state whole. A Detector that loads it goes on as this one would.
func (d *Detector) Save(w io.Writer) error {
	s := saved{Version: stateVersion, State: d.state}
	for i, a := range d.Ringing {
		if a != nil {
			s.Ringing = append(s.Ringing, slot{i, *a})
		}
	}
	s.State.Ringing = nil
	return gob.NewEncoder(w).Encode(s)
}

// Load makes a Detector of a saved state. Watches may be others than when it was saved.
func Load(r io.Reader, o Options) (*Detector, error) {
	var s saved
	if err := gob.NewDecoder(r).Decode(&s); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrState, err)
	}
	d := New(o)
	if s.Version != stateVersion || !s.whole() {
		return nil, ErrState
	}
	d.state = s.State
	d.Rhythm.day = o.Day
	if d.Rhythm.Pending == nil {
		d.Rhythm.Pending = map[int]float64{}
	}
	if d.Watched == nil {
		d.Watched = map[string]*watched{}
	}
	for _, w := range d.Watched {
		if w.Rang == nil {
			w.Rang = map[string]int64{}
		}
	}
	for i, c := range d.Cells {
		d.byKey[c.Key] = i
	}
	for _, x := range s.Ringing {
		for len(d.Ringing) <= x.At {
			d.Ringing = append(d.Ringing, nil)
		}
		a := x.Is
		if a.Alert.Mentions == nil {
			a.Alert.Mentions = []string{}
		}
		d.Ringing[x.At] = &a
	}
	return d, nil
}

// whole says whether a state's numbers point to what is there.
func (s *saved) whole() bool {
	st := &s.State
	cells, topics := len(st.Cells), len(st.Rhythm.Of)
	if topics == 0 || st.Rhythm.Now < st.Rhythm.Start || st.Rhythm.Start < 0 || len(s.Ringing) > mostAlerts {
		return false
	}
	rings := map[int]int{} // slot -> cell
	for _, a := range s.Ringing {
		if a.At < 0 || a.At >= mostAlerts || a.Is.Cell < -1 || a.Is.Cell >= cells {
			return false
		}
		rings[a.At] = a.Is.Cell
	}
	for i, c := range st.Cells {
		cell, rung := rings[c.Alert-1]
		if c.Topic < 0 || c.Topic >= topics || c.Class < 0 || c.Class >= lastClass ||
			c.Alert != 0 && (!rung || cell != i) || i == 0 && c.Key.What != cellAll {
			return false
		}
	}
	for _, at := range st.Names {
		if at < 0 || at >= topics {
			return false
		}
	}
	for at := range st.Rhythm.Pending {
		if at < 0 || at >= topics {
			return false
		}
	}
	for _, r := range st.Records {
		for _, at := range r.Cells {
			if at < 0 || at >= cells {
				return false
			}
		}
	}
	for _, c := range st.Rhythm.Class {
		if c >= classes {
			return false
		}
	}
	return true
}
