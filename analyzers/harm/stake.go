package harm

// Stake is what a few sentences that stand together put at stake.
type Stake struct {
	Hits   []Hit // of the sentences, in the order of the text
	Kinds  [kinds]bool
	Lives  int  // persons spoken of; 0: the text does not say
	Houses int  // households spoken of
	Frail  bool // a school, a hospital, an old people's home
	Crowd  bool // many people in one place or vehicle
	Hurt   bool // the state of somebody's body is told
	Going  bool // it is told as going on, or people are in it

	harm, sum float32
}

const (
	enough = 3.0 // what the sentences must weigh together that life is at stake now
	core   = 2.0 // and what harms, of that
	near   = 480 // bytes of the text that are read together
	most   = 4   // sentences
)

// AtStake is the stake of the sentences that weigh most, and whether somebody may die of it now.
func (r *Reading) AtStake() (best Stake, now bool) {
	least := enough + long(len(r.Text))
	for from := 0; from < len(r.Hits); {
		to := from
		for to < len(r.Hits) && r.Hits[to].Sentence-r.Hits[from].Sentence < most && r.Hits[to].To-r.Hits[from].From <= near {
			to++
		}
		w := weigh(r.Hits[from:to])
		if w.harm >= core && w.sum >= least && (!now || w.sum > best.sum) {
			best, now = w.stake(), true
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
	return best, now
}

// long is what a text must weigh more for its length in bytes: who is in danger is brief, and a
// long letter tells of much.
func long(size int) float32 {
	switch {
	case size <= 450:
		return 0
	case size <= 900:
		return 1
	case size <= 1800:
		return 2
	}
	return 3
}

// window is a few sentences and what they weigh.
type window struct {
	hits      []Hit
	kind      [kinds]float32
	role      [roles]float32 // 1 where a role is told, less where it is told weakly
	harm, sum float32
	clues     float32
	today     bool // something tells strongly of now
}

func weigh(hits []Hit) *window {
	w := &window{hits: hits}
	w.harm = w.harms() + w.missing()
	w.sum = w.harm + w.around()
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
	return happening + more + body + hurt + held + heldMore + w.role[Intent]
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
	if w.kind[Fire]+w.kind[Explosion]+w.kind[Gas]+w.kind[Flood]+w.kind[Collapse] > 0 {
		sum += role[Place]
	}
	if w.kind[Poisoning] > 0 && w.lives() >= 5 {
		sum++
	}
	sum -= 2*role[Asked] + 3*role[Attended] + 3*role[Thanks] + 0.5*role[Denied] + 2*role[Unhurt]
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

// lives are the persons of the sentences: those counted as persons, or else whatever is counted.
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
	if persons == 0 && several <= 200 {
		persons = several
	}
	return int(persons)
}

func (w *window) stake() Stake {
	s := Stake{Hits: w.hits, Lives: w.lives(), harm: w.harm, sum: w.sum, Frail: w.role[Frail] > 0, Crowd: w.role[Crowd] > 0, Hurt: w.role[Body] > 0,
		Going: w.role[Now]+w.role[Calls]+w.role[Inside]+w.role[Held]+w.role[Persist] > 0}
	for i := range w.hits {
		h := &w.hits[i]
		if h.Role == Houses {
			s.Houses = max(s.Houses, int(h.Weight))
		}
		if !h.Off && h.Role.core() {
			s.Kinds[h.Kind] = true
		}
	}
	return s
}
