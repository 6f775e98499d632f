package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"huiying/app/answers"
	"huiying/app/judging"
	"huiying/collectors/intake"
	"huiying/opinion"
	"huiying/responders/casework"
	"huiying/responders/verify"
)

// emptiestShown is how many answers evaluate names as the emptiest.
const emptiestShown = 40

// evaluateAnswer measures how well an answer is told from one to another question: against
// all answers shuffled, and against those to the most similar question of the same place.
func evaluateAnswer(_ context.Context, j *judging.Judges, file string) (figures, error) {
	days, err := casework.NewCalendars()
	if err != nil {
		return figures{}, err
	}
	r, err := os.Open(file)
	if err != nil {
		return figures{}, err
	}
	defer r.Close()
	var pairs []verify.Pair
	for rec := range intake.ReadAnswered(r, intake.Options{Source: "evaluate",
		Kind: opinion.KindBoard, Now: time.Now}) {
		p, _, err := pairOf(rec)
		if err != nil {
			return figures{}, fmt.Errorf("%s:%d: %w", file, rec.Line, err)
		}
		pairs = append(pairs, p)
	}
	const shuffle = 1 // the seed: the same file gives the same figures
	m := answers.NewJudge(days, j.Places).Measure(pairs, shuffle, emptiestShown)
	right := m.Kept + m.Refused + m.HardRefused
	return figures{Total: figure{m.Pairs + m.Shuffled + m.Hard, right}, Detail: answerReport{m}}, nil
}

// repeatNames say what was handed back as an answer.
var repeatNames = map[string]string{"copy": "question copied, empty",
	"courtesy": "with courtesy, empty", "reordered": "sentences turned, empty",
	"half": "half of it, empty", "quoted": "before its answer, not"}

// answerReport is the detail of the task.
type answerReport struct{ verify.Measured }

func (r answerReport) print(w io.Writer, _ int) {
	line := func(name string, right, of int, auc string) {
		fmt.Fprintf(w, "%s %7d %7d  %.3f  %s\n", pad(name, 26), of, right, share(right, of), auc)
	}
	fmt.Fprintf(w, "%s %7s %7s  %s  %s\n", pad("at the border of 0.5", 26), "pairs", "right", "share", "AUC")
	line("real, about", r.Kept, r.Pairs, "")
	line("shuffled, not about", r.Refused, r.Shuffled, fmt.Sprintf("%.4f", r.AUC))
	line("similar, not about", r.HardRefused, r.Hard, fmt.Sprintf("%.4f", r.HardAUC))
	for _, x := range r.Repeats {
		line(repeatNames[x.ID], x.Right, x.Pairs, "")
	}
	fmt.Fprintf(w, "\n%s\nform letters: %d of %d real answers; the emptiest:\n", r.Draw(), r.FormLetters, r.Pairs)
	for i, e := range r.Emptiest {
		end := " "
		if i%5 == 4 || i == len(r.Emptiest)-1 {
			end = "\n"
		}
		fmt.Fprintf(w, "%-18s%s", fmt.Sprintf("%s %.3f", e.ID, e.FormLetter), end)
	}
}
