package registertest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiying/bus"
	"huiying/opinion"
	"huiying/register"
)

// Write brings events into the log as they are and waits until a register has them.
func Write(t testing.TB, b *bus.Bus, s interface {
	WaitFor(ctx context.Context, stream string, seq uint64) error
}, events []opinion.Event) {
	t.Helper()
	var msgs []bus.Message
	for _, e := range events {
		m, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		msgs = append(msgs, bus.Message{Subject: opinion.CaseSubject(e.Case), Data: m})
	}
	if _, err := b.Publish(t.Context(), msgs...); err != nil {
		t.Fatal(err)
	}
	Seen(t, b, s)
}

// A heading that nobody said in public stays inside, also when the first mention goes and another
// takes its place; purge and retention take headings and the words they are found by.
func releasedHeadings(t *testing.T, b *bus.Bus, s Register) {
	hotline, board := ReportOf(1, opinion.KindHotline, "热线原话"), ReportOf(2, opinion.KindBoard, "留言板原话")
	second := ReportOf(3, opinion.KindBoard, "可清除的话")
	next := ReportOf(4, opinion.KindHotline, "后来的热线原话")
	next.Issue.ID = board.Issue.ID
	Publish(t, b, hotline, board, second, next)
	out := []opinion.Event{ToDispatch, ToSign, ToAnswer, ToVerify}
	Write(t, b, s, Life(hotline, out...))
	Write(t, b, s, Life(second, out...))
	joined := append([]opinion.Event{{Type: opinion.MoveJoin, Mention: next.ID, Issue: next.Issue.ID}}, out...)
	Write(t, b, s, Life(board, append(joined, opinion.Event{Type: opinion.MovePurge, Mention: board.ID})...))
	find := func(q string) int {
		p, err := s.Released(t.Context(), register.ReleasedQuery{Q: q})
		if err != nil {
			t.Fatal(err)
		}
		return p.Total
	}
	if find("答复词独有") != 3 || find("热线原话") != 0 || find("后来的") != 0 ||
		find("留言板原话") != 0 || find("可清除的话") != 1 {
		t.Error("headings: wrong ones are found")
	}
	if err := s.Blank(t.Context(), []string{second.ID}); err != nil {
		t.Fatal(err)
	}
	if find("可清除的话") != 0 || find("答复词独有") != 3 {
		t.Error("a heading past its retention is still found")
	}
	for _, q := range []string{`"`, "*", "NEAR(", "标题 OR 水管", "words:水管", "，。",
		strings.Repeat("水", 5000), "'; DROP TABLE released; --", "\x00"} {
		if _, err := s.Released(t.Context(), register.ReleasedQuery{Q: q}); err != nil {
			t.Errorf("%q: %v", opinion.Clip(q, 20), err)
		}
	}
}

// A purge takes the first mention out of a case that the public reads: the case and its heading
// both change in that one transaction. It failed the register, and with it the responders, at each
// start.
func firstMentionPurged(t *testing.T, b *bus.Bus, s Register) {
	first, next := ReportOf(1, opinion.KindBoard, "要清除的话"), ReportOf(2, opinion.KindBoard, "留下的话")
	next.Issue.ID = first.Issue.ID
	Publish(t, b, first, next)
	events := Life(first, opinion.Event{Type: opinion.MoveJoin, Mention: next.ID, Issue: next.Issue.ID},
		ToDispatch, ToSign, ToAnswer, ToVerify,
		opinion.Event{Type: opinion.MovePurge, Mention: first.ID})
	Write(t, b, s, events[:len(events)-1])
	Write(t, b, s, events[len(events)-1:])
	got, err := s.ReleasedCase(t.Context(), events[0].Case)
	if err != nil || got.Title != "留下的话" {
		t.Errorf("released as %q, %v; the mention that is left heads it", got.Title, err)
	}
	for q, want := range map[string]int{"要清除的话": 0, "留下的话": 1} {
		if page, err := s.Released(t.Context(), register.ReleasedQuery{Q: q}); err != nil || page.Total != want {
			t.Errorf("%s finds %d, %v", q, page.Total, err)
		}
	}
}

func votes(t *testing.T, b *bus.Bus, s Register) {
	f := ReportOf(1, opinion.KindBoard, "标题")
	Publish(t, b, f)
	events := Life(f, ToDispatch, ToSign, ToAnswer, ToVerify, ToClose)
	Write(t, b, s, events)
	id, out := events[0].Case, events[4].At
	for i, step := range []struct{ yes, no, seenYes, seenNo int }{{3, 1, 0, 0}, {0, 1, 3, 2}, {2, 0, 5, 2}} {
		hour := out.Add(time.Duration(i) * time.Hour)
		votes := []opinion.Votes{{Case: id, Hour: hour, Satisfied: step.yes, Unsatisfied: step.no}}
		if err := s.Vote(t.Context(), votes); err != nil {
			t.Fatal(err)
		}
		Seen(t, b, s)
		if yes, no, err := s.Votes(t.Context(), id, out); err != nil || yes != step.seenYes || no != step.seenNo {
			t.Errorf("%d: %d %d %v", i, yes, no, err)
		}
	}
	if yes, no, _ := s.Votes(t.Context(), id, out.Add(2*time.Hour)); yes != 0 || no != 0 {
		t.Error("votes on an answer that was withdrawn count for the one after it")
	}
	var turns []opinion.Turn
	check(t, s.EachTurn(t.Context(), []string{id}, func(x opinion.Turn) { turns = append(turns, x) }))
	if len(turns) != 1 || turns[0].Satisfied != 5 || turns[0].Unsatisfied != 2 {
		t.Errorf("turns: %+v", turns)
	}
	check(t, s.Rebuild(t.Context()))
	Seen(t, b, s)
	if yes, no, err := s.Votes(t.Context(), id, out); yes != 5 || no != 2 || err != nil {
		t.Error("votes are lost when the register is made anew")
	}
}

