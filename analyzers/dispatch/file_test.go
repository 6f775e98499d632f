package dispatch

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"reflect"
	"testing"
)

func TestAModelReadsBackAsItWasWritten(t *testing.T) {
	m, _ := learned(t, invented(200))
	b := saved(t, m)
	n, err := Load(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(saved(t, n), b) {
		t.Error("it is written differently again")
	}
	for _, o := range invented(30) {
		if got, want := n.Propose(o.Reading), m.Propose(o.Reading); !reflect.DeepEqual(got, want) {
			t.Fatalf("%v, before %v", got, want)
		}
	}
	if n.Facts().Orders != 200 || len(n.Units()) != 8 {
		t.Errorf("%+v, %d units", n.Facts(), len(n.Units()))
	}
}

func TestWhatIsNoModelIsRefused(t *testing.T) {
	m, _ := learned(t, invented(100))
	good := saved(t, m)
	newer := bytes.Clone(good)
	newer[len(magic)] = 9
	older := bytes.Clone(good)
	older[len(magic)] = 1
	bent := bytes.Clone(good)
	bent[len(bent)/2]++
	for name, x := range map[string]struct {
		b    []byte
		want error
	}{
		"nothing": {nil, ErrNoModel}, "a text": {[]byte("text"), ErrNoModel}, "cut": {good[:len(good)-9], ErrDamaged},
		"newer": {newer, ErrNewer}, "older": {older, ErrOlder}, "bent": {bent, ErrDamaged},
		"the head alone": {good[:len(magic)+2], ErrDamaged},
	} {
		if _, err := Load(bytes.NewReader(x.b)); !errors.Is(err, x.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A file that its checksum lets pass is refused or judges; it never breaks down.
func FuzzLoad(f *testing.F) {
	m, _ := learned(f, invented(60))
	f.Add(saved(f, m)[len(magic)+2:])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, body []byte) {
		b := append([]byte(magic), version, 0)
		if n := len(body) - sha256.Size; n > 0 {
			body = body[:n]
		}
		b = append(b, body...)
		sum := sha256.Sum256(b)
		m, err := Load(bytes.NewReader(append(b, sum[:]...)))
		if err != nil {
			return
		}
		for _, p := range m.Propose(invented(1)[0].Reading) {
			if !(p.Confidence >= 0 && p.Confidence <= 1) {
				t.Errorf("confidence %v", p.Confidence)
			}
		}
		m.Category(invented(1)[0].Reading)
	})
}
