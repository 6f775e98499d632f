package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"go.uber.org/zap"

	"huiying/app/correcting"
	"huiying/app/counter"
	"huiying/app/indexing"
	"huiying/app/notices"
	"huiying/bus"
	"huiying/collectors/intake"
	"huiying/console"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/docs"
	"huiying/opinion"
	"huiying/register"
	"huiying/register/sqlite"
	"huiying/words"
)

// console builds the pages over the process. The console knows none of its parts: each small
// interface of console.Deps is answered by the register itself, or by one adapter below.
func (a *App) Console() (http.Handler, error) {
	who, err := a.accounts()
	if err != nil {
		return nil, err
	}
	handed, err := openCodes(a)
	if err != nil {
		return nil, err
	}
	return console.New(console.Deps{
		Accounts: who,
		Search:   indexing.Searcher{Index: a.index},
		Cases:    caseDesk{a.Store, a},
		Issues:   issueBook{a.Store, a},
		Numbers:  numbers{a.Store, a},
		Sources:  a.sources,
		Dead:     deadLetters{a.Bus},
		Units:    unitBook{a},
		Rules:    a.Store,
		Brief:    a.briefings,
		Intake:   mentionIntake{a},
		Forget:   desk{a},
		Correct:  a.corrector,
		Regroup:  correcting.Regrouper{Corrector: a.corrector},
		Open:     openBook{a.Store, a},
		Triage:   a.Store,
		Ledger:   a.Store,
		Balance:  a.Store,
		Opener:   a.corrector,
		Counter:  counterOf(a),
		Codes:    handed,
		Hub:      a.news,
		Presence: a.marks,
		Notes:    a.buckets.desk,
		Work:     a.unitDesk(),
		Notices:  noticeBook(a.notices),
		Names:    names{a.Cfg, a.Judges},
		Promise:  docs.Promise,
		Cut:      a.Judges.Words.CutForSearch,
		Topics:   a.Cfg.Topics,
		Profiles: a.Cfg.Clocks,
		Keep:     a.Cfg.Retention,

		BriefFont: a.Cfg.Briefing.Font,
		BriefLink: a.Cfg.Briefing.Link,

		Loopback: who.URL == nil,
		Demo:     a.Tour,
		Product:  product,
		Version:  Revision,
		Ready:    a.ready,
		Metrics:  a.metrics(),
		Now:      a.Now,
		Failed: func(route string, err error) {
			a.Log.Error("request failed", zap.String("route", route), zap.Error(err))
		},
	})
}

// counterOf takes down what the office is told.
func counterOf(a *App) counter.Counter {
	return counter.Counter{Parts: counter.Parts{Cfg: a.Cfg, Judges: a.Judges,
		Dispose: a.worker.Policy.Dispose, Publish: a.Inbox.Publish, Register: a.Store,
		Correct: a.corrector, Consider: a.worker.Consider, Now: a.Now}}
}

// noticeBook is nil where nobody is told.
func noticeBook(p *notices.Post) facts.Notices {
	if len(p.IDs()) == 0 {
		return nil
	}
	return p
}

// ready says whether the register has seen what the log holds, and the index can be asked.
func (a *App) ready(ctx context.Context) error {
	behind, err := a.registerBehind(ctx)
	if err == nil && behind > 1000 {
		err = fmt.Errorf("the register is catching up: %d events behind", behind)
	}
	if err == nil {
		err = a.index.Ready(ctx)
	}
	return err
}

// numbers are the counts of the register, with those of dead letters and sources.
type numbers struct {
	*sqlite.Store
	h *App
}

// Stats are the totals.
func (n numbers) Stats(ctx context.Context) (facts.Stats, error) {
	s, err := n.Store.Stats(ctx)
	if err != nil {
		return facts.Stats{}, err
	}
	dead, err := n.h.Bus.DeadLetters().Count(ctx)
	if err != nil {
		return facts.Stats{}, err
	}
	out := facts.Stats{Mentions: uint64(s.Mentions), Findings: uint64(s.Findings),
		Cases: uint64(s.Cases), Dead: uint64(dead)}
	rows, err := n.h.sources.Health(ctx)
	for _, r := range rows {
		switch r.State {
		case "failing":
			out.Sources.Failing++
		case "late":
			out.Sources.Late++
		default:
			out.Sources.OK++
		}
	}
	return out, err
}

