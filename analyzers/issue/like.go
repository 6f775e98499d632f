package issue

// Alike is an issue that a text comes near.
type Alike struct {
	ID   string
	Fits bool     // near enough to belong to it; else a person may say so
	Copy bool     // the text is there already, or nearly so
	Why  []string // the words that both have
}

// nearly is how much of what makes a report fit an issue makes it worth a look, where both are of one
// field of the catalogue.
const nearly = 0.6

// Like says to which issues a text comes near, the nearest first and at most so many, and learns
// nothing from it: a text in the making is no report. r is given back with it.
func (g *Grouper) Like(r *Report, topicID, place string, most int) []Alike {
	defer g.done(r)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.weigh(r, topicID, place)
	defer g.freq.uncount(r)
	var out []Alike
	at, copied := g.copyOf(r)
	if copied {
		out = append(out, Alike{g.issues[at].id, true, true, r.shared(g.issues[at].common)})
	}
	for _, f := range g.fitting(r, nearly) {
		if len(out) == most {
			break
		}
		if !f.fits && g.issues[f.at].field != r.field { // one place, and another matter
			continue
		}
		if !copied || f.at != at {
			out = append(out, Alike{g.issues[f.at].id, f.fits, false, r.shared(g.issues[f.at].common)})
		}
	}
	return out
}
