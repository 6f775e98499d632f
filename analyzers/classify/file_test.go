package classify

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"testing"
)

func TestLoadedModelAnswersTheSame(t *testing.T) {
	m, _ := once()
	var file bytes.Buffer
	if err := m.Save(&file); err != nil {
		t.Fatal(err)
	}
	loaded, err := Load(&file)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := fmt.Sprintf("%+v", m.Facts()), fmt.Sprintf("%+v", loaded.Facts()); a != b {
		t.Errorf("facts\n%s\n%s", a, b)
	}
	for _, e := range synthetic(30) {
		if a, b := m.Judge(e.Title, e.Text, nil), loaded.Judge(e.Title, e.Text, nil); fmt.Sprint(a) != fmt.Sprint(b) {
			t.Errorf("%+v\n%+v", a, b)
		}
	}
}

// sealed puts a right checksum under what a test has changed.
func sealed(b []byte) []byte {
	sum := sha256.Sum256(b)
	return append(slices.Clone(b), sum[:]...)
}

func TestDamagedFiles(t *testing.T) {
	m, _ := once()
	whole, err := m.bytes()
	if err != nil {
		t.Fatal(err)
	}
	body := whole[:len(whole)-sha256.Size]
	changed := func(at int, v byte) []byte {
		b := slices.Clone(whole)
		b[at] ^= v
		return b
	}
	newer := slices.Clone(body)
	binary.LittleEndian.PutUint16(newer[len(magic):], version+1)
	tail := func(n int) []byte { return sealed(body[:len(body)-n]) }
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"empty":              {nil, ErrNoModel},
		"other file":         {[]byte("PK\x03\x04 something else"), ErrNoModel},
		"name only":          {[]byte(magic), ErrDamaged},
		"one bit":            {changed(len(whole)/2, 1), ErrDamaged},
		"checksum":           {changed(len(whole)-1, 1), ErrDamaged},
		"cut":                {whole[:len(whole)/2], ErrDamaged},
		"newer":              {sealed(newer), ErrNewer},
		"sealed but short":   {tail(1), ErrDamaged},
		"sealed but long":    {sealed(append(slices.Clone(body), 0)), ErrDamaged},
		"sealed but nothing": {sealed(body[:len(magic)+2]), ErrDamaged},
	} {
		if _, err := Load(bytes.NewReader(c.file)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := Load(io.LimitReader(endless{}, maxFile+2)); !errors.Is(err, ErrNoModel) {
		t.Errorf("endless: %v", err)
	}
	notFinite := *m
	notFinite.bias = slices.Clone(m.bias)
	notFinite.bias[0] = math.NaN()
	b, _ := notFinite.bytes()
	if _, err := Load(bytes.NewReader(b)); !errors.Is(err, ErrDamaged) {
		t.Errorf("NaN: %v", err)
	}
}

type endless struct{}

func (endless) Read(b []byte) (int, error) {
	copy(b, magic)
	return len(b), nil
}

func FuzzLoad(f *testing.F) {
	m, _ := once()
	whole, err := m.bytes()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole[len(magic)+2 : len(whole)-sha256.Size])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, body []byte) {
		// A right name and checksum, or the fuzzer would never come past them.
		file := sealed(append(append([]byte(magic), version, 0), body...))
		m, err := Load(bytes.NewReader(file))
		if err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Fatalf("unnamed error: %v", err)
			}
			return
		}
		got := m.Judge("停水三天", "公交站台", nil)
		if !(got.Confidence >= 0 && got.Confidence <= 1) {
			t.Fatalf("%+v", got)
		}
		again, err := m.bytes()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Load(bytes.NewReader(again)); err != nil {
			t.Fatalf("what was loaded cannot be saved and loaded: %v", err)
		}
	})
}
