package tour_test

import (
	"fmt"
	"strings"
	"testing"

	"huiying/bus"
	"huiying/internal/flowtest"
)

// deadLetters lists, replays and drops through a running server.
func (s *show) deadLetters(t *testing.T) {
	if _, err := s.Bus().Publish(t.Context(), bus.Message{Subject: "mention.sample-news",
		Data: []byte(`{"id":`)}); err != nil {
		t.Fatal(err)
	}
	seq := s.letter(t, 0)
	listed := flowtest.Run(t, "dead", "list", "--data", s.dir)
	if listed.Code != 0 || !strings.HasPrefix(listed.Out.String(),
		fmt.Sprintf("%d\tanalyze\tmention.sample-news\t", seq)) {
		t.Errorf("dead list: %d\n%s", listed.Code, listed.Said())
	}
	if c := flowtest.Run(t, "dead", "replay", fmt.Sprint(seq), "--data", s.dir); c.Code != 0 {
		t.Errorf("dead replay: %d\n%s", c.Code, c.Said())
	}
	seq = s.letter(t, seq) // it is no better the second time
	if c := flowtest.Run(t, "dead", "drop", fmt.Sprint(seq), "--data", s.dir); c.Code != 0 {
		t.Errorf("dead drop: %d\n%s", c.Code, c.Said())
	}
	if c := flowtest.Run(t, "dead", "drop", fmt.Sprint(seq), "--data", s.dir); c.Code != flowtest.Failed {
		t.Errorf("dropping what is gone: %d\n%s", c.Code, c.Said())
	}
	if left, err := s.Bus().DeadLetters().List(t.Context(), 0); err != nil || len(left) != 0 {
		t.Errorf("%d dead letters are left (%v)", len(left), err)
	}
}

// letter waits for a dead letter after the given one.
func (s *show) letter(t *testing.T, after uint64) (seq uint64) {
	t.Helper()
	flowtest.Until(t, "a dead letter", func() bool {
		letters, err := s.Bus().DeadLetters().List(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range letters {
			if l.Seq > after {
				seq = l.Seq
			}
		}
		return seq > after
	})
	return seq
}
