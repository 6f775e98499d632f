package dispatch

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"

	"huiying/analyzers/modelfile"
)

// A model file is
//
//	"huiying dispatch model\n"  version (2 bytes)
//	names, layout of the heads and weights of the parts as JSON, its length before it
//	number of features, each: distance to the key before it, gain
//	two tables, of the heads and of the mean orders: number of outputs,
//	  each output:  worth of a step, bias
//	  each feature: number of moves, each move: distance to the output before it, steps
//	two lists of tallies, of the like and of duties: number, each: distance to the key before it,
//	  number of units, each unit: which, orders
//	SHA-256 of all before it
//
// with lengths, counts and distances as varints and numbers in little-endian order.
const (
	magic   = "huiying dispatch model\n"
	version = 2
	// maxFile is far above what Learn makes; a longer file is no model.
	maxFile = 256 << 20
)

// What Load finds wrong.
var (
	ErrNoModel = errors.New("this file is no dispatch model; make one with 'huiying learn'")
	ErrOlder   = errors.New("this dispatch model was written by an older huiying; learn again with 'huiying learn'")
	ErrNewer   = errors.New("this dispatch model was written by a newer huiying; update huiying, or learn again")
	ErrDamaged = errors.New("this dispatch model is damaged; copy it again, or learn again")
)

var form = modelfile.Form{Magic: magic, Version: version, Most: maxFile, None: ErrNoModel, Older: ErrOlder,
	Newer: ErrNewer, Damaged: ErrDamaged}

// header is the part of a file that is JSON.
type header struct {
	Facts Facts          `json:"facts"`
	Units []Unit         `json:"units"`
	Heads [heads]layout  `json:"heads"`
	Falls []fall         `json:"categories"`
	Stack [parts]float64 `json:"weights"`
}

// Save writes the model. The same model gives the same bytes.
func (m *Model) Save(w io.Writer) error {
	head, err := json.Marshal(header{m.facts, m.units, m.layout, m.falls, m.stack})
	if err != nil {
		return err
	}
	b := form.Begin()
	b = binary.AppendUvarint(b, uint64(len(head)))
	b = append(b, head...)
	b = binary.AppendUvarint(b, uint64(len(m.keys)))
	before := uint64(0)
	for j, key := range m.keys {
		b = binary.AppendUvarint(b, key-before)
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(m.gain[j]))
		before = key
	}
	b = m.means.append(m.heads.append(b))
	b = appendTallies(appendTallies(b, m.like), m.duty)
	_, err = w.Write(modelfile.Seal(b))
	return err
}

func (w *weave) append(b []byte) []byte {
	le := binary.LittleEndian
	b = binary.AppendUvarint(b, uint64(len(w.scale)))
	for o, s := range w.scale {
		b = le.AppendUint32(b, math.Float32bits(s))
		b = le.AppendUint32(b, math.Float32bits(w.bias[o]))
	}
	for j := range len(w.row) - 1 {
		out, move := w.moves(int32(j))
		b = binary.AppendUvarint(b, uint64(len(out)))
		last := uint16(0)
		for i, o := range out {
			b = binary.AppendUvarint(b, uint64(o-last))
			b = append(b, byte(move[i]))
			last = o
		}
	}
	return b
}

func appendTallies(b []byte, all map[uint64]tally) []byte {
	b = binary.AppendUvarint(b, uint64(len(all)))
	before := uint64(0)
	for _, key := range slices.Sorted(maps.Keys(all)) {
		b = binary.AppendUvarint(b, key-before)
		before = key
		t := all[key]
		b = binary.AppendUvarint(b, uint64(len(t.By)))
		for _, by := range t.By {
			b = binary.AppendUvarint(b, uint64(by.Unit))
			b = binary.AppendUvarint(b, uint64(by.Orders))
		}
	}
	return b
}

