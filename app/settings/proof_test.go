package settings

import (
	"strings"
	"testing"

	"huiying/bus"
)

// What was stored proves; a record that is changed, gone, or has another text does not.
func TestVersionsProveTheirChain(t *testing.T) {
	log, ctx := logFor(t), t.Context()
	s := storeOn(t, log)
	_, files, err := s.Current(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i, note := range []string{"# 甲", "# 乙"} {
		files = with(t, files, "units.yaml", "\nunits:", "\n"+note+"\nunits:")
		if _, faults, err := s.Change(ctx, Change{By: "li", Reason: "试", Expected: i, Files: files}); err != nil ||
			len(faults) > 0 {
			t.Fatal(faults, err)
		}
	}
	if _, faults, err := s.Undo(ctx, "li", "不要", 2, 1); err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	var rows []string
	if _, err := log.Read(ctx, stream, "", 1, func(m bus.Msg) error {
		rows = append(rows, string(m.Data))
		return nil
	}); err != nil || len(rows) != 4 {
		t.Fatal(len(rows), err)
	}
	edit := func(at int, from, to string) []string {
		out := append([]string{}, rows...)
		if out[at] = strings.Replace(out[at], from, to, 1); out[at] == rows[at] {
			t.Fatalf("row %d has no %q", at, from)
		}
		return out
	}
	for _, c := range []struct {
		name   string
		rows   []string
		faults int
	}{
		{"whole", rows, 0},
		{"another reason", edit(1, "试", "改"), 1},                                 // the next one does not follow
		{"another text", edit(2, "# 乙", "# 丙"), 2},                               // the text, and what follows
		{"one is gone", append(append([]string{}, rows[:1]...), rows[2:]...), 2}, // itself, and its text is missed
		{"no record", append([]string{"x"}, rows...), 2},
	} {
		var p Proof
		bad := 0
		for _, row := range c.rows {
			if p.Check([]byte(row)) != nil {
				bad++
			}
		}
		if bad != c.faults {
			t.Errorf("%s: %d records with a fault, want %d", c.name, bad, c.faults)
		}
	}
}
