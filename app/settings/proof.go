package settings

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Proof holds the versions of the log against each other, in their order: numbers follow, each names
// the hash of the one before it, and every text is what its hash says. The zero Proof has seen none.
type Proof struct {
	seen   int
	number int
	hash   string          // of the last record
	known  map[string]bool // hashes of texts that a record had
}

// Check takes the next record as it lies in the log, and says what is wrong with it. It goes on from
// the record as it is, so that one fault is told once.
func (p *Proof) Check(data []byte) error {
	var r record
	if err := json.Unmarshal(data, &r); err != nil {
		p.hash = sum(string(data))
		return fmt.Errorf("no version: %w", err)
	}
	if p.known == nil {
		p.known = map[string]bool{}
	}
	var faults []error
	want := 0
	if p.seen > 0 {
		want = p.number + 1
	}
	if r.Number != want {
		faults = append(faults, fmt.Errorf("version %d stands where %d should", r.Number, want))
	}
	if r.Before != p.hash {
		faults = append(faults, fmt.Errorf("version %d does not follow the one before it", r.Number))
	}
	for name, text := range r.Texts {
		if sum(text) != r.Files[name] {
			faults = append(faults, fmt.Errorf("version %d: its text of %s is not what was stored", r.Number, name))
		}
		p.known[r.Files[name]] = true
	}
	for name, hash := range r.Files {
		if !p.known[hash] {
			faults = append(faults, fmt.Errorf("version %d: the log lacks its text of %s", r.Number, name))
		}
	}
	p.seen, p.number, p.hash = p.seen+1, r.Number, sum(string(data))
	return errors.Join(faults...)
}
