package issue

import (
	"cmp"
	"encoding/hex"
	"slices"
	"time"

	"huiying/opinion"
)

// entry is what is remembered of one mention: no text, and nothing of who wrote it.
type entry struct {
	id     [16]byte
	text   [16]byte
	sig    signature
	issue  uint32
	size   int32
	when   int64 // seconds
	isNew  bool
	isCopy bool
}

// log is a queue of entries with numbers that never change while an entry lives.
type log struct {
	base    uint32 // number of entries[0]
	head    int    // entries before it are gone
	entries []entry
	byID    map[[16]byte]uint32
	newest  int64
}

func (l *log) at(seq uint32) *entry { return &l.entries[seq-l.base] }

func (l *log) find(id string) *entry {
	seq, ok := l.byID[key16(id)]
	if !ok {
		return nil
	}
	return l.at(seq)
}

func (l *log) len() int { return len(l.entries) - l.head }

func (l *log) push(e entry) uint32 {
	l.entries = append(l.entries, e)
	seq := l.base + uint32(len(l.entries)-1)
	l.byID[e.id] = seq
	l.newest = max(l.newest, e.when)
	return seq
}

// pop forgets the oldest entry and returns it with its number.
func (l *log) pop() (entry, uint32) {
	e, seq := l.entries[l.head], l.base+uint32(l.head)
	delete(l.byID, e.id)
	l.head++
	if l.head > 1024 && l.head > len(l.entries)/2 {
		l.base += uint32(l.head)
		l.entries = append(l.entries[:0], l.entries[l.head:]...)
		l.head = 0
	}
	return e, seq
}

// key16 shortens an id, which is a hash in hex digits; any other string is hashed.
func key16(id string) (k [16]byte) {
	if len(id) >= 32 {
		if _, err := hex.Decode(k[:], []byte(id[:32])); err == nil {
			return k
		}
	}
	h := mix(uint64(hashWord(id)) ^ uint64(len(id))<<40)
	for i := range id {
		h = mix(h ^ uint64(id[i]))
	}
	for i := range 8 {
		k[i], k[8+i] = byte(h>>(8*i)), byte(mix(h)>>(8*i))
	}
	return k
}

// open makes a new issue with r as its first report, not yet joined.
func (g *Grouper) open(id string, r report) uint32 {
	is := group{id: id, place: r.place, field: r.field}
	var at uint32
	if n := len(g.free); n > 0 {
		at = g.free[n-1]
		g.free = g.free[:n-1]
		g.issues[at] = is
	} else {
		at = uint32(len(g.issues))
		g.issues = append(g.issues, is)
	}
	g.byIssue[id] = at
	return at
}

// join remembers r as a report of the issue, lets what the reports have in common follow,
// and forgets what is too old.
func (g *Grouper) join(at uint32, r report, ref opinion.IssueRef) {
	is := &g.issues[at]
	is.alive++
	if !ref.Copy || is.reports == 0 {
		is.reports++
		g.learn(at, r.core)
		if is.place != "" && r.place != "" && len(r.place) < len(is.place) && g.opts.Related(is.place, r.place) {
			is.place = r.place // reports name the place more or less exactly: keep the widest
		}
		if is.place == "" {
			is.place = r.place
		}
		if is.field == "" {
			is.field = r.field
		}
	}
	when := r.mention.When()
	e := entry{id: key16(r.mention.ID), text: key16(r.mention.TextHash), sig: r.sig, issue: at,
		size: int32(is.reports), when: when.Unix(), isNew: ref.New, isCopy: ref.Copy}
	if when.IsZero() {
		e.when = g.mentions.newest
	}
	seq := g.mentions.push(e)
	g.byText[e.text] = seq
	if r.sketched {
		for i := range g.byBand {
			g.byBand[i][r.sig.band(i)] = seq
		}
	}
	g.forget()
}

