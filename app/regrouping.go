package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"huiying/console"
	"huiying/opinion"
	"huiying/register/sqlite"
	"huiying/responders/casework"
	"huiying/responders/correct"
	"huiying/words"
)

// regrouper lets persons say which reports are one matter. Each mention that goes elsewhere is
// a corrected finding with another issue; all of one decision carry the same moment.
type regrouper struct{ h *House }

func refusal(code, key string) error {
	return &words.Refusal{Code: code, Phrase: words.Of(key)}
}

// Split says that some mentions of an issue are another matter: a new one, or the one named.
func (r regrouper) Split(ctx context.Context, issue string, what console.Regroup) (console.Regrouped, error) {
	all, err := r.mentions(ctx, issue)
	if err != nil {
		return console.Regrouped{}, err
	}
	chosen := slices.DeleteFunc(slices.Clone(all), func(id string) bool { return !slices.Contains(what.Mentions, id) })
	switch {
	case len(chosen) == 0:
		return console.Regrouped{}, refusal(correct.CodeOneMatter, "refusal.correction.one_matter.split")
	case len(chosen) == len(all) && what.Into == "":
		return console.Regrouped{}, refusal(correct.CodeOneMatter, "refusal.correction.one_matter.all")
	case len(chosen) == len(all):
		return r.Join(ctx, issue, what)
	}
	into, size := what.Into, 0
	if into == "" {
		first, err := r.h.Store.Finding(ctx, chosen[0])
		if err != nil {
			return console.Regrouped{}, found(err, "mention")
		}
		into = opinion.IssueID(fmt.Sprintf("split %s %d", first.ID, len(first.Corrected)))
	} else if size, err = r.size(ctx, into); err != nil {
		return console.Regrouped{}, err
	}
	return r.move(ctx, chosen, into, size, what)
}

// Join says that two issues are one matter. A case that nobody has yet goes to the one that a
// unit has; where only one issue has a case, or only one case can be merged, that decides which
// of the two issues stays.
func (r regrouper) Join(ctx context.Context, issue string, what console.Regroup) (console.Regrouped, error) {
	goes, stays := issue, what.Into
	if goes == stays || stays == "" {
		return console.Regrouped{}, refusal(correct.CodeOneMatter, "refusal.correction.one_matter.join")
	}
	a, err := r.h.Store.Load(ctx, opinion.CaseID(goes))
	if err != nil {
		return console.Regrouped{}, err
	}
	b, err := r.h.Store.Load(ctx, opinion.CaseID(stays))
	if err != nil {
		return console.Regrouped{}, err
	}
	switch {
	case mayGo(b, a) && (!mayGo(a, b) || b.State == opinion.Triage && a.State != opinion.Triage):
		goes, stays, a, b = stays, goes, b, a
	case !mayGo(a, b):
		return console.Regrouped{}, refusal(correct.CodeNotMerged, "refusal.correction.not_merged")
	}
	size, err := r.size(ctx, stays)
	if err != nil {
		return console.Regrouped{}, err
	}
	all, err := r.mentions(ctx, goes)
	if err != nil {
		return console.Regrouped{}, err
	}
	if a.Version > 0 && a.State != opinion.Merged && b.Version > 0 {
		_, err := r.h.desk.Do(ctx, a.ID, casework.Command{Move: opinion.MoveMerge, By: what.By, Into: b.ID, Reason: what.Reason})
		if err != nil {
			return console.Regrouped{}, err
		}
	}
	return r.move(ctx, all, stays, size, what)
}

// mayGo says whether an issue with case a can become part of one with case b.
func mayGo(a, b opinion.Case) bool {
	if a.Version == 0 || a.State == opinion.Merged {
		return true
	}
	_, merges := opinion.After(a.State, opinion.MoveMerge)
	return merges && b.State.Open()
}

