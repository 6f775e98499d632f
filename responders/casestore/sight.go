package casestore

import (
	"context"
	"database/sql"
	"encoding/json"

	"huiying/opinion"
)

// Sight bounds what may be seen: to what any of these units has in hand, or else to a division with
// everything below it. One that names neither sees nothing.
type Sight struct {
	Units    []string
	Division string
}

// saveParties keeps which units have a case in hand.
func saveParties(ctx context.Context, tx *sql.Tx, c opinion.Case) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM parties WHERE case_id = ?`, c.ID); err != nil {
		return err
	}
	for _, u := range append([]string{c.Lead}, c.Co...) {
		if u == "" {
			continue
		}
		if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO parties VALUES (?, ?)`, u, c.ID); err != nil {
			return err
		}
	}
	return nil
}

// seen adds the bound to a question: byUnits asks for the units, a JSON list, as often as it has
// question marks.
func (s *Store) seen(w *where, in *Sight, path, byUnits string, times int) {
	switch {
	case in == nil:
	case len(in.Units) > 0:
		list, _ := json.Marshal(in.Units) // strings
		args := make([]any, times)
		for i := range args {
			args[i] = string(list)
		}
		w.and(byUnits, args...)
	case s.pathOf(in.Division) != "":
		w.below(path, s.pathOf(in.Division))
	default:
		w.and("0")
	}
}

// ofUnits are the cases that units have in hand.
const ofUnits = "(SELECT case_id FROM parties WHERE unit IN (SELECT value FROM json_each(?)))"
