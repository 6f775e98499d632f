package sqlite

import "sync"

// TurnPosition is how much of the register's turns a reader has seen. The zero mark has seen nothing.
type TurnPosition struct{ file, n uint64 }

// mostNoted bounds the journal: whoever is further behind reads all turns again.
const mostNoted = 50_000

// journal notes of which cases the turns changed, or the votes on them, for readers in this process
// that keep what they counted.
type journal struct {
	mu    sync.Mutex
	file  uint64 // which file of the register it speaks of
	first uint64 // number of cases[0]
	cases []string
}

// anew begins the journal of another file.
func (j *journal) anew() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.file, j.first, j.cases = j.file+1, 0, nil
}

func (j *journal) note(cases []string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.cases = append(j.cases, cases...)
	if over := len(j.cases) - mostNoted; over > 0 {
		over = min(len(j.cases), over+mostNoted/2)
		j.first += uint64(over)
		j.cases = append([]string(nil), j.cases[over:]...)
	}
}

// since are the cases noted after a mark, each once; nil stands for all.
func (j *journal) since(m TurnPosition) ([]string, TurnPosition) {
	j.mu.Lock()
	defer j.mu.Unlock()
	now := TurnPosition{j.file, j.first + uint64(len(j.cases))}
	if m.file != j.file || m.n < j.first {
		return nil, now
	}
	out, seen := []string{}, map[string]bool{}
	for _, id := range j.cases[m.n-j.first:] {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out, now
}
