package tour_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"huiying/app/tour"
	"huiying/bus"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

// letter is a letter of the sample hotline as it stands now.
type letter struct {
	register.Stand
	finding opinion.Finding
	c       opinion.Case // the first that it is in
	history []opinion.Event
}

// letters reads those of a ticket, the latest text last.
func (s *show) letters(ticket string) (out []letter) {
	ctx := s.t.Context()
	var ids []string
	source := tour.HotlineSource
	if slices.ContainsFunc(tour.Visits, func(v tour.Visit) bool { return v.Ref == ticket }) {
		source = opinion.ToldAtWindow.Source()
	}
	if _, err := s.Bus().Read(ctx, "MENTIONS", opinion.MentionSubject(source), 1, func(m bus.Msg) error {
		var f opinion.Mention
		if err := m.Decode(&f); err == nil && f.Ref == ticket && !slices.Contains(ids, f.ID) {
			ids = append(ids, f.ID)
		}
		return nil
	}); err != nil {
		s.t.Fatal(err)
	}
	for _, id := range ids {
		at, err := s.Register().Stand(ctx, id)
		if errors.Is(err, register.ErrNotFound) {
			return nil
		}
		l := letter{Stand: at}
		if l.finding, err = s.Register().Finding(ctx, id); err != nil {
			return nil
		}
		if len(at.Cases) > 0 {
			if l.c, err = s.Register().Load(ctx, at.Cases[0]); err == nil {
				l.history, err = s.Register().History(ctx, at.Cases[0])
			}
		}
		if err != nil {
			s.t.Fatal(err)
		}
		out = append(out, l)
	}
	return out
}

// rules: the tour shows each rule of what becomes of a letter once.
func (s *show) rules(t *testing.T) {
	ruled := func(r opinion.DispositionRule) func([]letter) bool {
		return func(all []letter) bool { return all[0].Rule == r }
	}
	moved := func(l letter, m opinion.Move) bool {
		return slices.ContainsFunc(l.history, func(e opinion.Event) bool { return e.Type == m })
	}
	for _, x := range []struct {
		what, ticket string
		is           func([]letter) bool
	}{
		{"praise is dismissed by its rule", tour.TicketPraise, ruled(opinion.RulePraise)},
		{"an advertisement is", tour.TicketSells, ruled(opinion.RuleAdvertisement)},
		{"an office's answer is", tour.TicketAnswer, ruled(opinion.RuleOfficeAnswer)},
		{"a copy word for word is", tour.TicketCopy, ruled(opinion.RuleCopy)},
		{"a letter waits: demand unclear", tour.TicketUnclear, ruled(opinion.RuleUnclear)},
		{"a person opened a case (立件)", tour.TicketOpened, func(all []letter) bool {
			return len(all[0].history) > 0 && all[0].history[0].By == "monitor"
		}},
		{"a life at stake was called for and passed on", tour.TicketDanger, func(all []letter) bool {
			return slices.Contains(all[0].c.Danger, "119") && all[0].c.State == opinion.Referred &&
				all[0].c.Statutory != ""
		}},
		{"severity II opened a case with the first report", tour.TicketGrave, func(all []letter) bool {
			return all[0].finding.Severity.Level == opinion.SeverityII && all[0].c.Reports == 1
		}},
		{"a source corrected a letter", tour.TicketCorrected, func(all []letter) bool {
			return len(all) == 2 && all[0].Is == opinion.DispositionKnown && all[1].Is == opinion.DispositionCase &&
				moved(all[1], opinion.MoveAmend)
		}},
		{"columns said what a text leaves open", tour.TicketHinted, func(all []letter) bool {
			decided := 0
			for _, h := range all[0].finding.Hinted {
				if h.Use == opinion.HintDecided {
					decided++
				}
			}
			return decided == 4 && all[0].c.Urgent != ""
		}},
		{"a due time is provisional", tour.TicketArbitrated, func(all []letter) bool {
			return all[0].c.Clock != nil && all[0].c.Clock.Provisional
		}},
		{"a return was decided", tour.TicketArbitrated, func(all []letter) bool {
			return moved(all[0], opinion.MoveReturn) && all[0].c.Arbitrated == all[0].c.Lead
		}},
		{"whoever came to the counter judged by the code: solved", tour.VisitSolved.Ref, func(all []letter) bool {
			return all[0].c.Solution() == opinion.SolvedConfirmed && all[0].c.Verdicts[0].Means == opinion.MeansCode
		}},
		{"not solved by code opened a case again", tour.VisitUnsolved.Ref, func(all []letter) bool {
			return all[0].c.AskedAgain && moved(all[0], opinion.MoveReopen)
		}},
		{"a second one waits for a decision", tour.VisitUnsolved.Ref, func(all []letter) bool {
			return all[0].c.Contested
		}},
		{"a call-back and a look confirmed", tour.VisitLooked.Ref, func(all []letter) bool {
			return len(all[0].c.Verdicts) == 2 && all[0].c.Solution() == opinion.SolvedConfirmed
		}},
	} {
		begun := time.Now()
		flowtest.Until(t, x.what, func() bool {
			all := s.letters(x.ticket)
			return len(all) > 0 && x.is(all)
		})
		t.Logf("%v: %s", time.Since(begun).Round(time.Second), x.what)
	}
}
