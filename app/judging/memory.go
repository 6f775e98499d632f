package judging

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"huiying/bus"
	"huiying/opinion"
)

// publishedBy is the header in which an analyzer says which process published a finding.
const publishedBy = "Huiying-Analyzer"

// memory is what an analyzer knows of FINDINGS. It keeps the grouper in step with the log: with
// what was published before a start, by other analyzers that share the work, and by persons.
type memory struct {
	judges *Judges
	self   string // which process this is, among analyzers that share the work

	mu      sync.Mutex
	fixed   map[string]int // mention -> corrections seen, of those that have any
	seq     uint64         // everything up to it is known
	wroteTo uint64         // the last that this analyzer wrote, where others came in between
	latest  [2]map[string]bool
	unsaid  map[string]bool // judged here, and not published as far as is known
}

// mostLatest is how many mentions are remembered, twice over, as having their finding. The
// register, which has all of them, is behind by less.
const mostLatest = 10_000

func newMemory(j *Judges, self string) *memory {
	return &memory{judges: j, self: self, fixed: map[string]int{}, unsaid: map[string]bool{},
		latest: [2]map[string]bool{{}, {}}}
}

// take tells the grouper of one published finding that it did not publish itself, or did not know
// it had. A late copy of a judgement that a person has corrected since changes nothing.
func (m *memory) take(msg bus.Msg) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if msg.Seq <= m.seq {
		return
	}
	m.seq = msg.Seq
	if msg.Header[publishedBy] == m.self && !m.unsaid[msg.ID] {
		m.note(msg.ID)
		return
	}
	var f opinion.Finding
	if err := json.Unmarshal(msg.Data, &f); err != nil {
		return // the step that meets it says so
	}
	m.note(f.ID)
	delete(m.unsaid, f.ID)
	if n := len(f.Corrected); n < m.fixed[f.ID] {
		return
	} else if n > 0 {
		m.fixed[f.ID] = n
	}
	m.judges.Issues.Restore(f, m.judges.cut(f))
}

// note remembers that a mention has its finding. m.mu is held.
func (m *memory) note(id string) {
	if len(m.latest[0]) >= mostLatest {
		m.latest[0], m.latest[1] = m.latest[1], m.latest[0]
		clear(m.latest[0])
	}
	m.latest[0][id] = true
}

// wrote notes what this analyzer has published. Where nobody came in between, that much more is
// known.
func (m *memory) wrote(ids []string, seqs []uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, seq := range seqs {
		m.note(ids[i])
		if seq > 0 { // else it was stored before, and may say something else
			delete(m.unsaid, ids[i])
		}
		if seq == m.seq+1 {
			m.seq = seq
		}
		m.wroteTo = max(m.wroteTo, seq)
	}
}

// unsay takes back what this analyzer judged and could not publish: the log knows nothing of it, or
// the answer was lost, or it is stored yet. Where it is, it will be heard of as of what others say.
func (m *memory) unsay(found []opinion.Finding) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.judges.Issues.Withdraw(found, m.noted, m.judges.cut)
	for _, f := range found {
		if f.ID != "" && !m.noted(f.ID) {
			m.unsaid[f.ID] = true
		}
	}
}

// has says whether a mention has got its finding lately, from whomever.
func (m *memory) has(id string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.noted(id)
}

// noted is has, with m.mu held.
func (m *memory) noted(id string) bool { return m.latest[0][id] || m.latest[1][id] }

// passOver marks the mentions that have their finding: a register may not know yet.
func (m *memory) passOver(mentions []opinion.Mention, errs []error) {
	for i := range mentions {
		if errs[i] == nil && m.has(mentions[i].ID) {
			errs[i] = errJudged
		}
	}
}

// upTo is the number of FINDINGS up to which everything is known.
func (m *memory) upTo() uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.seq
}

// abreast lets m know at least what came before this analyzer's own last finding, and says up to
// where it knows all.
func (m *memory) abreast(ctx context.Context, log *bus.Bus) (uint64, error) {
	m.mu.Lock()
	seq, behind := m.seq, m.wroteTo > m.seq
	m.mu.Unlock()
	if !behind {
		return seq, nil
	}
	err := m.catchUp(ctx, log)
	return m.upTo(), err
}

// catchUp takes everything up to the present end of the log: after a start, so that a report
// joins the issue it would have joined before; and where others were quicker.
func (m *memory) catchUp(ctx context.Context, log *bus.Bus) error {
	last, err := log.Read(ctx, "FINDINGS", "", m.upTo()+1, func(msg bus.Msg) error {
		m.take(msg)
		return nil
	})
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seq = max(m.seq, last) // the newest may have been erased
	return err
}

// follow takes every finding that others publish, until ctx ends.
func (m *memory) follow(ctx context.Context, log *bus.Bus) error {
	return log.Follow(ctx, "FINDINGS", m.upTo()+1, 500, 20*time.Millisecond, func(in []bus.Msg) error {
		for _, msg := range in {
			m.take(msg)
		}
		return nil
	})
}
