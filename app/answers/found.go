package answers

import (
	"context"
	"slices"

	"huiying/console/facts"
	"huiying/opinion"
	"huiying/responders/verify"
)

// Found shows the replies that were offered to a case, the latest first, with what the checks see in
// each.
func (r Reader) Found(ctx context.Context, c opinion.Case) ([]facts.FoundReply, error) {
	if len(c.Offers) == 0 {
		return nil, nil
	}
	of := slices.Concat(c.Mentions, c.Replaced)
	for _, o := range c.Offers {
		of = append(of, o.Mention)
	}
	words, err := r.Register.Replies(ctx, of)
	if err != nil {
		return nil, err
	}
	row, err := r.Register.Case(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	latest, err := r.latestAnswers(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	questions := r.questions(ctx, row)
	out := make([]facts.FoundReply, 0, len(c.Offers))
	for _, o := range slices.Backward(c.Offers) {
		shown := facts.FoundReply{Offered: o}
		said := func(w opinion.FoundReply) bool { return w.TextHash == o.TextHash }
		if i := slices.IndexFunc(words, said); i >= 0 {
			w := words[i]
			shown.URL, shown.Unit, shown.Text, shown.SeenAt = w.URL, w.Unit, w.Text, w.SeenAt
			shown.Taken = c.Answer == w.Text
			asked := questions
			mine := func(q verify.Pair) bool { return q.ID == o.Mention }
			if at := slices.IndexFunc(questions, mine); at >= 0 {
				asked = questions[at : at+1]
			}
			shown.Checks = checksOf(r.Judge.JudgeCase(asked, pairOf(w, row.Title), latest))
		}
		out = append(out, shown)
	}
	return out, nil
}

func checksOf(j verify.Judgement) []facts.AnswerCheck {
	out := make([]facts.AnswerCheck, len(j.Checks))
	for i, k := range j.Checks {
		out[i] = facts.AnswerCheck{Name: k.Name, OK: k.OK, Reason: k.Reason, ReasonEn: k.ReasonEn}
	}
	return out
}
