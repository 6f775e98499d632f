package cases

import (
	"slices"
	"testing"
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// whole is a case with four events, as the log holds them.
func whole() facts.CaseFile {
	at := time.Date(2026, 11, 22, 10, 30, 0, 0, kit.Shanghai)
	c := opinion.Case{ID: opinion.CaseID("issue")}
	var f facts.CaseFile
	for i, e := range []opinion.Event{
		{Type: opinion.MoveOpen, By: "system", Issue: "issue", Mention: "mention", Topic: "shizheng/gongshui", Severity: opinion.SeverityII, Unit: "u-water", Reason: "【样例】"},
		{Type: opinion.MoveDispatch, By: "monitor", Unit: "u-water", Reason: "【样例】"},
		{Type: opinion.MoveSign, By: "unit:u-water"},
		{Type: opinion.MoveHandle, By: "unit:u-water"},
	} {
		e.At = at.Add(time.Duration(i) * time.Hour)
		e = e.Seal(c)
		c = c.Apply(e)
		f.History = append(f.History, e)
	}
	f.Case = c
	return f
}

func TestAChangedHistoryIsToldApart(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*facts.CaseFile)
		want   chainView
	}{
		"whole":             {func(*facts.CaseFile) {}, chainView{OK: true}},
		"words forgotten":   {func(f *facts.CaseFile) { f.History[0] = f.History[0].Forgotten() }, chainView{OK: true}},
		"event changed":     {func(f *facts.CaseFile) { f.History[1].Unit = "u-road" }, chainView{At: 2}},
		"event missing":     {func(f *facts.CaseFile) { f.History = slices.Delete(f.History, 1, 2) }, chainView{At: 2, Gap: true}},
		"last event gone":   {func(f *facts.CaseFile) { f.History = f.History[:len(f.History)-1] }, chainView{At: 4, Gap: true}},
		"no history at all": {func(f *facts.CaseFile) { f.History = nil }, chainView{At: 1, Gap: true}},
	} {
		f := whole()
		f.History = slices.Clone(f.History)
		for len(f.History) < 4 {
			t.Fatal("the sample case is too short")
		}
		n := len(f.History)
		c.change(&f)
		if name == "last event gone" {
			c.want.At = uint64(n)
		}
		if got := chainOf(f); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
