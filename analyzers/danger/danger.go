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

// Of is Judge for a text whose signs are read already.
func Of(r *harm.Reading) opinion.DangerFinding {
	if !r.Now() {
		return opinion.DangerFinding{Call: []string{}, Evidence: []string{}}
	}
	return opinion.DangerFinding{Now: true, Call: call(r), Evidence: r.Words(harm.Now)}
}

// numbers are whom to call, in the order in which they are named.
var numbers = [...]struct {
	asked  harm.Question
	number string
}{{harm.Police, "110"}, {harm.Fire, "119"}, {harm.Ambulance, "120"}, {harm.Traffic, "122"}}

// call lists the numbers for which the signs speak, and where they speak for none the one that they
// speak least against: somebody has to be called.
func call(r *harm.Reading) []string {
	out, best := make([]string, 0, len(numbers)), 0
	for i, n := range numbers {
		if r.Sum(n.asked) > 0 {
			out = append(out, n.number)
		}
		if r.Sum(n.asked) > r.Sum(numbers[best].asked) {
			best = i
		}
	}
	if len(out) == 0 {
		out = append(out, numbers[best].number)
	}
	return out
}