// In every state of a case, the board holds it in those in which its answer was found published,
// and in no other; nothing of what is said inside comes out.
func released(t *testing.T, b *bus.Bus, s Register) {
	secondAnswer := opinion.Event{Type: opinion.MoveAnswer, Text: "更正答复", URL: "https://gov.example.org/b"}
	n, open := 0, 0
	for name, c := range map[string]struct {
		moves []opinion.Event
		out   bool
	}{
		"triage": {nil, false},
		"dismissed": {[]opinion.Event{{Type: opinion.MoveDismiss,
			Outcome: opinion.NotGovernment, Reason: "INNERWORD"}}, false},
		"merged": {[]opinion.Event{{Type: opinion.MoveMerge,
			Outcome: opinion.OutcomeMerged, Into: "x"}}, false},
		"referred": {[]opinion.Event{{Type: opinion.MoveRefer,
			Outcome: opinion.OutcomeReferred, Statutory: "信访"}}, false},
		"dispatched": {[]opinion.Event{ToDispatch}, false},
		"returned":   {[]opinion.Event{ToDispatch, {Type: opinion.MoveReturn, Text: "INNERWORD"}}, false},
		"answered":   {[]opinion.Event{ToDispatch, ToSign, ToAnswer}, false},
		"answer failed": {[]opinion.Event{ToDispatch, ToSign, ToAnswer,
			{Type: opinion.MoveVerify, Reason: "INNERWORD"}}, false},
		"answered anew": {[]opinion.Event{ToDispatch, ToSign, ToAnswer, secondAnswer}, false},
		"verified":      {[]opinion.Event{ToDispatch, ToSign, ToAnswer, ToVerify}, true},
		"closed":        {[]opinion.Event{ToDispatch, ToSign, ToAnswer, ToVerify, ToClose}, true},
		"reopened":      {[]opinion.Event{ToDispatch, ToSign, ToAnswer, ToVerify, ToClose, ToReopen}, false},
		"answered again": {[]opinion.Event{ToDispatch, ToSign, ToAnswer, ToVerify, ToClose,
			ToReopen, ToSign, secondAnswer}, false},
		"closed again": {[]opinion.Event{ToDispatch, ToSign, ToAnswer, ToVerify, ToClose,
			ToReopen, ToSign, secondAnswer, ToVerify, ToClose}, true},
		"verified, empty": {[]opinion.Event{ToDispatch, ToSign, {Type: opinion.MoveAnswer,
			Text: " ", URL: "https://gov.example.org/c"}, ToVerify}, false},
		"failed, then out": {[]opinion.Event{ToDispatch, ToSign, ToAnswer,
			{Type: opinion.MoveVerify, Reason: "INNERWORD"}, secondAnswer, ToVerify}, true},
	} {
		n++
		if c.out {
			open++
		}
		title := fmt.Sprintf("标题词独有%d号", n)
		f := ReportOf(n, opinion.KindBoard, title)
		Publish(t, b, f)
		events := Life(f, c.moves...)
		for _, e := range events { // one by one: each move is a transaction of its own
			Write(t, b, s, []opinion.Event{e})
		}
		r, err := s.ReleasedCase(t.Context(), events[0].Case)
		if (err == nil) != c.out || err != nil && !errors.Is(err, register.ErrNotFound) {
			t.Errorf("%s, by id: %v", name, err)
		}
		if name != "closed" && name != "verified" && strings.Contains(r.Answer, "独有") {
			t.Errorf("%s shows an answer that was replaced: %s", name, r.Answer)
		}
		if strings.Contains(fmt.Sprint(r), "INNERWORD") {
			t.Errorf("%s shows what is inside: %v", name, r)
		}
		for q, want := range map[string]int{title: 1, "INNERWORD": 0} {
			if !c.out {
				want = 0
			}
			if got, err := s.Released(t.Context(), register.ReleasedQuery{Q: q}); err != nil || got.Total != want {
				t.Errorf("%s: %s finds %d, %v", name, q, got.Total, err)
			}
		}
	}
	page, err := s.Released(t.Context(), register.ReleasedQuery{})
	if err != nil || page.Total != open || len(page.Items) != open {
		t.Errorf("the board holds %d of %d, %v", page.Total, open, err)
	}
	counts, err := s.ReleasedCounts(t.Context(), "topic")
	check(t, err)
	for _, x := range counts {
		open -= x.N
	}
	if open != 0 {
		t.Errorf("counts by topic: %v", counts)
	}
}
