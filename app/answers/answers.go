package answers

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"huiying/bus"
	"huiying/console/facts"
	"huiying/index"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/casework"
	"huiying/responders/verify"
)

// Reader reads the answers of units: whether one is about what was asked, and what it promises.
type Reader struct {
	Judge    *verify.Judge
	Register Register
	Index    Index
}

// Register knows cases, and the words of replies that were found.
type Register interface {
	Replies(ctx context.Context, mentions []string) ([]opinion.FoundReply, error)
	Case(ctx context.Context, id string) (register.CaseRow, error)
	Cases(ctx context.Context, q register.CaseQuery) (register.CaseList, error)
}

// Index knows the words of mentions.
type Index interface {
	Search(ctx context.Context, q index.Query) (index.Page, error)
}

// Verifier looks at published answers when their timers ring.
type Verifier struct {
	Reader
	State State
	Pages verify.Verifier
	Desk  *casework.Executor
	Now   func() time.Time
}

// State is a case as it is after all that is in the log.
type State interface {
	Abreast(ctx context.Context) error
	Load(ctx context.Context, id string) (opinion.Case, error)
}

// ErrLookAgain makes the log ring once more for an answer whose page did not open.
var ErrLookAgain = errors.New("the page of the answer did not open")

// Due looks at the public address of an answer and at its words. What follows is decided
// in casework.
func (v Verifier) Due(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	id := strings.TrimPrefix(msg.Subject, "due."+casework.LookKey(""))
	if err := v.State.Abreast(ctx); err != nil {
		return nil, err
	}
	c, err := v.State.Load(ctx, id)
	if err != nil || !casework.Waits(c) {
		return nil, err
	}
	words, err := v.judge(ctx, c)
	if err != nil {
		return nil, err
	}
	seen, err := v.Pages.Answer(ctx, c.AnswerURL, c.Answer, words)
	if err != nil {
		return nil, err
	}
	look := casework.Look{Reading: readingOf(words), OK: seen.OK,
		Doubtful: seen.Code == verify.CodeDoubtful, Again: seen.Again, Reason: seen.Reason}
	if lasting, ok := seen.Lasting(msg.Attempt, v.Now().Sub(c.AnswerAt)); ok {
		look.Unseen = lasting.Reason
	}
	again, err := v.Desk.Looked(ctx, c, look)
	if again {
		return nil, fmt.Errorf("%w: %s", ErrLookAgain, seen.Code)
	}
	return nil, err
}

// Read is casework.Reader.Read.
func (r Reader) Read(ctx context.Context, c opinion.Case) (casework.Reading, error) {
	j, err := r.judge(ctx, c)
	return readingOf(j), err
}

func readingOf(j verify.Judgement) casework.Reading {
	return casework.Reading{Doubts: j.Doubts(), Pledges: j.Pledges()}
}

// judge reads the answer of a case beside what was asked and beside other answers of late.
func (r Reader) judge(ctx context.Context, c opinion.Case) (verify.Judgement, error) {
	row, err := r.Register.Case(ctx, c.ID)
	if err != nil {
		return verify.Judgement{}, err
	}
	latest, err := r.latestAnswers(ctx, c.ID)
	if err != nil {
		return verify.Judgement{}, err
	}
	return r.Judge.JudgeCase(r.questions(ctx, row), verify.Pair{Title: row.Title, Reply: c.Answer,
		RepliedAt: c.AnswerAt}, latest), nil
}

// questions are the mentions of a case with their words. Without the index there is the title
// that the register keeps; after the retention one question without words.
func (r Reader) questions(ctx context.Context, row register.CaseRow) []verify.Pair {
	var out []verify.Pair
	if page, err := r.Index.Search(ctx, index.Query{Issue: row.Issue, Size: verify.QuestionsCompared}); err == nil {
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
func (r Reader) latestAnswers(ctx context.Context, but string) ([]verify.Pair, error) {
	page, err := r.Register.Cases(ctx, register.CaseQuery{States: []opinion.State{opinion.Answered,
		opinion.Verified, opinion.Closed}, Order: "updated", Size: verify.AnswersCompared})
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

// Checks shows on the page of a case what was seen of an answer that waits for its verdict.
func (r Reader) Checks(ctx context.Context, c opinion.Case) ([]facts.AnswerCheck, error) {
	if c.State != opinion.Answered || c.Answer == "" {
		return nil, nil
	}
	j, err := r.judge(ctx, c)
	return checksOf(j), err
}
