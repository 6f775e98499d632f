package issue

// Alike is an issue that a text would belong to.
type Alike struct {
	ID   string
	Copy bool     // the text is there already, or nearly so
	Why  []string // the words that both have
}

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
		out = append(out, Alike{g.issues[at].id, true, r.shared(g.issues[at].common)})
	}
	for _, f := range g.fitting(r) {
		if len(out) == most {
			break
		}
		if !copied || f.at != at {
			out = append(out, Alike{g.issues[f.at].id, false, r.shared(g.issues[f.at].common)})
		}
	}
	return out
}
