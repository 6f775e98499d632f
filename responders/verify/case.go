package verify

import "huiying/opinion"

// How much of its surroundings an answer is read with.
const (
	AnswersCompared   = 100 // latest answers that one is compared with
	QuestionsCompared = 10  // mentions of an issue that an answer is held against
)

// SurePlace is the confidence from which a place that a text names counts against an answer about
// another.
const SurePlace = 0.8

// JudgeCase judges an answer that was given to several questions at once, the mentions of one case.
// Of the judgements the one counts whose question the answer fits best, the earlier of equals.
// latest are answers to other questions, each with its question, to see to how many nearly the same
// one went.
func (j *Judge) JudgeCase(questions []Pair, answer Pair, latest []Pair) Judgement {
	alike := NewAlike()
	for _, p := range latest {
		if p.Reply != "" && p.Title != "" { // a question without words is like every other
			alike.Add(p)
		}
	}
	others := alike.Others(answer)
	var best Judgement
	for i, q := range questions {
		q.Reply, q.RepliedAt = answer.Reply, answer.RepliedAt
		if is := j.Judge(q, others); i == 0 || is.About > best.About {
			best = is
		}
	}
	return best
}

// Doubts are why the answer may be none, in words for a person.
func (j Judgement) Doubts() []string {
	var out []string
	for _, k := range j.Checks {
		if !k.OK {
			out = append(out, k.Reason)
		}
	}
	return out
}

// Pledges are the promises that name a day: only for those a clock can run.
func (j Judgement) Pledges() []opinion.Pledge {
	var out []opinion.Pledge
	for _, p := range j.Promises {
		if p.Due != "" {
			out = append(out, opinion.Pledge{Term: p.Text, Due: p.Due})
		}
	}
	return out
}
