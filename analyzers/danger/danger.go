// Package danger says whether somebody's life is at stake now (险情), so that somebody may die if
// nobody is called at once, by which words, and which emergency numbers to call.
package danger

import (
	"huiying/analyzers/harm"
	"huiying/opinion"
)

// Judge says whether life is at stake now.
func Judge(title, text string) opinion.DangerFinding {
	r := harm.Read(title, text)
	defer r.Free()
	return Of(r)
}

// Of is Judge for a text whose harm is read already.
func Of(r *harm.Reading) opinion.DangerFinding {
	if !r.Now {
		return opinion.DangerFinding{Call: []string{}, Evidence: []string{}}
	}
	return opinion.DangerFinding{Now: true, Call: call(r.Stake), Evidence: r.Evidence(r.Stake)}
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
