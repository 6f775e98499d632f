package danger

import "huiying/analyzers/event"

// window is a few sentences and what they weigh.
type window struct {
	hits []event.Hit
	harm float32 // what harms
	sum  float32 // with what makes it worse or better
	kind [32]float32
	role [64]float32
}

func (w *window) holds() bool { return w.harm >= core && w.sum >= enough }

func weigh(hits []event.Hit) window {
	w := window{hits: hits}
	var happening, more, body, hurt, held, heldMore, intent, clues float32
	var lately, nowStrong bool
	for i := range hits {
		h := &hits[i]
		if h.Off {
			continue
		}
		w.role[h.Role] = max(w.role[h.Role], h.Weight)
		switch h.Role {
		case event.Happening:
			if happening > 0 {
				more = min(more+0.5, 1)
			}
			happening = max(happening, h.Weight)
			w.kind[h.Kind] = max(w.kind[h.Kind], h.Weight)
		case event.Body:
			if h.Weight >= 2 {
				body = min(body+h.Weight, 5)
			} else {
				hurt = min(hurt+0.75, 1.5)
			}
		case event.Held:
			if held > 0 {
				heldMore = 0.5
			}
			held = max(held, h.Weight)
		case event.Intent:
			intent = max(intent, h.Weight)
			w.kind[h.Kind] = max(w.kind[h.Kind], h.Weight)
		case event.Clue:
			clues++
			w.role[h.Role] = 1
		case event.Lately:
			lately = true
		case event.Now:
			nowStrong = nowStrong || h.Weight >= 1
		default:
			w.role[h.Role] = max(w.role[h.Role], 1)
		}
	}
	has := func(roles ...event.Role) (sum float32) {
		for _, r := range roles {
			sum += w.role[r]
		}
		return sum
	}
	if missing := w.kind[event.Missing]; missing > 0 {
		if missing < 2 && has(event.Child) > 0 {
			more++
		}
		more += min(clues, 2)
	}
	w.harm = happening + more + body + hurt + held + heldMore + intent
	w.sum = w.harm + has(event.Calls, event.Now, event.Worse, event.Inside)
	if w.kind[event.Fire]+w.kind[event.Explosion]+w.kind[event.Gas]+w.kind[event.Flood]+w.kind[event.Collapse] > 0 {
		w.sum += has(event.Place)
	}
	w.sum += 0.5*has(event.People) + 0.25*has(event.Persist) + 0.5*max(has(event.Crowd), has(event.Frail))
	w.sum -= 2*has(event.Asked) + 3*has(event.Attended, event.Thanks) + 0.5*has(event.Denied) + 2*has(event.Unhurt)
	switch {
	case has(event.Claim) == 0:
	case intent > 0:
		w.sum--
	default:
		w.sum -= 3
	}
	if has(event.Over) > 0 && has(event.Persist) < 2 {
		w.sum -= 3
	}
	if lately && !nowStrong {
		w.sum--
	}
	return w
}

// numbers are whom to call for a kind.
var numbers = [...]struct{ police, fire, ambulance, traffic bool }{
	event.None:        {fire: true},
	event.Fire:        {fire: true},
	event.Gas:         {fire: true},
	event.Explosion:   {fire: true, ambulance: true},
	event.Collapse:    {fire: true, ambulance: true},
	event.Landslide:   {fire: true},
	event.Flood:       {fire: true},
	event.Drowning:    {police: true, fire: true, ambulance: true},
	event.Electricity: {fire: true, ambulance: true},
	event.Chemical:    {fire: true, ambulance: true},
	event.Poisoning:   {ambulance: true},
	event.Traffic:     {traffic: true, ambulance: true},
	event.Lift:        {fire: true},
	event.Machine:     {fire: true, ambulance: true},
	event.Height:      {fire: true},
	event.Violence:    {police: true},
	event.Suicide:     {police: true, ambulance: true},
	event.Crush:       {police: true, ambulance: true},
	event.Missing:     {police: true},
	event.Medical:     {ambulance: true},
	event.Animal:      {ambulance: true},
	event.Mine:        {fire: true, ambulance: true},
	event.Cold:        {police: true, fire: true},
}

// call lists the numbers, at least one.
func (w *window) call() []string {
	var all [4]bool
	for i := range w.hits {
		h := &w.hits[i]
		if h.Off || h.Role < event.Happening || h.Role > event.Intent {
			continue
		}
		n := numbers[h.Kind]
		all[0], all[1], all[2], all[3] = all[0] || n.police, all[1] || n.fire, all[2] || n.ambulance, all[3] || n.traffic
	}
	var out []string
	for i, number := range [...]string{"110", "119", "120", "122"} {
		if all[i] {
			out = append(out, number)
		}
	}
	return out
}

// evidence are the words that told of harm, and of now, in the order of the text.
func evidence(r *event.Reading, hits []event.Hit) []string {
	out := make([]string, 0, 8)
	for _, h := range hits {
		if h.Off || h.Role > event.Intent && h.Role != event.Calls && h.Role != event.Now && h.Role != event.Inside || len(out) == cap(out) {
			continue
		}
		word := r.Word(h)
		if len(out) == 0 || out[len(out)-1] != word {
			out = append(out, word)
		}
	}
	return out
}
