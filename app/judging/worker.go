package judging

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"sync"

	"huiying/analyzers"
	"huiying/bus"
	"huiying/opinion"
)

// Worker judges the mentions of a log, for the step that reads them. It shares the log with other
// workers, in this process and elsewhere: an issue is opened only by who knew everything that the
// log had.
type Worker struct {
	Judges   *Judges
	Bus      *bus.Bus
	Register Register

	known   *memory     // what this worker knows of FINDINGS
	opening *sync.Mutex // held by the batch that is being settled, until it is published
}

// Register says which mentions have their finding already, or were purged.
type Register interface {
	Known(ctx context.Context, ids []string) (map[string]bool, error)
}

// NewWorker makes a worker. Before it judges, it catches up with the log; while it does, it follows.
func NewWorker(j *Judges, log *bus.Bus, r Register) *Worker {
	return &Worker{Judges: j, Bus: log, Register: r, known: newMemory(j, rand.Text()), opening: new(sync.Mutex)}
}

// Anew is a worker of other judges, in turn with the one that it follows. Where they group by the same
// grouper, it knows what that one knew; else it catches up with the log.
func (w *Worker) Anew(j *Judges) *Worker {
	next := &Worker{Judges: j, Bus: w.Bus, Register: w.Register, known: w.known, opening: w.opening}
	if j.Issues != w.Judges.Issues {
		next.known = newMemory(j, rand.Text())
	}
	return next
}

// CatchUp takes what the log holds now, so that a report joins the issue it would have joined before.
func (w *Worker) CatchUp(ctx context.Context) error { return w.known.catchUp(ctx, w.Bus) }

// Follow takes every finding that others publish, until ctx ends.
func (w *Worker) Follow(ctx context.Context) error { return w.known.follow(ctx, w.Bus) }

// Hold keeps findings from being published until release: a purge must not miss one that is in hand.
func (w *Worker) Hold() (release func()) {
	w.opening.Lock()
	return w.opening.Unlock
}

// Analyze judges a batch of mentions. A mention that cannot be read or judged goes to the
// dead letters with its reason; it never stops its neighbours.
func (w *Worker) Analyze(ctx context.Context, in []bus.Msg, publish bus.Publish) ([]error, error) {
	mentions, errs := make([]opinion.Mention, len(in)), make([]error, len(in))
	AtOnce(w.Judges.Hands, len(in), func(i int) { errs[i] = in[i].Decode(&mentions[i]) })
	judged, err := w.passOver(ctx, mentions, errs)
	if err != nil {
		return bus.Fill(errs, err), nil
	}
	readings, found := make([]analyzers.Reading, len(in)), make([]opinion.Finding, len(in))
	w.Judges.readAll(ctx, mentions, readings, errs, func(int) {})

	defer w.Hold()() // what one batch opens is published before the next is settled
	// what was purged while it was read must not be published
	if _, err := w.passOver(ctx, mentions, errs); err != nil {
		return bus.Fill(errs, err), nil
	}
	after, err := w.known.abreast(ctx, w.Bus)
	if err != nil {
		return nil, err
	}
	w.known.passOver(mentions, errs)
	w.olderFirst(in, mentions, judged, errs)
	w.Judges.settle(readings, mentions, found, errs)
	if err := w.say(ctx, in, found, errs, after, publish); err != nil {
		w.known.unsay(found)
		return nil, err
	}
	for i := range errs {
		switch {
		case errors.Is(errs[i], errJudged):
			errs[i] = nil
		case errs[i] != nil && !errors.Is(errs[i], errOlderFirst) && ctx.Err() == nil:
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
func (w *Worker) say(ctx context.Context, in []bus.Msg, found []opinion.Finding, errs []error,
	after uint64, publish bus.Publish) error {
	opens := false
	for i := range found {
		opens = opens || errs[i] == nil && found[i].Issue.New
	}
	for try := 0; ; try++ {
		if opens && w.known.upTo() != after { // the follower was quicker than the conflict
			after, opens = w.lookAgain(found, errs)
		}
		out, ids := w.messages(in, found, errs)
		if len(out) == 0 {
			return nil
		}
		if opens {
			out[0].After = &after
		}
		ack, err := publish(ctx, out...)
		if err == nil {
			w.known.wrote(ids, ack.Seqs)
			return nil
		}
		if !errors.Is(err, bus.ErrConflict) || try == mostClaims {
			return err
		}
		if err := w.known.catchUp(ctx, w.Bus); err != nil {
			return err
		}
		after, opens = w.lookAgain(found, errs)
	}
}

// lookAgain judges a batch once more by what is known now, and says up to where that is and
// whether the batch still opens an issue.
func (w *Worker) lookAgain(found []opinion.Finding, errs []error) (after uint64, opens bool) {
	after = w.known.upTo()
	whole, where := make([]opinion.Finding, 0, len(found)), make([]int, 0, len(found))
	for i, f := range found {
		if errs[i] == nil && w.known.has(f.ID) {
			errs[i] = errJudged
		}
		if f.ID != "" {
			whole, where = append(whole, f), append(where, i)
		}
	}
	opens = w.Judges.Issues.Reconsider(whole, w.known.has, w.Judges.cut)
	for i, at := range where {
		found[at] = whole[i]
	}
	return after, opens
}

// messages are the findings without a fault as they are published, and their ids.
func (w *Worker) messages(in []bus.Msg, found []opinion.Finding, errs []error) (out []bus.Message, ids []string) {
	messages := make([]bus.Message, len(in))
	AtOnce(w.Judges.Hands, len(in), func(i int) {
		if errs[i] != nil {
			return
		}
		var data []byte
		if data, errs[i] = json.Marshal(found[i]); errs[i] == nil {
			messages[i] = in[i].Carry(bus.Message{Subject: opinion.FindingSubject(found[i]),
				ID: found[i].ID, Data: data,
				Header: map[string]string{publishedBy: w.known.self}})
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
//
// It returns which of them, and of those that they replace, were judged.
func (w *Worker) passOver(ctx context.Context, mentions []opinion.Mention,
	errs []error) (map[string]bool, error) {
	ids := make([]string, len(mentions))
	for i, m := range mentions {
		ids[i] = m.ID
		if m.Replaces != "" {
			ids = append(ids, m.Replaces)
		}
	}
	known, err := w.Register.Known(ctx, ids)
	if err != nil {
		return nil, err
	}
	for i, m := range mentions {
		if errs[i] == nil && known[m.ID] {
			errs[i] = errJudged
		}
	}
	return known, nil
}

// errOlderFirst puts a newer text of a report off until the older one is judged: it goes where that
// one is.
var errOlderFirst = errors.New("the text that it replaces is not judged yet")

// mostWaits is after how many attempts the older text is not waited for any more: it may lie among
// the dead letters.
const mostWaits = 5

// olderFirst marks the mentions that replace one which is neither judged nor in this batch.
func (w *Worker) olderFirst(in []bus.Msg, mentions []opinion.Mention, judged map[string]bool, errs []error) {
	here := map[string]bool{}
	for i, m := range mentions {
		older := m.Replaces
		if errs[i] == nil && older != "" && !here[older] && !judged[older] && !w.known.has(older) &&
			in[i].Attempt <= mostWaits {
			errs[i] = errOlderFirst
			continue
		}
		here[m.ID] = true
	}
}
