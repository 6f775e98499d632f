package sqlite

import (
	"testing"

	"huiying/opinion"
)

// A text that is collected again after its purge says less than its line did. The log's streams are
// read side by side, so a register that is built anew may meet the later finding first.
func TestTheLineThatAPurgeLeftHoldsInAnyOrder(t *testing.T) {
	for _, order := range [][]string{{streamPurged, streamFindings}, {streamFindings, streamPurged}} {
		s := bare(t, Options{Dispose: byDemand})
		l := &letters{t: t, s: s, seq: map[string]uint64{}}
		later := finding(0)
		later.Demand.ID, later.Severity.Level = opinion.NoDemand, opinion.SeverityIV
		left := opinion.LedgerLine{Mention: later.ID, Source: later.Source, Received: later.Received(),
			Severity: opinion.SeverityI, Rule: opinion.RuleByPerson, By: "monitor"}
		for _, stream := range order {
			switch stream {
			case streamPurged:
				l.tell(stream, "purged.x", opinion.Purged{Mention: later.ID, At: t0, Line: &left})
			default:
				l.tell(stream, "finding.x", later)
			}
		}
		got, known, err := s.Line(t.Context(), later.ID)
		check(t, err)
		if !known || got != left {
			t.Errorf("read as %v: the line is %+v; want %+v", order, got, left)
		}
		check(t, s.Close())
	}
}
