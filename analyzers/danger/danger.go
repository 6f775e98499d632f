// Package danger says whether somebody's life is at stake now (险情), so that somebody may die if
// nobody is called at once, and which emergency numbers to call. It adds up what event reads of a
// few sentences at a time: what goes on, the state of persons, who cannot get out, and what is
// said of now; and takes off for what is asked, settled, attended to or thanked for.
package danger

import (
	"huiying/analyzers/event"
	"huiying/opinion"
)

const (
	enough = 3.0 // what the sentences must weigh together
	core   = 2.0 // and what harms, of that
	near   = 480 // bytes of the text that are read together
	most   = 4   // sentences
)

// Judge says whether life is at stake now.
func Judge(title, text string) opinion.DangerFinding {
	r := event.Read(title, text)
	defer r.Free()
	best, found := window{}, false
	each(r, func(hits []event.Hit) {
		w := weigh(hits)
		if w.holds() && (!found || w.sum > best.sum) {
			best, found = w, true
		}
	})
	if !found {
		return opinion.DangerFinding{Call: []string{}, Evidence: []string{}}
	}
	return opinion.DangerFinding{Now: true, Call: best.call(), Evidence: evidence(r, best.hits)}
}

// each calls f with the hits of sentences that stand close together.
func each(r *event.Reading, f func([]event.Hit)) {
	for from := 0; from < len(r.Hits); {
		to := from
		for to < len(r.Hits) && r.Hits[to].Sentence-r.Hits[from].Sentence < most && r.Hits[to].To-r.Hits[from].From <= near {
			to++
		}
		f(r.Hits[from:to])
		next := from
		for next < len(r.Hits) && r.Hits[next].Sentence == r.Hits[from].Sentence {
			next++
		}
		if to == len(r.Hits) && next >= to {
			break
		}
		from = next
	}
}
