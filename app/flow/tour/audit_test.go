package tour_test

import (
	"encoding/json"
	"strings"
	"testing"

	"huiying/app"
	"huiying/bus"
	"huiying/internal/flowtest"
	"huiying/opinion"
)

// audits finds a whole history whole, and names an event that was lost and one that was
// written by somebody else.
func audits(t *testing.T, dir string) {
	if c := flowtest.Run(t, "audit", "verify", "--data", dir); c.Code != 0 ||
		!strings.Contains(c.Err.String(), " 0 broken") {
		t.Fatalf("audit of a whole log: %d\n%s", c.Code, c.Said())
	}
	var lost, forged opinion.Event
	if err := withStopped(t, dir, func(h *app.App) {
		seqs := map[string][]uint64{}
		events := map[string][]opinion.Event{}
		if _, err := h.Bus().Read(t.Context(), "CASES", "", 1, func(m bus.Msg) error {
			var e opinion.Event
			if err := json.Unmarshal(m.Data, &e); err != nil {
				return err
			}
			seqs[e.Case], events[e.Case] = append(seqs[e.Case], m.Seq), append(events[e.Case], e)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		for id, list := range events {
			switch {
			case len(list) < 3:
			case lost.Case == "":
				lost = list[1]
				if err := h.Bus().Erase(t.Context(), "CASES", seqs[id][1]); err != nil {
					t.Fatal(err)
				}
			case forged.Case == "":
				forged = list[len(list)-1]
				forged.Seq++
				forged.By = "unit:somebody-else"
				data, _ := json.Marshal(forged)
				if _, err := h.Bus().Publish(t.Context(),
					bus.Message{Subject: opinion.CaseSubject(id), Data: data}); err != nil {
					t.Fatal(err)
				}
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	c := flowtest.Run(t, "audit", "verify", "--data", dir)
	if c.Code != flowtest.Failed || !strings.Contains(c.Err.String(), " 2 broken") {
		t.Errorf("audit of a broken log: %d\n%s", c.Code, c.Said())
	}
	for what, e := range map[string]opinion.Event{"lost": lost, "forged": forged} {
		if e.Case == "" || !strings.Contains(c.Out.String(), e.Case) {
			t.Errorf("the case of the %s event %q is not named:\n%s", what, e.Case, c.Out.String())
		}
	}
}
