package app

import (
	"context"
	"errors"
	"fmt"

	"huiying/bus"
	"huiying/opinion"
	"huiying/register"
	"huiying/register/recount"
)

// AuditedBalance is what an audit of the balance (对账) came to.
type AuditedBalance struct {
	register.Balance     // as the log has it
	OnTheWay         int // received and not judged yet
	Faults           int // each was said
}

// AuditBalance counts the balance from the log alone, holds it against the register sum by sum, and
// says where they differ and by which mentions. It names what was received and is on no line, too.
func AuditBalance(ctx context.Context, a *App, say func(words string)) (out AuditedBalance, err error) {
	book := recount.New(casePolicy(a.opt.Cfg.Casework).Dispose)
	for stream, take := range map[string]func(bus.Msg){
		"MENTIONS": func(m bus.Msg) { book.Mention(m.Data) },
		"FINDINGS": func(m bus.Msg) { book.Finding(m.Data) },
		"CASES":    func(m bus.Msg) { book.Event(m.Data) },
		"PURGED":   func(m bus.Msg) { book.Purged(m.Data) },
		"LEDGER":   func(m bus.Msg) { book.Ledger(m.Subject, m.Data) },
	} {
		if _, err := a.bus.Read(ctx, stream, "", 1, func(m bus.Msg) error { take(m); return nil }); err != nil {
			return out, err
		}
	}
	here, err := a.register.Balance(ctx, register.BalanceQuery{})
	if err != nil {
		return out, err
	}
	log := book.Entries()
	for _, e := range log {
		out.Add(e.Is, e.N)
	}
	fault := func(words string) { out.Faults++; say(words) }
	looked := map[register.Entry]bool{}
	for _, d := range recount.Differ(log, here) {
		fault(d.String())
		day := register.Entry{Source: d.Source, Day: d.Day}
		if looked[day] {
			continue
		}
		looked[day] = true
		if err := nameMoved(ctx, a, book, day, say); err != nil {
			return out, err
		}
	}
	return out, out.unjudged(ctx, a, book.Unjudged(), fault)
}

// nameMoved says which mentions of a source and day stand elsewhere in the register.
func nameMoved(ctx context.Context, a *App, book *recount.Book, day register.Entry, say func(string)) error {
	for _, id := range book.Of(day.Source, day.Day) {
		want, _ := book.Stand(id)
		got, err := a.register.Stand(ctx, id)
		switch {
		case errors.Is(err, register.ErrNotFound):
			say(fmt.Sprintf("mention %s is on no line of the register", id))
		case err != nil:
			return err
		case got.Is != want.Is || string(got.Rule) != want.Why || got.By != want.By:
			say(fmt.Sprintf("mention %s: the log says %s %s, the register %s %s", id, want.Is,
				want.Why, got.Is, got.Rule))
		}
	}
	return nil
}

// unjudged tells what is on its way from what nobody will judge any more: a dead letter, or a loss.
func (out *AuditedBalance) unjudged(ctx context.Context, a *App, all []recount.Arrival, fault func(string)) error {
	pending, err := a.bus.Pending(ctx, "MENTIONS", pipeline[0])
	if err != nil || len(all) == 0 {
		return err
	}
	letters, err := a.bus.DeadLetters().List(ctx, 0)
	if err != nil {
		return err
	}
	again, err := comeAgain(ctx, a)
	if err != nil {
		return err
	}
	dead := map[string]uint64{}
	for _, l := range letters {
		var m opinion.Mention
		if (bus.Msg{Data: l.Data}).Decode(&m) == nil && l.Stream == "MENTIONS" {
			dead[m.ID] = l.Seq
		}
	}
	for _, m := range all {
		where := fmt.Sprintf("mention %s of %s, received on %s,", m.Mention, m.Source,
			opinion.DayOf(m.Received))
		switch seq, is := dead[m.Mention]; {
		case is && !again[m.Mention]:
			fault(fmt.Sprintf("%s could not be judged and is in no case and no queue: dead letter %d", where, seq))
		case again[m.Mention]:
			out.OnTheWay++
		case pending > 0:
			pending--
			out.OnTheWay++
		default:
			fault(where + " was never judged and is in no case and no queue")
		}
	}
	return nil
}

// comeAgain are the mentions that will be handed to judgement once more: replayed dead letters, and
// what a restore found unjudged.
func comeAgain(ctx context.Context, a *App) (map[string]bool, error) {
	out := map[string]bool{}
	_, err := a.bus.Read(ctx, "AGAIN", "again."+pipeline[0], 1, func(msg bus.Msg) error {
		var m opinion.Mention
		if msg.Decode(&m) == nil {
			out[m.ID] = true
		}
		return nil
	})
	return out, err
}
