// Package danger says whether somebody's life is at stake now (险情), so that somebody may die if
// nobody is called at once, by which words, and which emergency numbers to call.
//
// Two things are weighed together: the phrases of harm and of what takes it back (package harm), and
// the characters of the text, by weights learned from texts of our own (weights.go). Phrases alone
// found six in ten of what a stranger wrote; docs/quality.md has both.
package danger

import (
	"math"

	"huiying/analyzers/harm"
	"huiying/opinion"
)

// Judge says whether life is at stake now.
func Judge(title, text string) opinion.DangerFinding {
	r := harm.Read(title, text)
	defer r.Free()
	return Of(r, title, text)
}

// Of is Judge for a text whose harm is read already. Where the text is a danger whose kind no phrase
// tells, the stake of the reading gets the kind that its characters are most like.
func Of(r *harm.Reading, title, text string) opinion.DangerFinding {
	like := likeness(title, text)
	if Together(like.margin, r.Stake.Weight) < enough {
		return opinion.DangerFinding{Call: []string{}, Evidence: []string{}}
	}
	if !r.Stake.Known() {
		r.Stake.Kinds[like.kind] = true
	}
	evidence := r.Evidence(r.Stake)
	if len(evidence) == 0 {
		evidence = []string{heaviest(title, text)}
	}
	return opinion.DangerFinding{Now: true, Call: call(r.Stake), Evidence: evidence}
}

// How the two weigh together: the logarithm of the odds that life is at stake, fitted by
// scripts/dangerweights on texts of writers whom the weights had not seen. enough is where they are
// taken for danger: below even odds, since a false mark costs a look and a missed one a life.
const (
	base      = -0.85
	byLike    = 0.80
	byPhrases = 0.42
	enough    = -0.9
)

// Together is the logarithm of the odds by what the characters are like and what the phrases weigh.
func Together(like float64, phrases float32) float64 {
	return base + byLike*like + byPhrases*math.Max(-4, math.Min(7, float64(phrases)))
}

// numbers are whom to call for a kind.
var numbers = [...]struct{ police, fire, ambulance, traffic bool }{
	harm.None:        {fire: true},
	harm.Fire:        {fire: true},
	harm.Gas:         {fire: true},
	harm.Explosion:   {fire: true, ambulance: true},
	harm.Collapse:    {fire: true, ambulance: true},
	harm.Landslide:   {fire: true},
	harm.Flood:       {fire: true},
	harm.Drowning:    {police: true, fire: true, ambulance: true},
	harm.Electricity: {fire: true, ambulance: true},
	harm.Chemical:    {fire: true, ambulance: true},
	harm.Poisoning:   {ambulance: true},
	harm.Traffic:     {ambulance: true, traffic: true},
	harm.Lift:        {fire: true},
	harm.Machine:     {fire: true, ambulance: true},
	harm.Height:      {fire: true},
	harm.Violence:    {police: true},
	harm.Suicide:     {police: true, ambulance: true},
	harm.Crush:       {police: true, ambulance: true},
	harm.Missing:     {police: true},
	harm.Medical:     {ambulance: true},
	harm.Animal:      {ambulance: true},
	harm.Mine:        {fire: true, ambulance: true},
	harm.Cold:        {police: true, fire: true},
}

// call lists the numbers, at least one. Where the text does not tell what harms, the police are
// among them: they pass on what is not theirs.
func call(s harm.Stake) []string {
	police, fire, ambulance, traffic := !s.Known(), false, s.Hurt, false
	for k, told := range s.Kinds {
		if n := numbers[k]; told {
			police, fire, ambulance, traffic = police || n.police, fire || n.fire, ambulance ||
				n.ambulance, traffic || n.traffic
		}
	}
	out := make([]string, 0, 4)
	for _, n := range [...]struct {
		wanted bool
		number string
	}{{police, "110"}, {fire, "119"}, {ambulance, "120"}, {traffic, "122"}} {
		if n.wanted {
			out = append(out, n.number)
		}
	}
	return out
}
