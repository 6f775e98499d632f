package harm

// Stake is what a few sentences that stand together put at stake.
type Stake struct {
	Hits   []Hit // of the sentences, in the order of the text
	Kinds  [kinds]bool
	Lives  int  // persons spoken of; 0: the text does not say
	Houses int  // households spoken of
	Frail  bool // a school, a hospital, an old people's home
	Crowd  bool // many people in one place or vehicle
	Place  bool // where people live or work
	Hurt   bool // the state of somebody's body is told
	Held   bool // somebody cannot get away, or people are in it
	Going  bool // it is told as going on, or people are in it
	// Weight is what its words weigh: harm and what makes it worse, less what makes it asked about,
	// settled or over.
	Weight float32
}

// Known says whether the text tells what harms, or that somebody is ill.
func (s Stake) Known() bool {
	for k, told := range s.Kinds {
		if told && Kind(k) != None {
			return true
		}
	}
	return false
}

const (
	near = 480 // bytes of the text that are read together
	most = 4   // sentences
)

// nothing is what a text weighs that tells of no harm.
const nothing = -9

// atStake is the stake of the sentences that weigh most.
func (r *Reading) atStake() Stake {
	best := Stake{Weight: nothing}
	for from := 0; from < len(r.Hits); {
		to := from
		for to < len(r.Hits) && r.Hits[to].Sentence-r.Hits[from].Sentence < most &&
			r.Hits[to].To-r.Hits[from].From <= near {
			to++
		}
		if w := weigh(r.Hits[from:to]); w.sum > best.Weight {
			best = w.stake()
		}
		next := from
		for next < len(r.Hits) && r.Hits[next].Sentence == r.Hits[from].Sentence {
			next++
		}
		if to == len(r.Hits) {
			break
		}
		from = next
	}
	return best
}

// window is a few sentences and what they weigh.
type window struct {
	hits   []Hit
	kind   [kinds]float32
	role   [roles]float32 // 1 where a role is told, less where it is told weakly
	sum    float32
	clues  float32
	source [kinds]bool // that are hinted at
	today  bool        // something tells strongly of now
}

func weigh(hits []Hit) *window {
	w := &window{hits: hits}
	w.sum = w.harms() + w.missing()
	w.sum += w.hinted()
	w.sum += w.around()
	return w
}

// harms adds up what harms: the worst that happens, what happens beside it, the states of bodies,
// who cannot get away, and what somebody means to do.
func (w *window) harms() float32 {
	var happening, more, body, hurt, held, heldMore float32
	for i := range w.hits {
		h := &w.hits[i]
		if h.Off || h.Role >= roles {
			continue
		}
		told := float32(1)
		switch h.Role {
		case Happening:
			if happening > 0 {
				more = min(more+0.5, 1)
			}
			happening = max(happening, h.Weight)
			w.kind[h.Kind] = max(w.kind[h.Kind], h.Weight)
		case Body:
			if h.Weight >= 2 {
				body = min(body+h.Weight, 5)
			} else {
				hurt = min(hurt+0.75, 1.5)
			}
		case Held:
			if held > 0 {
				heldMore = 0.5
			}
			held = max(held, h.Weight)
		case Intent:
			w.kind[h.Kind] = max(w.kind[h.Kind], h.Weight)
			told = h.Weight
		case Clue:
			w.clues++
		case Now:
			told = h.Weight
			w.today = w.today || h.Weight >= 1
		}
		w.role[h.Role] = max(w.role[h.Role], told)
	}
	if w.kind[Poisoning] > 0 && w.lives() >= 10 {
		more++
	}
	return happening + more + body + hurt + held + heldMore + w.role[Intent]
}

