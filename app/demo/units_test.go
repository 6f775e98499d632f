package demo

import (
	"testing"
	"time"

	"huiying/opinion"
	"huiying/register"
	"huiying/responders/casework"
)

// A case whose answer promises something cannot be closed as solved, and a tour that tried would
// stand still there.
func TestASampleUnitClosesBesideItsPromise(t *testing.T) {
	k := register.CaseRow{Case: opinion.Case{ID: "c11", State: opinion.Verified, Lead: "u"}}
	if cmd, ok := (Units{Now: time.Now}).next(k); !ok || cmd.Solved != "yes" {
		t.Errorf("without a promise: %+v %v", cmd, ok)
	}
	k.Clocks = []opinion.Timed{{Duty: opinion.DutyFollow, Unit: "u", Due: time.Now().Add(time.Hour)}}
	if cmd, ok := (Units{Now: time.Now}).next(k); !ok || cmd.Solved != casework.SolvedPromised {
		t.Errorf("with one: %+v %v", cmd, ok)
	}
}