// Undo takes back the latest split or join that brought mentions into an issue, and with a
// join the merging of its cases.
func (r regrouper) Undo(ctx context.Context, issue string, what console.Regroup) (console.Regrouped, error) {
	ids, err := r.h.Store.CorrectedIn(ctx, issue)
	if err != nil {
		return console.Regrouped{}, err
	}
	var latest time.Time
	var back []string
	was := ""
	for _, id := range ids {
		f, err := r.h.Store.Finding(ctx, id)
		if errors.Is(err, sqlite.ErrNotFound) {
			continue
		}
		if err != nil {
			return console.Regrouped{}, err
		}
		standing := opinion.Standing(f.Corrected)
		if len(standing) == 0 {
			continue
		}
		switch last := standing[len(standing)-1]; {
		case last.Field != opinion.FieldIssue || last.At.Before(latest):
		case last.At.After(latest):
			latest, was, back = last.At, last.Was, []string{id}
		default:
			back = append(back, id)
		}
	}
	if len(back) == 0 {
		return console.Regrouped{}, refusal(correct.CodeNothing, "refusal.correction.nothing_to_undo.regroup")
	}
	c, err := r.h.Store.Load(ctx, opinion.CaseID(was))
	if err != nil {
		return console.Regrouped{}, err
	}
	if c.State == opinion.Merged && c.Into == opinion.CaseID(issue) {
		if _, err := r.h.desk.Do(ctx, c.ID, casework.Command{Move: opinion.MoveUnmerge, By: what.By, Reason: what.Reason}); err != nil {
			return console.Regrouped{}, err
		}
	}
	out, err := r.h.regroup(ctx, back, func(int, opinion.Finding) correct.Command {
		return correct.Command{Undo: true, By: what.By, Reason: what.Reason, Seen: -1}
	})
	return console.Regrouped{Issue: was, Mentions: out}, err
}

// move gives mentions another issue. Of those that come to a new one, the first is a report
// of its own, whatever it was a copy of.
func (r regrouper) move(ctx context.Context, ids []string, into string, size int, what console.Regroup) (console.Regrouped, error) {
	fresh := size == 0
	out, err := r.h.regroup(ctx, ids, func(i int, f opinion.Finding) correct.Command {
		ref := opinion.IssueRef{ID: into, New: fresh && i == 0, Copy: f.Issue.Copy && !(fresh && i == 0)}
		if !ref.Copy {
			size++
		}
		ref.Size = size
		return correct.Command{Field: opinion.FieldIssue, Is: into, Issue: ref, By: what.By, Reason: what.Reason, Seen: -1}
	})
	return console.Regrouped{Issue: into, Mentions: out}, err
}

// regroup decides on each mention and publishes all together. Mentions whose words were
// forgotten stay where they are.
func (h *House) regroup(ctx context.Context, ids []string, command func(i int, f opinion.Finding) correct.Command) (moved []string, err error) {
	h.correcting.Lock()
	defer h.correcting.Unlock()
	now := h.Now()
	var out []opinion.Finding
	for _, id := range ids {
		f, err := h.Store.Finding(ctx, id)
		if errors.Is(err, sqlite.ErrNotFound) || err == nil && f.CollectedAt.Before(now.Add(-h.Cfg.Retention)) {
			continue
		}
		if err == nil {
			f, err = correct.Decide(f, command(len(out), f), h.correctEnv(), now)
		}
		if err != nil {
			return nil, err
		}
		out, moved = append(out, f), append(moved, id)
	}
	if len(out) == 0 {
		return nil, refusal(correct.CodeForgotten, "refusal.correction.forgotten")
	}
	return moved, h.publishAgain(ctx, out...)
}

// size is the number of reports of an issue that there is.
func (r regrouper) size(ctx context.Context, issue string) (int, error) {
	i, err := r.h.Store.Issue(ctx, issue, r.h.Now())
	return i.Size, found(err, "issue")
}

// mentions are all of an issue, oldest first.
func (r regrouper) mentions(ctx context.Context, issue string) ([]string, error) {
	if _, err := r.size(ctx, issue); err != nil {
		return nil, err
	}
	var out []string
	for after := ""; ; {
		rows, next, err := r.h.Store.IssueMentions(ctx, issue, 200, after)
		if err != nil {
			return nil, err
		}
		for _, m := range rows {
			out = append(out, m.ID)
		}
		if after = next; next == "" {
			return out, nil
		}
	}
}

// movedHere says whether a person put mentions into an issue, and that can be taken back.
func (h *House) movedHere(ctx context.Context, issue string) (bool, error) {
	ids, err := h.Store.CorrectedIn(ctx, issue)
	for _, id := range ids[:min(len(ids), 50)] {
		f, err := h.Store.Finding(ctx, id)
		if err != nil {
			continue // forgotten
		}
		if s := opinion.Standing(f.Corrected); len(s) > 0 && s[len(s)-1].Field == opinion.FieldIssue {
			return true, nil
		}
	}
	return false, err
}
