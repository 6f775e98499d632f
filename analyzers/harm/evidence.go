package harm

import (
	"cmp"
	"slices"
)

// Sign is a stretch of the text of signs that stand together, and what they weigh for a question.
type Sign struct {
	Word   string
	Weight float32
}

const mostWords = 8 // of evidence

// Why are the signs that speak for a question, in the order of the text, and of more than eight
// those that weigh most. Signs that touch or overlap are one.
func (r *Reading) Why(q Question) []Sign {
	hits := slices.Clone(r.hits)
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	var spans []hit
	var out []Sign
	for _, h := range hits {
		w := known.weight[h.sign][q]
		if w <= 0 || h.from == h.to {
			continue
		}
		if n := len(spans) - 1; n >= 0 && h.from < spans[n].to {
			spans[n].to = max(spans[n].to, h.to)
			out[n].Weight += w
			continue
		}
		spans, out = append(spans, h), append(out, Sign{Weight: w})
	}
	for i, s := range spans {
		out[i].Word = r.text[s.from:s.to]
	}
	if len(out) > mostWords {
		floor := heaviest(out)
		out = slices.DeleteFunc(out, func(s Sign) bool { return s.Weight < floor })
		out = out[:min(len(out), mostWords)]
	}
	return out
}

// heaviest is the weight of the last of the signs that may stay.
func heaviest(signs []Sign) float32 {
	w := make([]float32, len(signs))
	for i, s := range signs {
		w[i] = s.Weight
	}
	slices.Sort(w)
	return w[len(w)-mostWords]
}

// Words are those of Why.
func (r *Reading) Words(q Question) []string {
	why := r.Why(q)
	out := make([]string, len(why))
	for i, s := range why {
		out[i] = s.Word
	}
	return out
}