// hinted is what the signs of harm add to what is told of it plainly, where persons are spoken of.
// Alone they need to be of two sorts.
func (w *window) hinted() (sum float32) {
	seen, sorts := [4]float32{}, 0
	at := [4]int{-1, -1, -1, -1}
	for i := range w.hits {
		h := &w.hits[i]
		if h.Off || h.Role < Source || h.Role > Sign {
			continue
		}
		if h.Role == Source && w.kind[h.Kind] == 0 {
			w.source[h.Kind] = true
		}
		n := h.Role - Source
		switch {
		case h.From < at[n]:
			continue
		case seen[n] == 0:
			seen[n] = 0.75 * h.Weight
			sorts++
		default:
			seen[n] = min(seen[n]+0.3*h.Weight, 1.25*h.Weight)
		}
		at[n] = h.To
	}
	if sorts < 2 && seen[Sign-Source] < 1 || w.role[People]+w.role[Count] == 0 {
		return 0
	}
	return seen[0] + seen[1] + seen[2] + seen[3]
}

// missing is what a missing person adds: a child or an old one, in the cold, taken by a stranger.
func (w *window) missing() float32 {
	missing := w.kind[Missing]
	if missing == 0 {
		return 0
	}
	more := min(w.clues, 2)
	if missing < 2 && w.role[Child] > 0 {
		more++
	}
	return more
}

// around is what makes harm worse, less what makes it asked about, settled or over.
func (w *window) around() float32 {
	role := &w.role
	sum := role[Calls] + role[Now] + role[Worse] + role[Inside] + 0.5*role[People] + 0.5*role[Persist] + 0.5*max(role[Crowd], role[Frail])
	if w.kind[Fire]+w.kind[Explosion]+w.kind[Gas] > 0 || w.kind[Flood]+w.kind[Collapse] > 0 &&
		role[Now]+role[Calls]+role[Inside]+role[Held]+role[Body] > 0 {
		sum += role[Place]
	}
	if w.kind[Poisoning] > 0 && w.lives() >= 5 {
		sum++
	}
	sum -= 2*role[Asked] + 3*role[Attended] + 3*role[Thanks] + 0.5*role[Denied] + 2*role[Unhurt]
	sum -= w.ordinary() + role[Simile]*role[Alike]
	switch {
	case role[Claim] == 0:
	case role[Intent] > 0:
		sum--
	default:
		sum -= 3
	}
	if role[Over] > 0 && role[Persist] == 0 {
		sum -= 3
	}
	if role[Hazard] > 0 {
		sum--
	}
	if role[Lately] > 0 && !w.today {
		sum--
	}
	return sum
}

// ordinary counts the words of a complaint, up to four.
func (w *window) ordinary() (n float32) {
	at := -1
	for i := range w.hits {
		if h := &w.hits[i]; h.Role == Ordinary && h.From >= at {
			n, at = n+h.Weight, h.To
		}
	}
	return min(n, 4)
}

// lives are the persons of the sentences, or whatever is counted: 七八个.
func (w *window) lives() int {
	persons, several := float32(0), float32(0)
	for i := range w.hits {
		switch h := &w.hits[i]; h.Role {
		case Count:
			persons = max(persons, h.Weight)
		case Several:
			several = max(several, h.Weight)
		}
	}
	if several <= 200 {
		persons = max(persons, several)
	}
	return int(persons)
}

func (w *window) stake() Stake {
	s := Stake{Hits: w.hits, Lives: w.lives(), Weight: w.sum, Frail: w.role[Frail] > 0,
		Crowd: w.role[Crowd] > 0, Place: w.role[Place]+w.role[Inside] > 0, Hurt: w.role[Body] > 0,
		Held:  w.role[Held]+w.role[Inside] > 0,
		Going: w.role[Now]+w.role[Calls]+w.role[Inside]+w.role[Held]+w.role[Persist] > 0}
	told := false
	for i := range w.hits {
		h := &w.hits[i]
		if h.Role == Houses {
			s.Houses = max(s.Houses, int(h.Weight))
		}
		if !h.Off && h.Role.core() && h.Role < Source {
			s.Kinds[h.Kind] = true
			told = told || h.Kind != None && h.Kind != Medical
		}
	}
	for k := range w.source {
		s.Kinds[k] = s.Kinds[k] || w.source[k] && !told
	}
	return s
}
