package tour_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/app/tour"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/casework"
)

// A visitor of the tour sees mentions arrive and become cases, and cases being answered and
// running out of time, within a minute; every page and command works on them.
func TestTheTourShowsEverythingWithinAMinute(t *testing.T) {
	flowtest.NoLeaks(t)
	dir := filepath.Join(t.TempDir(), "data")
	begun := time.Now()
	s := startTour(t, dir)
	s.livesWithinAMinute(begun)
	t.Run("rules", s.rules)
	t.Run("pages", s.pages)
	t.Run("mentions", s.mentionAPI)
	t.Run("moves", s.moveAPI)
	t.Run("dead letters", s.deadLetters)
	t.Run("purge", s.purges)
	t.Run("brief", func(t *testing.T) { briefs(t, dir) })
	s.stopAtWork()
	t.Run("brief without a server", func(t *testing.T) { briefs(t, dir) })
	t.Run("reindex", func(t *testing.T) { reindexes(t, dir) })
	t.Run("audit", func(t *testing.T) { audits(t, dir) })
}

// stopAtWork stops the tour with mentions on their way, as a stop may come: some are judged
// then and not findable yet.
func (s *show) stopAtWork() {
	last := func() uint64 {
		n, err := s.Bus().LastSeq(s.t.Context(), "MENTIONS")
		if err != nil {
			s.t.Fatal(err)
		}
		return n
	}
	was := last()
	flowtest.Until(s.t, "the sites have said more", func() bool { return last() > was })
	s.stop()
}

// livesWithinAMinute waits for every kind of life, and closes a case itself.
func (s *show) livesWithinAMinute(begun time.Time) {
	t := s.t
	count := func(f register.CaseQuery) int {
		f.Size = 1
		page, err := s.Register().Cases(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		return page.Total
	}
	for _, x := range []struct {
		what string
		ok   func() bool
	}{
		{"mentions of three sources are findable", func() bool {
			for _, source := range []string{"sample-board", "sample-news", "sample-forum"} {
				page, err := s.Search(t.Context(), index.Query{Source: source})
				if err != nil || page.Total == 0 {
					return false
				}
			}
			return true
		}},
		{"cases wait for a person", func() bool { return count(register.CaseQuery{States: []opinion.State{opinion.Triage}}) > 2 }},
		{"a case is dispatched", func() bool { return count(register.CaseQuery{States: []opinion.State{opinion.Dispatched}}) > 0 }},
		{"a case was answered, verified and closed", s.aCaseIsClosed},
		{"a reply that stands at its source is offered to a case", func() bool { return s.has(opinion.MoveFind) }},
		{"a case is overdue", func() bool {
			return count(register.CaseQuery{Overdue: true, At: time.Now()}) > 0 && s.has(opinion.MoveOverdue)
		}},
	} {
		flowtest.Until(t, x.what, x.ok)
		t.Logf("%v: %s", time.Since(begun).Round(100*time.Millisecond), x.what)
	}
	if took := time.Since(begun); took > aMinute() {
		t.Errorf("it took %v until everything was seen, allowed are %v", took, aMinute())
	}
}

// has says whether a move happened to any case.
func (s *show) has(m opinion.Move) bool {
	cases, err := s.Register().CasesWith(s.t.Context(), m, time.Time{}, time.Now().Add(time.Hour))
	if err != nil {
		s.t.Fatal(err)
	}
	return len(cases) > 0
}

// aCaseIsClosed moves one case that its sample unit neglects through the API, step by step,
// until the product itself has found the answer where it was published.
func (s *show) aCaseIsClosed() bool {
	page, err := s.Register().Cases(s.t.Context(), register.CaseQuery{Size: 200, Order: "opened"})
	if err != nil || len(page.Items) == 0 {
		return false
	}
	// A visitor's work, on a case of the sample sites: those of the sample hotline go the ways that
	// its letters show, and which is opened first depends on the machine.
	page.Items = slices.DeleteFunc(page.Items, func(k register.CaseRow) bool {
		return k.State == opinion.Triage || !strings.HasPrefix(k.Title, "【样例】")
	})
	if len(page.Items) == 0 {
		return false
	}
	k := page.Items[len(page.Items)-1] // the first that was opened
	body := map[string]any{"expected_version": k.Version}
	move := ""
	//exhaustive:ignore only these need a visitor
	switch k.State {
	case opinion.Closed:
		events, err := s.Register().History(s.t.Context(), k.ID)
		if err != nil {
			s.t.Fatal(err)
		}
		return slices.ContainsFunc(events,
			func(e opinion.Event) bool {
				return e.Type == opinion.MoveVerify && e.OK &&
					e.By == "system"
			})
	case opinion.Dispatched:
		move = "sign"
	case opinion.Signed, opinion.Handling:
		text := tour.Answer(k.Title)
		move, body["kind"], body["text"], body["url"] = "answer", "解决公布", text, s.sites.Publish(k.ID, text)
	case opinion.Verified:
		move, body["outcome"], body["solved"] = "close", "answered_in_public", "yes"
		if len(k.Promised()) > 0 {
			body["solved"] = casework.SolvedPromised
		}
	default:
		return false
	}
	b, _ := json.Marshal(body)
	code, said := flowtest.Ask(s.t, "POST", s.base+"/api/v1/cases/"+k.ID+"/"+move, string(b), nil)
	if code != 200 && code != 409 { // 409: its own sample unit was faster
		s.t.Fatalf("%s of case %s answers %d: %s", move, k.ID, code, said)
	}
	return false
}
