package answers

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"huiying/bus"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/casework"
	"huiying/responders/verify"
)

// Offers brings replies that were found on pages to the cases of what they answer.
//
// A reply and the case of its mention come in any order, in any process. Two looks see to it that
// they meet. Whoever gets a reply looks at all cases that the log had when the reply was there. And
// whoever has considered a finding looks, once its case is written, at all replies that the log has.
type Offers struct {
	Reader
	State Matched
	Desk  *casework.Executor
}

// Matched are replies and cases as they are after all that is in the log.
type Matched interface {
	Abreast(ctx context.Context) error  // with cases
	Answered(ctx context.Context) error // with replies
	Replies(ctx context.Context, mentions []string) ([]opinion.FoundReply, error)
	Forgotten(ctx context.Context, mentions []string) (map[string]bool, error)
	CasesOf(ctx context.Context, mention string) ([]string, error)
	Load(ctx context.Context, id string) (opinion.Case, error)
	Finding(ctx context.Context, mention string) (opinion.Finding, error)
}

// Due takes a reply that was found.
func (o Offers) Due(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	var r opinion.FoundReply
	if err := msg.Decode(&r); err != nil {
		return nil, err
	}
	if err := o.State.Abreast(ctx); err != nil {
		return nil, err
	}
	return nil, o.offer(ctx, r)
}

// Considered offers the replies to mentions whose findings were considered just now. It returns an
// error for each mention that failed.
func (o Offers) Considered(ctx context.Context, mentions []string) (map[string]error, error) {
	if err := o.State.Answered(ctx); err != nil {
		return nil, fmt.Errorf("see which replies the log has: %w", err)
	}
	replies, err := o.State.Replies(ctx, mentions)
	if err != nil || len(replies) == 0 {
		return nil, err
	}
	if err := o.State.Abreast(ctx); err != nil {
		return nil, err
	}
	failed := map[string]error{}
	for _, r := range opinion.LatestReplies(replies) {
		if err := o.offer(ctx, r); err != nil {
			failed[r.Mention] = err
		}
	}
	return failed, nil
}

// offer notes a reply in each case that has its mention, or in the one that took that case over.
func (o Offers) offer(ctx context.Context, r opinion.FoundReply) error {
	gone, err := o.State.Forgotten(ctx, []string{r.Mention})
	if err != nil || gone[r.Mention] {
		return err
	}
	cases, err := o.State.CasesOf(ctx, r.Mention)
	if err != nil || len(cases) == 0 {
		return err
	}
	judged, err := o.answers(ctx, r)
	if err != nil {
		return err
	}
	for _, id := range cases {
		c, err := o.holder(ctx, id)
		if err != nil {
			return err
		}
		_, err = o.Desk.Do(ctx, c.ID, opinion.Command{Move: opinion.MoveFind, By: casework.System,
			Reply: r, OK: judged.OK()})
		if no := (*casework.MoveRefusal)(nil); err != nil && !errors.As(err, &no) {
			return err
		}
	}
	return nil
}

// holder follows a merged case to the one that stays.
func (o Offers) holder(ctx context.Context, id string) (c opinion.Case, err error) {
	for range 64 {
		if c, err = o.State.Load(ctx, id); err != nil || c.State != opinion.Merged || c.Into == "" {
			break
		}
		id = c.Into
	}
	return c, err
}

// answers judges whether a reply is about its question.
func (o Offers) answers(ctx context.Context, r opinion.FoundReply) (verify.Judgement, error) {
	f, err := o.State.Finding(ctx, r.Mention)
	if err != nil && !errors.Is(err, register.ErrNotFound) {
		return verify.Judgement{}, err
	}
	latest, err := o.latestAnswers(ctx, "")
	if err != nil {
		return verify.Judgement{}, err
	}
	question := verify.Pair{ID: f.ID, Title: f.Title, Text: f.Text}
	latest = slices.DeleteFunc(latest, func(p verify.Pair) bool { return p.Title == f.Heading() })
	return o.Judge.JudgeCase([]verify.Pair{question}, pairOf(r, f.Title), latest), nil
}

func pairOf(r opinion.FoundReply, title string) verify.Pair {
	return verify.Pair{Title: title, Reply: r.Text, RepliedAt: r.At}
}