// Load reads a model that Save wrote. Errors: ErrNoModel, ErrOlder, ErrNewer, ErrDamaged, or that of
// reading.
func Load(r io.Reader) (*Model, error) {
	body, err := form.Open(r)
	if err != nil {
		return nil, err
	}
	m, err := parse(body)
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	return m, nil
}

// parse reads all after the version. The checksum has been compared, so that a fault here is one of
// the writer; it must not become a crash all the same.
func parse(b []byte) (*Model, error) {
	p := &parser{modelfile.Parts{Left: b}}
	var h header
	if head := p.Take(p.Length(1)); !p.Bad {
		if err := json.Unmarshal(head, &h); err != nil {
			return nil, fmt.Errorf("its names: %w", err)
		}
	}
	features := p.Length(5)
	if p.Bad || features > maxFeatures {
		return nil, modelfile.ErrShort
	}
	m := &Model{facts: h.Facts, units: h.Units, layout: h.Heads, falls: h.Falls, stack: h.Stack}
	for i, before := 0, uint64(0); i < features; i++ {
		m.keys = append(m.keys, p.next(&before, i))
		m.gain = append(m.gain, p.Float32())
	}
	m.heads, m.means = p.weave(features), p.weave(features)
	m.like, m.duty = p.tallies(len(m.units)), p.tallies(len(m.units))
	if p.Bad || len(p.Left) > 0 {
		return nil, modelfile.ErrShort
	}
	if err := h.check(len(m.heads.scale), len(m.means.scale)); err != nil {
		return nil, err
	}
	if !m.finite() {
		return nil, errors.New("it holds numbers that are none")
	}
	return m.ready(), nil
}

// check holds the header to what judging takes for granted.
func (h *header) check(outputs, means int) error {
	from, falls := 0, 0
	for k, l := range h.Heads {
		units := len(h.Units)
		if k >= headCategory || l.Classes == 0 {
			units = len(l.Of)
		}
		if l.From != from || l.Classes < 0 || l.Rest < -1 || l.Rest >= max(l.Classes, 1) ||
			len(l.Of) != units || math.Abs(l.Shared) > 100 ||
			slices.ContainsFunc(l.Of, func(c int32) bool { return c < -1 || int(c) >= max(l.Classes, 1) }) {
			return fmt.Errorf("its part %d does not fit", k)
		}
		if from += l.Classes; k >= headCategory {
			falls += l.Classes
		}
	}
	if from != outputs || falls != len(h.Falls) || len(h.Units) == 0 || len(h.Units) != means {
		return errors.New("its parts do not fit together")
	}
	for _, f := range h.Falls {
		if !f.fits(len(h.Units)) {
			return errors.New("its categories do not fit")
		}
	}
	return nil
}

// fits says whether a tally speaks of so many units, of each at most once, in order.
func (t tally) fits(units int) bool {
	before, sum := int32(-1), int64(0)
	for _, by := range t.By {
		if by.Unit <= before || int(by.Unit) >= units || by.Orders < 1 {
			return false
		}
		before = by.Unit
		sum += int64(by.Orders)
	}
	return sum == int64(t.Orders)
}

// finite keeps NaN and infinity out, which would make every confidence NaN.
func (m *Model) finite() bool {
	ok := func(v float64) bool { return math.Abs(v) < 1e6 }
	ok32 := func(v float32) bool { return ok(float64(v)) }
	bad32 := func(v float32) bool { return !ok32(v) }
	return !slices.ContainsFunc(m.stack[:], func(v float64) bool { return !ok(v) }) &&
		!slices.ContainsFunc(m.heads.scale, bad32) && !slices.ContainsFunc(m.heads.bias, bad32) &&
		!slices.ContainsFunc(m.means.scale, bad32) && !slices.ContainsFunc(m.means.bias, bad32) &&
		!slices.ContainsFunc(m.gain, func(v float32) bool { return !ok32(v) || v < 0 }) &&
		!slices.ContainsFunc(m.units, func(u Unit) bool { return u.Orders < 0 })
}
