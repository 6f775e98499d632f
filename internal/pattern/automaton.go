package pattern

import (
	"regexp/syntax"
	"slices"
	"sync"
	"sync/atomic"
)

// automaton tells whether a program matches. Its states are made when a text leads to them, as in
// RE2 and grep, and forgotten when they get too many.
type automaton struct {
	prog    *syntax.Prog
	classes *classes
	begins  bool // a match begins where the text does
	marks   bool // the program asks what stands before and behind a place

	start atomic.Pointer[state]
	mu    sync.Mutex // guards known, and who makes states
	known map[string]*state
}

// mostStates is how many states are kept. A page of text leads to some dozens.
const mostStates = 400

// state is where in the program a text can be, and what kind of character stands before.
type state struct {
	at    []uint32
	last  rune // one of the kind: what syntax.EmptyOpContext asks of it is all that counts
	next  []atomic.Pointer[part]
	found bool // the program has matched
	dead  bool // it never will
}

// part are the ways on from a state for some classes in a row.
type part [partSize]atomic.Pointer[state]

const partSize = 32

var (
	found = &state{found: true}
	dead  = &state{dead: true}
)

// newAutomaton is the automaton of a pattern that regexp can compile.
func newAutomaton(pattern string) *automaton {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		panic("pattern: " + err.Error())
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		panic("pattern: " + err.Error())
	}
	a := &automaton{prog: prog, begins: prog.StartCond()&syntax.EmptyBeginText != 0}
	for _, in := range prog.Inst {
		a.marks = a.marks || in.Op == syntax.InstEmptyWidth
	}
	a.classes = newClasses(prog, a.marks)
	a.reset()
	return a
}

// reset forgets all states but the first.
func (a *automaton) reset() {
	a.known = map[string]*state{}
	a.start.Store(a.state([]uint32{uint32(a.prog.Start)}, -1))
}

// match says whether s holds a match. It is not sure where its states got too many.
func (a *automaton) match(s string) (matches, sure bool) {
	st, classes := a.start.Load(), a.classes
	for _, r := range s { // a byte that is no character is U+FFFD, to regexp as well
		class := 0
		if r < mostOften {
			class = int(classes.pages[r>>8][r&0xff])
		} else {
			class = classes.beyond(r)
		}
		to := st.known(class)
		if to == nil {
			if to = a.follow(st, class, r); to == nil {
				return false, false
			}
		}
		if st = to; st.found || st.dead {
			return st.found, true
		}
	}
	to := st.known(classes.end)
	if to == nil {
		if to = a.follow(st, classes.end, -1); to == nil {
			return false, false
		}
	}
	return to.found, true
}

// known is the state that a character of the class leads to, nil where no text has shown it yet.
func (st *state) known(class int) *state {
	if p := st.next[class/partSize].Load(); p != nil {
		return p[class%partSize].Load()
	}
	return nil
}

// follow makes the way from a state by a character of the class; nil where states got too many.
func (a *automaton) follow(st *state, class int, r rune) *state {
	a.mu.Lock()
	defer a.mu.Unlock()
	p := st.next[class/partSize].Load()
	if p == nil {
		p = &part{}
		st.next[class/partSize].Store(p)
	}
	to := a.step(st, r)
	if len(a.known) > mostStates {
		a.reset()
		return nil
	}
	p[class%partSize].Store(to)
	return to
}

// step is the state behind a character, -1 at the end of the text.
func (a *automaton) step(st *state, r rune) *state {
	var flags syntax.EmptyOp
	if a.marks {
		flags = syntax.EmptyOpContext(st.last, r)
	}
	var to []uint32
	visited := make([]bool, len(a.prog.Inst))
	stack := slices.Clone(st.at)
	for len(stack) > 0 {
		pc := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if visited[pc] {
			continue
		}
		visited[pc] = true
		switch in := &a.prog.Inst[pc]; in.Op {
		case syntax.InstMatch:
			return found
		case syntax.InstAlt, syntax.InstAltMatch:
			stack = append(stack, in.Out, in.Arg)
		case syntax.InstCapture, syntax.InstNop:
			stack = append(stack, in.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(in.Arg)&^flags == 0 {
				stack = append(stack, in.Out)
			}
		case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
			if r >= 0 && in.MatchRune(r) {
				to = append(to, in.Out)
			}
		}
	}
	if !a.begins {
		to = append(to, uint32(a.prog.Start))
	}
	if len(to) == 0 || r < 0 {
		return dead
	}
	return a.state(to, r)
}

// state is the one of these places, made where it is new.
func (a *automaton) state(at []uint32, last rune) *state {
	slices.Sort(at)
	at = slices.Compact(at)
	kind := a.kindOf(last)
	key := make([]byte, 1, 1+4*len(at))
	key[0] = kind
	for _, pc := range at {
		key = append(key, byte(pc), byte(pc>>8), byte(pc>>16), byte(pc>>24))
	}
	if st := a.known[string(key)]; st != nil {
		return st
	}
	st := &state{at: at, last: last, next: make([]atomic.Pointer[part], a.classes.end/partSize+1)}
	a.known[string(key)] = st
	return st
}

// kindOf tells apart what stands before a place, as far as the program asks for it.
func (a *automaton) kindOf(r rune) byte {
	switch {
	case !a.marks:
		return 0
	case r < 0:
		return 1
	case r == '\n':
		return 2
	case syntax.IsWordChar(r):
		return 3
	}
	return 4
}