// learn moves the issue's average towards a report, and keeps the words' index in step.
func (g *Grouper) learn(at uint32, feats []feature) {
	is := &g.issues[at]
	n := float32(is.reports - 1)
	merged := make([]feature, 0, len(is.common)+len(feats))
	for i, j := 0, 0; i < len(is.common) || j < len(feats); {
		switch {
		case j == len(feats) || i < len(is.common) && is.common[i].key < feats[j].key:
			merged = append(merged, feature{key: is.common[i].key, weight: is.common[i].weight * n})
			i++
		case i == len(is.common) || feats[j].key < is.common[i].key:
			merged = append(merged, feature{key: feats[j].key, weight: feats[j].weight})
			j++
		default:
			merged = append(merged, feature{key: feats[j].key, weight: is.common[i].weight*n + feats[j].weight})
			i++
			j++
		}
	}
	slices.SortFunc(merged, func(a, b feature) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.key, b.key))
	})
	merged = slices.Clip(merged[:min(len(merged), coreOfIssue)])
	share(merged)
	slices.SortFunc(merged, func(a, b feature) int { return cmp.Compare(a.key, b.key) })
	g.reindex(at, is.common, merged)
	is.common = merged
}

// absorb lets the larger of two issues take the reports of both, and returns it. What was
// answered before stays: the smaller keeps its reports until they are forgotten.
func (g *Grouper) absorb(a, b uint32) uint32 {
	if g.issues[b].reports > g.issues[a].reports {
		a, b = b, a
	}
	small := &g.issues[b]
	g.reindex(b, small.common, nil)
	small.common = nil
	for _, at := range append(small.held, b) {
		g.issues[at].into = a + 1
		g.issues[a].held = append(g.issues[a].held, at)
	}
	small.held = nil
	return a
}

// reindex tells the words' index which words an issue lost and won. Both lists are sorted.
func (g *Grouper) reindex(at uint32, before, after []feature) {
	for i, j := 0, 0; i < len(before) || j < len(after); {
		switch {
		case j == len(after) || i < len(before) && before[i].key < after[j].key:
			g.unlist(before[i].key, at)
			i++
		case i == len(before) || after[j].key < before[i].key:
			list := append(g.byWord[after[j].key], at)
			if len(list) > perWord {
				list = slices.Delete(list, 0, 1)
			}
			g.byWord[after[j].key] = list
			j++
		default:
			i++
			j++
		}
	}
}

func (g *Grouper) unlist(key, at uint32) {
	list := g.byWord[key]
	if i := slices.Index(list, at); i >= 0 {
		list = slices.Delete(list, i, i+1)
	}
	if len(list) == 0 {
		delete(g.byWord, key)
		return
	}
	g.byWord[key] = list
}

// forget lets go of what is older than the window or too much.
func (g *Grouper) forget() {
	oldest := g.mentions.newest - int64(g.opts.Window/time.Second)
	for g.mentions.len() > 1 && (g.mentions.len() > g.opts.Max || g.mentions.entries[g.mentions.head].when < oldest) {
		e, seq := g.mentions.pop()
		if g.byText[e.text] == seq {
			delete(g.byText, e.text)
		}
		for i := range g.byBand {
			if key := e.sig.band(i); g.byBand[i][key] == seq {
				delete(g.byBand[i], key)
			}
		}
		g.leave(e.issue)
	}
}

// leave takes one remembered mention from an issue; without any, the issue is gone.
func (g *Grouper) leave(at uint32) {
	is := &g.issues[at]
	if is.alive--; is.alive > 0 {
		return
	}
	g.reindex(at, is.common, nil)
	delete(g.byIssue, is.id)
	for _, b := range is.held {
		if g.issues[b].into == at+1 {
			g.issues[b].into = 0
		}
	}
	*is = group{}
	g.free = append(g.free, at)
}

// move puts a known mention into another issue, as a person decided. The average of the
// issue it leaves is not changed: reports that come will correct it.
func (g *Grouper) move(e *entry, id string) {
	at, ok := g.byIssue[id]
	if !ok {
		at = g.open(id, report{place: g.issues[e.issue].place, field: g.issues[e.issue].field})
	}
	from := e.issue
	g.issues[at].alive++
	if !e.isCopy {
		g.issues[at].reports++
		g.issues[from].reports--
	}
	e.issue, e.size = at, int32(g.issues[at].reports)
	g.leave(from)
}
