package classify

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"huiying/analyzers/modelfile"
)

// A model file is
//
//	"huiying topic model\n"  version (2 bytes)
//	facts as JSON, its length before it
//	number of features, number of labels, sharpness
//	each label:   worth of a weight step, bias
//	each feature: distance to the key before it, gain, one weight a label
//	SHA-256 of all before it
//
// with lengths and distances as varints and numbers in little-endian order. The weights
// come last and are most of it.
const (
	magic   = "huiying topic model\n"
	version = 1
	// maxFile is far above what Train writes; a longer file is no model.
	maxFile = 64 << 20
)

// What Load finds wrong.
var (
	ErrNoModel = errors.New("this file is no topic model; make one with 'huiying train'")
	ErrNewer   = errors.New("this topic model was written by a newer huiying; update huiying, or train again")
	ErrDamaged = errors.New("this topic model is damaged; copy it again, or train again")
)

var form = modelfile.Form{Magic: magic, Version: version, Most: maxFile, None: ErrNoModel, Newer: ErrNewer,
	Older: ErrDamaged, Damaged: ErrDamaged} // there was no version before the first

// Save writes the model. The same model gives the same bytes.
func (m *Model) Save(w io.Writer) error {
	b, err := m.bytes()
	if err != nil {
		return err
	}
	_, err = w.Write(b)
	return err
}

func (m *Model) bytes() ([]byte, error) {
	facts, err := json.Marshal(m.facts)
	if err != nil {
		return nil, err
	}
	le := binary.LittleEndian
	b := form.Begin()
	b = binary.AppendUvarint(b, uint64(len(facts)))
	b = append(b, facts...)
	b = binary.AppendUvarint(b, uint64(len(m.keys)))
	b = binary.AppendUvarint(b, uint64(len(m.scale)))
	b = le.AppendUint64(b, math.Float64bits(m.sharp))
	for k, s := range m.scale {
		b = le.AppendUint32(b, math.Float32bits(s))
		b = le.AppendUint64(b, math.Float64bits(m.bias[k]))
	}
	before := uint64(0)
	for _, key := range m.keys {
		b = binary.AppendUvarint(b, key-before)
		before = key
	}
	for _, g := range m.gain {
		b = le.AppendUint32(b, math.Float32bits(g))
	}
	for _, w := range m.weight {
		b = le.AppendUint16(b, uint16(w))
	}
	return modelfile.Seal(b), nil
}

// Load reads a model that Save wrote. Errors: ErrNoModel, ErrNewer, ErrDamaged, or that of
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
	return m.ready(), nil
}

// parse reads all after the version. The checksum has been compared, so that a fault here
// is a fault of the writer; it must not become a crash all the same.
func parse(b []byte) (*Model, error) {
	p := &modelfile.Parts{Left: b}
	m := &Model{}
	facts := p.Take(p.Length(1))
	if p.Bad {
		return nil, modelfile.ErrShort
	}
	if err := json.Unmarshal(facts, &m.facts); err != nil {
		return nil, fmt.Errorf("its facts: %w", err)
	}
	n := p.Length(1)
	k := p.Length(12)
	m.sharp = p.Float64()
	if k < 2 || k != len(m.facts.Labels) {
		return nil, fmt.Errorf("%d labels are named and %d have weights", len(m.facts.Labels), k)
	}
	for range k {
		m.scale = append(m.scale, p.Float32())
		m.bias = append(m.bias, p.Float64())
	}
	if p.Bad || n > maxFeatures || n > len(p.Left)/(5+2*k) {
		return nil, modelfile.ErrShort
	}
	m.keys = make([]uint64, n)
	before := uint64(0)
	for i := range m.keys {
		step := p.Uvarint()
		if i > 0 && (step == 0 || before+step < before) {
			return nil, errors.New("its features are out of order")
		}
		before += step
		m.keys[i] = before
	}
	m.gain = make([]float32, n)
	for i := range m.gain {
		m.gain[i] = p.Float32()
	}
	m.weight = make([]int16, n*k)
	for i := range m.weight {
		m.weight[i] = int16(binary.LittleEndian.Uint16(p.Take(2)))
	}
	if p.Bad || len(p.Left) > 0 {
		return nil, modelfile.ErrShort
	}
	if !m.finite() {
		return nil, errors.New("it holds numbers that are none")
	}
	return m, nil
}

// finite keeps NaN and infinity out, which would make every confidence NaN.
func (m *Model) finite() bool {
	ok := func(v float64) bool { return math.Abs(v) < 1e6 }
	return ok(m.sharp) && m.sharp > 0 &&
		!slices.ContainsFunc(m.bias, func(v float64) bool { return !ok(v) }) &&
		!slices.ContainsFunc(m.scale, func(v float32) bool { return !ok(float64(v)) }) &&
		!slices.ContainsFunc(m.gain, func(v float32) bool { return !ok(float64(v)) || v < 0 })
}

// pack makes weights of two bytes each, and leaves out what then weighs nothing, and the
// lightest of what does not fit.
func (c *corpus) pack(f *fitted, sharp float64) *Model {
	k := len(c.labels)
	m := &Model{sharp: sharp, bias: f.bias}
	for _, w := range f.weight {
		top := 0.0
		for j, v := range w {
			if f.gain[j] > 0 {
				top = max(top, math.Abs(v))
			}
		}
		m.scale = append(m.scale, float32(max(top, 1e-12)/math.MaxInt16))
	}
	step := func(j, label int) int16 { return int16(math.Round(f.weight[label][j] / float64(m.scale[label]))) }
	var keep []int
	heavy := make([]float64, len(c.keys))
	for j := range c.keys {
		for label := range k {
			heavy[j] += math.Abs(float64(step(j, label))) * float64(m.scale[label]) * float64(f.gain[j])
		}
		if heavy[j] > 0 {
			keep = append(keep, j)
		}
	}
	if most := min(maxWeights/k, maxFeatures); len(keep) > most {
		slices.SortStableFunc(keep, func(a, b int) int { return cmp.Compare(heavy[b], heavy[a]) })
		keep = keep[:most]
		slices.Sort(keep)
	}
	for _, j := range keep {
		m.keys = append(m.keys, c.keys[j])
		m.gain = append(m.gain, f.gain[j])
		for label := range k {
			m.weight = append(m.weight, step(j, label))
		}
	}
	return m.ready()
}
