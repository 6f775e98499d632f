package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/console"
	"huiying/index"
	"huiying/opinion"
	"huiying/register/sqlite"
	"huiying/responders/casework"
	"huiying/responders/verify"
)

// errLookAgain makes the log ring once more for an answer whose page did not open.
var errLookAgain = errors.New("the page of the answer did not open")

const (
	answersCompared   = 100 // latest answers that one is compared with
	questionsCompared = 10  // mentions of an issue that an answer is held against
	reasonKept        = 500 // characters of a verdict's reason, as casework takes them
)

// verifyAnswer looks at the public address of an answer and at its words. A page that does
// not open now is looked at again later. Where it lastingly does not, and where the words raise doubt,
// the case stays answered, and a person has a clock to decide.
func (h *House) verifyAnswer(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	id := strings.TrimPrefix(msg.Subject, "due.verify.")
	if err := h.Store.Abreast(ctx); err != nil {
		return nil, err
	}
	c, err := h.Store.Load(ctx, id)
	if err != nil || c.State != opinion.Answered || c.AnswerURL == "" {
		return nil, err
	}
	words, err := h.judgeAnswer(ctx, c)
	if err != nil {
		return nil, err
	}
	seen, err := h.verify.Answer(ctx, c.AnswerURL, c.Answer, words)
	if err != nil {
		return nil, err
	}
	lasting, given := seen.Lasting(msg.Attempt, h.Now().Sub(c.AnswerAt))
	if given || seen.Code == verify.CodeDoubtful {
		cmd := doubting(c, words)
		if given {
			cmd.Doubts = append([]string{lasting.Reason}, cmd.Doubts...)
		}
		h.Log.Info("an answer raises doubt and waits for a person", zap.String("case", id))
		_, err := h.desk.Do(ctx, id, cmd)
		if no := (*casework.Refusal)(nil); errors.As(err, &no) && no.Code != casework.CodeNoClock {
			return nil, nil // somebody was faster
		}
		return nil, err
	}
	if seen.Again {
		return nil, fmt.Errorf("%w: %s", errLookAgain, seen.Code)
	}
	_, err = h.desk.Do(ctx, id, casework.Command{Move: opinion.MoveVerify, By: casework.System, Expected: c.Version, OK: seen.OK, Reason: opinion.Clip(seen.Reason, reasonKept-1), Pledges: pledgesOf(words)})
	if no := (*casework.Refusal)(nil); errors.As(err, &no) {
		return nil, nil // somebody was faster
	}
	return nil, err
}

// judgeAnswer reads the answer of a case beside what was asked. Of several mentions the one
// counts that the answer fits best.
func (h *House) judgeAnswer(ctx context.Context, c opinion.Case) (verify.Judgement, error) {
	row, err := h.Store.Case(ctx, c.ID)
	if err != nil {
		return verify.Judgement{}, err
	}
	others, err := h.sameAnswers(ctx, row.Title, c)
	if err != nil {
		return verify.Judgement{}, err
	}
	var best verify.Judgement
	for i, p := range h.questions(ctx, row) {
		p.Reply, p.RepliedAt = c.Answer, c.AnswerAt
		if j := h.answers.Judge(p, others); i == 0 || j.About > best.About {
			best = j
		}
	}
	return best, nil
}

// questions are the mentions of a case with their words. Without the index there is the title
// that the register keeps; after the retention one question without words.
func (h *House) questions(ctx context.Context, row sqlite.CaseRow) []verify.Pair {
	var out []verify.Pair
	if page, err := h.index.Search(ctx, index.Query{Issue: row.Issue, Size: questionsCompared}); err == nil {
		for _, f := range page.Hits {
			out = append(out, verify.Pair{ID: f.ID, Title: f.Title, Text: f.Text})
		}
	}
	if len(out) == 0 {
		out = append(out, verify.Pair{Title: row.Title})
	}
	return out
}

// sameAnswers counts to how many other questions nearly the same answer went lately. The
// register knows questions by their titles.
func (h *House) sameAnswers(ctx context.Context, title string, c opinion.Case) (int, error) {
	page, err := h.Store.Cases(ctx, sqlite.CaseFilter{States: []opinion.State{opinion.Answered, opinion.Verified, opinion.Closed}, Sort: "updated", Size: answersCompared})
	if err != nil {
		return 0, err
	}
	alike := verify.NewAlike()
	for _, k := range page.Cases {
		if k.ID != c.ID && k.Answer != "" && k.Title != "" {
			alike.Add(verify.Pair{Title: k.Title, Reply: k.Answer})
		}
	}
	return alike.Others(verify.Pair{Title: title, Reply: c.Answer}), nil
}

// checksOf shows on the page of a case what was seen of an answer that waits for its verdict.
func (h *House) checksOf(ctx context.Context, c opinion.Case) ([]console.AnswerCheck, error) {
	if c.State != opinion.Answered || c.Answer == "" {
		return nil, nil
	}
	j, err := h.judgeAnswer(ctx, c)
	out := make([]console.AnswerCheck, len(j.Checks))
	for i, k := range j.Checks {
		out[i] = console.AnswerCheck{Name: k.Name, OK: k.OK, Reason: k.Reason, ReasonEn: k.ReasonEn}
	}
	return out, err
}

// doubting is what the checks saw of an answer that they doubt.
func doubting(c opinion.Case, j verify.Judgement) casework.Command {
	return casework.Command{Move: opinion.MoveDoubt, By: casework.System, Expected: c.Version, Doubts: doubtsOf(j), Pledges: pledgesOf(j)}
}

func doubtsOf(j verify.Judgement) []string {
	var out []string
	for _, k := range j.Checks {
		if !k.OK {
			out = append(out, k.Reason)
		}
	}
	return out
}

// pledgesOf are the promises of an answer that name a day.
func pledgesOf(j verify.Judgement) []opinion.Pledge {
	var out []opinion.Pledge
	for _, p := range j.Promises {
		if p.Due != "" {
			out = append(out, opinion.Pledge{Term: p.Text, Due: p.Due})
		}
	}
	return out
}

// lookedAt lets the checks look at an answer before a person says that it holds: the command carries what they
// saw, so that no doubt is passed over without a word and a promise gets its clock.
func (h *House) lookedAt(ctx context.Context, c opinion.Case, cmd *casework.Command) error {
	if c.State != opinion.Answered || c.Answer == "" || !cmd.OK {
		return nil
	}
	j, err := h.judgeAnswer(ctx, c)
	cmd.Doubts, cmd.Pledges = doubtsOf(j), pledgesOf(j)
	return err
}
