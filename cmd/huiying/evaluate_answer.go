package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"huiying/collectors/intake"
	"huiying/opinion"
	"huiying/responders/verify"
)

// emptiestShown is how many answers evaluate names as the emptiest.
const emptiestShown = 40

// evaluateAnswer measures how well an answer is told from one to another question: against
// all answers shuffled, and against those to the most similar question of the same place.
func evaluateAnswer(_ context.Context, j *judges, file string) (figures, error) {
	judge, err := answerJudge(j.places)
	if err != nil {
		return figures{}, err
	}
	r, err := os.Open(file)
	if err != nil {
		return figures{}, err
	}
	defer r.Close()
	var pairs []verify.Pair
	for rec := range intake.ReadAnswered(r, intake.Options{Source: "evaluate", Kind: opinion.KindBoard, Now: time.Now}) {
		if rec.Err != nil {
			return figures{}, fmt.Errorf("%s:%d: %w", file, rec.Line, rec.Err)
		}
		p, _, err := pairOf(rec)
		if err != nil {
			return figures{}, fmt.Errorf("%s:%d: %w", file, rec.Line, err)
		}
		pairs = append(pairs, p)
	}
	start := time.Now()
	judge.Batch(verify.NewAlike(), pairs, nil)
	each := time.Since(start) / time.Duration(max(len(pairs), 1))
	m := judge.Measure(pairs, 1, emptiestShown)
	f := figures{Kinds: map[string]figure{
		"real: about":                  {m.Pairs, int(m.Right*float64(m.Pairs) + 0.5)},
		"shuffled: not about":          {m.Shuffled, int(m.Refused*float64(m.Shuffled) + 0.5)},
		"similar question: not about ": {m.Hard, int(m.HardRefused*float64(m.Hard) + 0.5)},
	}, Extra: map[string]any{
		"AUC, shuffled":         fmt.Sprintf("%.4f", m.AUC),
		"AUC, similar question": fmt.Sprintf("%.4f", m.HardAUC),
		"form letters":          fmt.Sprintf("%d of %d answers", m.FormLetters, m.Pairs),
		"one pair":              fmt.Sprintf("%d µs on one core", each.Microseconds()),
		"ROC":                   "\n" + m.Draw(),
	}}
	for _, k := range f.Kinds {
		f.Total.Cases, f.Total.Right = f.Total.Cases+k.Cases, f.Total.Right+k.Right
	}
	ids := ""
	for _, e := range m.Emptiest {
		ids += fmt.Sprintf(" %s(%.3f)", e.ID, e.FormLetter)
	}
	f.Extra["the emptiest answers"] = ids
	return f, nil
}
