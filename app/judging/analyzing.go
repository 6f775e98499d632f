package judging

import (
	"context"
	"encoding/json"
	"errors"

	"huiying/analyzers"
	"huiying/bus"
	"huiying/opinion"
)

// analyze judges a batch of mentions. A mention that cannot be read or judged goes to the
// dead letters with its reason; it never stops its neighbours.
func (a *App) analyze(ctx context.Context, in []bus.Msg, publish bus.Publish) ([]error, error) {
	mentions, errs := make([]opinion.Mention, len(in)), make([]error, len(in))
	AtOnce(a.Judges.Hands, len(in), func(i int) { errs[i] = decode(in[i], &mentions[i]) })
	if err := a.passOver(ctx, mentions, errs); err != nil {
		return all(errs, err), nil
	}
	readings, found := make([]analyzers.Reading, len(in)), make([]opinion.Finding, len(in))
	a.Judges.readAll(ctx, mentions, readings, errs, func(int) {})

	a.opening.Lock() // what one batch opens is published before the next is settled
	defer a.opening.Unlock()
	after, err := a.known.abreast(ctx, a.Bus)
	if err != nil {
		return nil, err
	}
	a.known.passOver(mentions, errs)
	a.Judges.settle(readings, mentions, found, errs)
	if err := a.say(ctx, in, found, errs, after, publish); err != nil {
		a.known.unsay(found)
		return nil, err
	}
	for i := range errs {
		switch {
		case errors.Is(errs[i], errJudged):
			errs[i] = nil
		case errs[i] != nil && ctx.Err() == nil:
			errs[i] = bus.Final(errs[i])
		}
	}
	return errs, nil
}

// mostClaims is how often an analyzer looks again because others were quicker, before it gives
// its batch back. Each time somebody published, so that the work as a whole goes on.
const mostClaims = 20

// say publishes findings. An issue is opened only by who knew everything that the log had: a
// batch that opens one is stored whole if nobody published since this analyzer looked (after),
// and not at all otherwise; then it looks again, and what others opened meanwhile is joined.
// Findings that open nothing are published as they are. There is no claim beside the findings
// themselves, so that none can be left behind by a process that dies.
func (a *App) say(ctx context.Context, in []bus.Msg, found []opinion.Finding, errs []error, after uint64, publish bus.Publish) error {
	opens := false
	for i := range found {
		opens = opens || errs[i] == nil && found[i].Issue.New
	}
	for try := 0; ; try++ {
		if opens && a.known.upTo() != after { // the follower was quicker than the conflict
			after, opens = a.lookAgain(found, errs)
		}
		out, ids := a.messages(in, found, errs)
		if len(out) == 0 {
			return nil
		}
		if opens {
			out[0].After = &after
		}
		ack, err := publish(ctx, out...)
		if err == nil {
			a.known.wrote(ids, ack.Seqs)
			return nil
		}
		if !errors.Is(err, bus.ErrConflict) || try == mostClaims {
			return err
		}
		if err := a.known.catchUp(ctx, a.Bus); err != nil {
			return err
		}
		after, opens = a.lookAgain(found, errs)
	}
}

// lookAgain judges a batch once more by what is known now, and says up to where that is and
// whether the batch still opens an issue.
func (a *App) lookAgain(found []opinion.Finding, errs []error) (after uint64, opens bool) {
	after = a.known.upTo()
	whole, where := make([]opinion.Finding, 0, len(found)), make([]int, 0, len(found))
	for i, f := range found {
		if errs[i] == nil && a.known.has(f.ID) {
			errs[i] = errJudged
		}
		if f.ID != "" {
			whole, where = append(whole, f), append(where, i)
		}
	}
	opens = a.Judges.Issues.Reconsider(whole, a.known.has, a.Judges.cut)
	for i, at := range where {
		found[at] = whole[i]
	}
	return after, opens
}

// messages are the findings without a fault as they are published, and their ids.
func (a *App) messages(in []bus.Msg, found []opinion.Finding, errs []error) (out []bus.Message, ids []string) {
	messages := make([]bus.Message, len(in))
	AtOnce(a.Judges.Hands, len(in), func(i int) {
		if errs[i] != nil {
			return
		}
		var data []byte
		if data, errs[i] = json.Marshal(found[i]); errs[i] == nil {
			messages[i] = in[i].Carry(bus.Message{Subject: opinion.FindingSubject(found[i]), ID: found[i].ID, Data: data,
				Header: map[string]string{publishedBy: a.known.self}})
		}
	})
	for i, m := range messages {
		if errs[i] == nil {
			out, ids = append(out, m), append(ids, found[i].ID)
		}
	}
	return out, ids
}

// errJudged marks a mention that has its finding, or was purged.
var errJudged = errors.New("judged before")

// passOver marks the mentions that were judged before: handed out again because an
// acknowledgement was lost or its process stood still, or brought twice by somebody who got no
// answer. The log knows ids for two minutes only, and a second judgement could come to another
// issue: the report would count in two cases.
func (a *App) passOver(ctx context.Context, mentions []opinion.Mention, errs []error) error {
	ids := make([]string, len(mentions))
	for i, m := range mentions {
		ids[i] = m.ID
	}
	known, err := a.Store.Known(ctx, ids)
	if err != nil {
		return err
	}
	for i, m := range mentions {
		if errs[i] == nil && known[m.ID] {
			errs[i] = errJudged
		}
	}
	return nil
}
