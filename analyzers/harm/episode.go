package harm

// A long letter may tell of danger in a few of its sentences, between much that is ordinary. So what
// weighs most of short of it counts too, where it weighs far more than is enough for a short text:
// out of many stretches one will weigh something.
const (
	longText = 150 // characters, from which on a stretch counts for itself
	stretch  = 180 // bytes of the sentences that are weighed together
	extra    = 8.0 // what a stretch must weigh more than a short text
)

// heaviest is what the heaviest stretch of a long text weighs beyond what it must.
func (r *Reading) heaviest() (best float32) {
	best = -1
	if r.runes <= longText {
		return best
	}
	start := int32(0)
	for i := range r.breaks {
		end := r.breaks[i]
		for k := i + 1; k < len(r.breaks) && r.breaks[k]-start <= stretch; k++ {
			end = r.breaks[k]
		}
		best = max(best, r.stretch(start, end)-extra)
		start = r.breaks[i]
	}
	return best
}

func (r *Reading) stretch(from, to int32) float32 {
	r.again()
	sum := known.bias[Now]
	walk(r.text[from:to], func(key uint32, _, _ int) {
		if i := known.find(key); i >= 0 && r.seen[i] != r.round {
			r.seen[i] = r.round
			sum += known.weight[i][Now]
		}
	}, func(int) {})
	return sum
}
