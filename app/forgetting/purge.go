package forgetting

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/responders/archive"
	"huiying/responders/casework"
	"huiying/words"
)

// mentionID is how ids of mentions look.
var mentionID = regexp.MustCompile(`^[0-9a-f]{32}$`)

// Purge removes a text everywhere: the streams, the archive, the
// index, the register and the dead letters.
// The log is first and the register last, so that a purge that is cut short is made whole by
// running it again. Only the fact stays: in the log, where every rebuild and every collector
// finds it, and in the history of each case that held the mention.
func (f Forgetter) Purge(ctx context.Context, what facts.Purge) (facts.Purged, error) {
	ids := []string{what.ID}
	if what.URL == "" && !mentionID.MatchString(what.ID) {
		// what somebody typed by mistake must not be kept as the id of something forgotten
		return facts.Purged{}, &kit.Error{Kind: kit.Invalid, Code: "bad_id", Phrase: words.Of("error.bad_id")}
	}
	if what.URL != "" {
		var err error
		if ids, err = f.Register.FindByURL(ctx, opinion.CanonicalURL(what.URL)); err != nil {
			return facts.Purged{}, err
		}
	}
	done := facts.Purged{}
	for _, id := range ids {
		if err := f.purgeOne(ctx, id, &done); err != nil {
			return done, fmt.Errorf("purge %s: %w; run it again", id, err)
		}
	}
	if len(done.IDs) == 0 {
		return done, &kit.Error{Kind: kit.NotFound, Code: "nothing_to_purge",
			Phrase: words.Of("error.nothing_to_purge")}
	}
	return done, nil
}

func (f Forgetter) purgeOne(ctx context.Context, id string, done *facts.Purged) error {
	defer f.Corrections()()
	defer f.Judging()()
	_, err := f.Register.Mention(ctx, id)
	found := err == nil
	if err := f.keepLine(ctx, id); err != nil {
		return err
	}
	erased, err := f.eraseAll(ctx, id, done)
	if err != nil {
		return err
	}
	found = found || erased
	archived, err := f.Archive.Forget(id)
	if err != nil {
		return err
	}
	done.Archived += archived
	found = found || archived > 0
	cases, err := f.Register.CasesOf(ctx, id)
	if err != nil {
		return err
	}
	for _, c := range cases {
		if err := f.tellCase(ctx, c, id); err != nil {
			return err
		}
	}
	done.Cases = append(done.Cases, cases...)
	if !found && len(cases) == 0 {
		return nil
	}
	if err := f.Index.Delete(ctx, id); err != nil {
		return err
	}
	done.Indexed++
	if err := f.Register.Purge(ctx, id, f.Now()); err != nil {
		return err
	}
	done.IDs = append(done.IDs, id)
	return nil
}

// keepLine writes a mention's line of the balance into the log before anything of it is erased: one
// that was not judged yet has none but its message, and a purge that is cut short would take the
// others with it.
func (f Forgetter) keepLine(ctx context.Context, id string) error {
	l, known, err := f.Register.Line(ctx, id)
	if err == nil && !known {
		l, err = f.arrival(ctx, id)
	}
	if err != nil || l.Source == "" {
		return err
	}
	if l.Rule.Disposition() == opinion.DispositionWaiting {
		l.Rule, l.By = opinion.RulePurged, ""
	}
	return f.Register.Keep(ctx, l)
}

// arrival is the line of a mention that came in and was not judged yet; the zero line where none did.
func (f Forgetter) arrival(ctx context.Context, id string) (l opinion.LedgerLine, err error) {
	_, err = f.Bus.Read(ctx, "MENTIONS", "", 1, func(m bus.Msg) error {
		var arrived opinion.Mention
		if !carries(m, id) || m.Decode(&arrived) != nil || arrived.ID != id {
			return nil
		}
		l = opinion.LedgerLine{Mention: id, Source: arrived.Source, Received: arrived.Received(),
			Rule: opinion.RulePurged}
		return nil
	})
	return l, err
}

// eraseAll overwrites every message of the log that carries the mention, once the archive has seen
// them: a number that it never saw would look like a loss for ever.
func (f Forgetter) eraseAll(ctx context.Context, id string, done *facts.Purged) (found bool, err error) {
	lies := map[string][]uint64{}
	for _, stream := range []string{"MENTIONS", "REPLIES", "FINDINGS", "DEAD", "AGAIN"} {
		if lies[stream], err = f.carrying(ctx, stream, id); err != nil {
			return false, err
		}
	}
	if err := f.archiveFirst(ctx); err != nil {
		return false, fmt.Errorf("nothing was removed yet: %w", err)
	}
	for stream, seqs := range lies {
		for _, seq := range seqs {
			if err := f.Bus.Erase(ctx, stream, seq); err != nil {
				return found, err
			}
		}
		n := &done.Log
		if stream == "DEAD" || stream == "AGAIN" {
			n = &done.Dead
		}
		*n += len(seqs)
		found = found || len(seqs) > 0
	}
	return found, nil
}

// carrying are the messages of a stream that carry the mention. It reads the stream once: a purge is
// rare, and must not miss a message because some list did.
func (f Forgetter) carrying(ctx context.Context, stream, id string) (seqs []uint64, err error) {
	_, err = f.Bus.Read(ctx, stream, "", 1, func(m bus.Msg) error {
		if carries(m, id) {
			seqs = append(seqs, m.Seq)
		}
		return nil
	})
	return seqs, err
}

func carries(m bus.Msg, id string) bool { return strings.Contains(string(m.Data), `"id":"`+id+`"`) }

// tellCase writes the fact of the purge into a case's history.
func (f Forgetter) tellCase(ctx context.Context, caseID, mention string) error {
	_, err := f.Desk.Do(ctx, caseID, opinion.Command{Move: opinion.MovePurge, By: casework.System, Mention: mention})
	var no *casework.MoveRefusal
	if errors.As(err, &no) {
		return nil // it is out of the case already
	}
	return err
}

// archiveFirst lets the archive see what is about to be erased from the log.
func (f Forgetter) archiveFirst(ctx context.Context) error {
	if !f.Archives {
		return nil
	}
	err := f.Archive.CatchUp(ctx)
	if errors.Is(err, archive.ErrOtherLog) {
		f.Log.Warn("the archive is of another log", zap.Error(err))
		return nil
	}
	return err
}
