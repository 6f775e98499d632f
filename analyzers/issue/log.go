package issue

// entry is what is remembered of one mention: no text, and nothing of who wrote it.
type entry struct {
	id       [16]byte
	text     [16]byte
	sig      signature
	issue    uint32
	size     int32
	when     int64 // seconds
	isNew    bool
	isCopy   bool
	sketched bool
	gone     bool // withdrawn: only its number is left
}

// log is a queue of entries with numbers that never change while an entry lives.
type log struct {
	first  uint32 // number of the oldest entry
	next   uint32 // number of the entry to come
	pages  [][]entry
	byID   map[[16]byte]uint32
	byText map[[16]byte]uint32 // hash of title and text -> latest mention
	newest int64
}

const pageBits = 10 // entries of a page

func newLog() log {
	return log{byID: map[[16]byte]uint32{}, byText: map[[16]byte]uint32{}}
}

func (l *log) at(seq uint32) *entry {
	return &l.pages[seq>>pageBits-l.first>>pageBits][seq&(1<<pageBits-1)]
}

func (l *log) holds(seq uint32) bool { return seq-l.first < l.next-l.first }

func (l *log) find(id [16]byte) *entry {
	seq, ok := l.byID[id]
	if !ok {
		return nil
	}
	return l.at(seq)
}

func (l *log) len() int { return int(l.next - l.first) }

func (l *log) push(e entry) uint32 {
	seq := l.next
	if int(seq>>pageBits-l.first>>pageBits) == len(l.pages) {
		l.pages = append(l.pages, make([]entry, 1<<pageBits))
	}
	l.next++
	*l.at(seq) = e
	l.byID[e.id] = seq
	l.byText[e.text] = seq
	l.newest = max(l.newest, e.when)
	return seq
}

// oldest is the entry that pop would forget.
func (l *log) oldest() *entry { return l.at(l.first) }

// drop forgets an entry before its turn. Its number stays taken.
func (l *log) drop(seq uint32) {
	e := l.at(seq)
	delete(l.byID, e.id)
	if l.byText[e.text] == seq {
		delete(l.byText, e.text)
	}
	*e = entry{when: e.when, gone: true}
}

// pop forgets the oldest entry and returns it.
func (l *log) pop() entry {
	e, seq := *l.oldest(), l.first
	delete(l.byID, e.id)
	if l.byText[e.text] == seq {
		delete(l.byText, e.text)
	}
	if l.first++; l.first&(1<<pageBits-1) == 0 {
		l.pages[0] = nil // append keeps what lies before the slice
		l.pages = l.pages[1:]
	}
	return e
}

func (l *log) each(do func(seq uint32, e *entry)) {
	for seq := l.first; seq != l.next; seq++ {
		do(seq, l.at(seq))
	}
}
