package judging

import (
	"encoding/json"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/internal/flowtest"
	"huiying/internal/testregion"
	"huiying/opinion"
	"huiying/responders/correct"
)

// Two analyzers share one log: what one has seen first, the other joins, and what a person
// moved both know.
func TestAnalyzersShareWhatTheyKnow(t *testing.T) {
	flowtest.NoLeaks(t)
	log := bustest.Start(t)
	cfg := testregion.Config(t)
	one, two := analyzer(t, cfg, log), analyzer(t, cfg, log)
	// each analyzes what it is handed, as the step does with its share of the work
	judge := func(h *Worker, n int, text string) opinion.Finding {
		m := flowtest.Letter(t, n, "澄川市柳浦区"+text, text)
		found := h.Judges.All(t.Context(), []opinion.Mention{m}, make([]error, 1))
		data, err := json.Marshal(found[0])
		if err == nil {
			_, err = log.Publish(t.Context(), bus.Message{Subject: opinion.FindingSubject(found[0]),
				ID: m.ID, Data: data, Header: map[string]string{publishedBy: h.known.self}})
		}
		if err != nil {
			t.Fatal(err)
		}
		return found[0]
	}
	knows := func(h *Worker, f opinion.Finding) func() bool {
		return func() bool { return h.Judges.Issues.Group(f.Mention, "", "", nil).ID == f.Issue.ID }
	}
	heard := func(h *Worker) {
		t.Helper()
		last, err := log.LastSeq(t.Context(), "FINDINGS")
		if err != nil {
			t.Fatal(err)
		}
		flowtest.Until(t, "an analyzer hears of what another found", func() bool { return h.known.upTo() >= last })
	}
	first := judge(one, 1, "听涛苑工地夜间打桩噪音扰民，凌晨两点还在施工")
	heard(two) // asking it before would make it open an issue itself
	if !knows(two, first)() {
		t.Fatal("the other analyzer did not hear of it")
	}
	second := judge(two, 2, "听涛苑旁边工地半夜打桩，噪音太大没法睡觉")
	if second.Issue.ID != first.Issue.ID || second.Issue.New {
		t.Fatalf("a concern first seen by one analyzer is opened again by the other: %+v", second.Issue)
	}
	heard(one)
	if !knows(one, second)() {
		t.Fatal("the first analyzer did not hear of the second")
	}
	// a person says that the second is another matter; the first analyzer puts later ones there
	into := correct.OpenedBy(second)
	moved, err := correct.Decide(second, correct.Change{Field: opinion.FieldIssue, Is: into,
		Issue: correct.Arrive(into, 0)(second), By: "monitor", Seen: -1}, correct.Env{}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(moved)
	if err == nil {
		_, err = log.Publish(t.Context(), bus.Message{Subject: opinion.FindingSubject(moved),
			ID: correct.VersionID(moved), Data: data})
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range []*Worker{one, two} {
		flowtest.Until(t, "the split reaches an analyzer", knows(h, moved))
	}
	again := flowtest.Letter(t, 3, second.Title, second.Text+"。转发")
	if found := two.Judges.All(t.Context(), []opinion.Mention{again}, make([]error, 1)); found[0].Issue.ID != into {
		t.Errorf("a copy of what a person moved went to %s, not %s", found[0].Issue.ID, into)
	}
}