// Tallies counts findings by keys, or cases by state.
func (n numbers) Tallies(ctx context.Context, from, to time.Time,
	by ...string) (map[string][]register.KeyCount, error) {
	out := make(map[string][]register.KeyCount, len(by))
	for _, one := range by {
		if one == "state" {
			s, err := n.Store.Stats(ctx)
			if err != nil {
				return nil, err
			}
			for _, state := range opinion.States {
				if s.ByState[state] > 0 {
					out[one] = append(out[one], register.KeyCount{Key: string(state), N: s.ByState[state]})
				}
			}
			continue
		}
		counts, err := n.Store.Counts(ctx, from, to, one)
		if err != nil {
			return nil, err
		}
		out[one] = counts
	}
	return out, nil
}

// issueBook is the register with the words of mentions.
type issueBook struct {
	*sqlite.Store
	h *App
}

// mentionsShown is how many mentions of an issue or case a page lists.
const mentionsShown = 200

// Issue is one issue with its mentions. Their words come from the index; where it is away,
// the headings stay.
func (b issueBook) Issue(ctx context.Context, id string) (facts.IssueFile, error) {
	r, err := b.Store.Issue(ctx, id, b.h.Now())
	if err != nil {
		return facts.IssueFile{}, err
	}
	together, err := b.Together(ctx, id)
	if err != nil {
		return facts.IssueFile{}, err
	}
	rows, why, err := mentionsOf(ctx, b.Store, b.h.index, id)
	if err != nil {
		return facts.IssueFile{}, err
	}
	moved, err := b.h.corrector.Moved(ctx, id)
	return facts.IssueFile{Issue: r, Rows: rows, Why: why, Moved: moved,
		Together: together}, err
}

type deadLetters struct{ bus *bus.Bus }

// Dead lists dead letters.
func (d deadLetters) Dead(ctx context.Context, limit int) ([]facts.DeadLetter, error) {
	letters, err := d.bus.DeadLetters().List(ctx, limit)
	out := make([]facts.DeadLetter, len(letters))
	for i, l := range letters {
		out[i] = facts.DeadLetter{Seq: l.Seq, Step: l.Step, Subject: l.Subject, Reason: l.Reason, Attempts: l.Attempts,
			First: l.First, Last: l.Last, Size: l.Size, Data: l.Data}
	}
	return out, err
}

// Replay puts one back where it came from.
func (d deadLetters) Replay(ctx context.Context, seq uint64) error {
	return d.gone(d.bus.DeadLetters().Replay(ctx, seq))
}

// Drop removes one.
func (d deadLetters) Drop(ctx context.Context, seq uint64) error {
	return d.gone(d.bus.DeadLetters().Drop(ctx, seq))
}

func (d deadLetters) gone(err error) error {
	if errors.Is(err, bus.ErrNotFound) {
		return &kit.Error{Kind: kit.NotFound, Code: "no_such_letter",
			Phrase: words.Of("error.no_such_letter"), Err: err}
	}
	return err
}

// mentionIntake is the door for mentions that others bring.
type mentionIntake struct{ h *App }

// Parse reads one JSON object.
func (d mentionIntake) Parse(raw json.RawMessage) (opinion.Draft, map[string]int, error) {
	draft, dropped, err := intake.FromJSON(raw, intake.Options{Kind: opinion.KindOther, Now: d.h.Now})
	if err != nil {
		return draft, dropped, err
	}
	s, known := d.h.Cfg.Source(draft.Source)
	draft, err = intake.OfSource(draft, s.Source, known)
	return draft, dropped, err
}

// Publish returns when the mentions are on disk.
func (d mentionIntake) Publish(ctx context.Context, in []opinion.Mention) (int, error) {
	return d.h.Inbox.Publish(ctx, in)
}

// Code names the reason for which a record is no mention.
func (d mentionIntake) Code(why error) string { return intake.Code(why) }

// Refuse counts records that are no mentions. What is no code of ours is counted as other.
func (d mentionIntake) Refuse(ctx context.Context, source string, why map[string]int) (counted int, err error) {
	if _, known := d.h.Cfg.Source(source); !known {
		return 0, nil
	}
	ours := map[string]int{}
	for code, n := range why {
		ours[intake.KnownCode(code)] += n
		counted += n
	}
	return counted, d.h.Inbox.Refuse(ctx, source, ours)
}
