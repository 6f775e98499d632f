package answers

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"huiying/bus"
	"huiying/console/facts"
	"huiying/index"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/casework"
	"huiying/responders/verify"
)

// errLookAgain makes the log ring once more for an answer whose page did not open.
var errLookAgain = errors.New("the page of the answer did not open")

// verifyAnswer looks at the public address of an answer and at its words. What follows is decided
// in casework.
func (a *App) verifyAnswer(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	id := strings.TrimPrefix(msg.Subject, "due."+casework.LookKey(""))
	if err := a.Store.Abreast(ctx); err != nil {
		return nil, err
	}
	c, err := a.Store.Load(ctx, id)
	if err != nil || !casework.Waits(c) {
		return nil, err
	}
	words, err := a.judgeAnswer(ctx, c)
	if err != nil {
		return nil, err
	}
	seen, err := a.verify.Answer(ctx, c.AnswerURL, c.Answer, words)
	if err != nil {
		return nil, err
	}
	look := casework.Look{Reading: readingOf(words), OK: seen.OK, Doubtful: seen.Code == verify.CodeDoubtful, Again: seen.Again, Reason: seen.Reason}
	if lasting, ok := seen.Lasting(msg.Attempt, a.Now().Sub(c.AnswerAt)); ok {
		look.Unseen = lasting.Reason
	}
	again, err := a.desk.Looked(ctx, c, look)
	if again {
		return nil, fmt.Errorf("%w: %s", errLookAgain, seen.Code)
	}
	return nil, err
}

// answerReader is casework.Reader over the index and the register.
type answerReader struct{ h *App }

// Read is casework.Reader.Read.
func (r answerReader) Read(ctx context.Context, c opinion.Case) (casework.Reading, error) {
	j, err := r.h.judgeAnswer(ctx, c)
	return readingOf(j), err
}

func readingOf(j verify.Judgement) casework.Reading {
	return casework.Reading{Doubts: j.Doubts(), Pledges: j.Pledges()}
}

// judgeAnswer reads the answer of a case beside what was asked and beside other answers of late.
func (a *App) judgeAnswer(ctx context.Context, c opinion.Case) (verify.Judgement, error) {
	row, err := a.Store.Case(ctx, c.ID)
	if err != nil {
		return verify.Judgement{}, err
	}
	latest, err := a.latestAnswers(ctx, c.ID)
	if err != nil {
		return verify.Judgement{}, err
	}
	return a.answers.JudgeCase(a.questions(ctx, row), verify.Pair{Title: row.Title, Reply: c.Answer, RepliedAt: c.AnswerAt}, latest), nil
}

// questions are the mentions of a case with their words. Without the index there is the title
// that the register keeps; after the retention one question without words.
func (a *App) questions(ctx context.Context, row register.CaseRow) []verify.Pair {
	var out []verify.Pair
	if page, err := a.index.Search(ctx, index.Query{Issue: row.Issue, Size: verify.QuestionsCompared}); err == nil {
		for _, f := range page.Hits {
			out = append(out, verify.Pair{ID: f.ID, Title: f.Title, Text: f.Text})
		}
	}
	if len(out) == 0 {
		out = append(out, verify.Pair{Title: row.Title})
	}
	return out
}

// latestAnswers are those of other cases. The register knows questions by their titles.
func (a *App) latestAnswers(ctx context.Context, but string) ([]verify.Pair, error) {
	page, err := a.Store.Cases(ctx, register.CaseQuery{States: []opinion.State{opinion.Answered, opinion.Verified, opinion.Closed}, Order: "updated", Size: verify.AnswersCompared})
	if err != nil {
		return nil, err
	}
	out := make([]verify.Pair, 0, len(page.Items))
	for _, k := range page.Items {
		if k.ID != but {
			out = append(out, verify.Pair{Title: k.Title, Reply: k.Answer})
		}
	}
	return out, nil
}

// checksOf shows on the page of a case what was seen of an answer that waits for its verdict.
func (a *App) checksOf(ctx context.Context, c opinion.Case) ([]facts.AnswerCheck, error) {
	if c.State != opinion.Answered || c.Answer == "" {
		return nil, nil
	}
	j, err := a.judgeAnswer(ctx, c)
	out := make([]facts.AnswerCheck, len(j.Checks))
	for i, k := range j.Checks {
		out[i] = facts.AnswerCheck{Name: k.Name, OK: k.OK, Reason: k.Reason, ReasonEn: k.ReasonEn}
	}
	return out, err
}
