package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"huiying/opinion"
	"huiying/register"
)

// tally is what became of the records: the receipt of an import.
type tally struct {
	Records int            `json:"records"`
	Added   int            `json:"added"`
	Known   int            `json:"known"`
	Faults  int            `json:"faults"`
	Refused map[string]int `json:"refused,omitempty"` // the faults, by the code of the reason: as the balance has them
	Dropped int            `json:"dropped_person_fields"`
	Untimed int            `json:"unreadable_times,omitempty"` // stored without a time

	Outcome *register.Outcome `json:"outcome,omitempty"` // of those that were taken, new or known

	// Columns are those that say something of a record beside its text.
	Columns []columnTally `json:"columns,omitempty"`

	Codes *codeTally `json:"codes,omitempty"` // where they were wanted

	ids     []string // of all that were taken
	tickets []ticket // the same, as their office knows them; kept only for query codes
	hints   hints
}

// report prints what became of the records: how many came in, and where they stand now. console is
// the address of the server that has them, "" for none.
func (o importOptions) report(t tally, console string, out io.Writer) error {
	if o.json {
		if err := json.NewEncoder(out).Encode(t); err != nil {
			return err
		}
	} else {
		t.say(console, out)
	}
	if t.Faults > 0 {
		return errSaid
	}
	return nil
}

// say prints the receipt for people.
func (t tally) say(console string, out io.Writer) {
	fmt.Fprintf(out, "%d records: %d new, %d known before, %d faulty", t.Records, t.Added, t.Known, t.Faults)
	if t.Faults > 0 {
		fmt.Fprintf(out, " (%s)", byReason(t.Refused))
	}
	if t.Dropped > 0 {
		fmt.Fprintf(out, "; %d fields about persons were dropped", t.Dropped)
	}
	if t.Untimed > 0 {
		fmt.Fprintf(out, "; %d have a time that cannot be read and are stored without", t.Untimed)
	}
	fmt.Fprintln(out)
	sayColumns(t.Columns, out)
	if c := t.Codes; c != nil {
		fmt.Fprintf(out, "%d query codes were handed out; %d letters had one before\n", c.Handed, c.Had)
	}
	n := t.Outcome
	if n == nil {
		return
	}
	if n.Replaced > 0 {
		fmt.Fprintf(out, "%d were corrected by a newer text of the same report\n", n.Replaced)
	}
	parts := []string{fmt.Sprintf("%d new cases", n.NewCases), fmt.Sprintf("%d joined", n.Joined)}
	hand := n.Why[opinion.RuleByHand]
	parts = append(parts, fmt.Sprintf("%d wait: demand unclear (%s/desk?of=unclear)", n.Waiting-hand, console))
	if hand > 0 {
		parts = append(parts, fmt.Sprintf("%d wait: to be opened by hand (%s/desk?of=unclear)", hand, console))
	}
	parts = append(parts, fmt.Sprintf("%d dismissed (%s/desk?of=dismissed)", n.Dismissed, console))
	if n.OnTheWay > 0 {
		parts = append(parts, fmt.Sprintf("%d on their way (%s/desk)", n.OnTheWay, console))
	}
	fmt.Fprintf(out, "%d letters: %s\n", n.NewCases+n.Joined+n.Waiting+n.Dismissed+n.OnTheWay,
		strings.Join(parts, ", "))
}

// byReason lists counts, the greatest first: "2 no_text, 1 time".
func byReason(counts map[string]int) string {
	var out []string
	for _, why := range slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	}) {
		out = append(out, fmt.Sprintf("%d %s", counts[why], why))
	}
	return strings.Join(out, ", ")
}
