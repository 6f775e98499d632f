// Package pseudo makes a configuration for a region whose places are given by a gazetteer
// (code,name,level,parent): the pseudonymous places of the real messages, say. Each place gets
// the offices and departments that the shipped sample has at that level. The command
// scripts/pseudoconfig and the tests on real messages use it.
package pseudo

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"huiying/configs"
	"huiying/opinion"
)

// patternsOf are the divisions whose units serve as patterns, by level: of each level the one with
// the most units, the first of several.
func patternsOf(units []opinion.Unit) map[opinion.Level]string {
	have, best := map[string]int{}, map[opinion.Level]string{}
	for _, u := range units {
		have[u.Division]++
	}
	for _, u := range units {
		if u.Level != opinion.Township && have[u.Division] > have[best[u.Level]] {
			best[u.Level] = u.Division
		}
	}
	return best
}

// Write writes the configuration for the gazetteer file into the directory out, which it
// makes. Its one source is "mailbox", a board whose files are imported.
func Write(gazetteer, out string) error {
	data, err := os.ReadFile(gazetteer)
	if err != nil {
		return err
	}
	rows, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	if err != nil {
		return err
	}
	if len(rows) < 2 {
		return errors.New("the gazetteer has no place")
	}
	shipped, err := configs.Load("")
	if err != nil {
		return err
	}
	m := maker{shipped: shipped, patterns: patternsOf(shipped.Units), byID: map[string]bool{}}
	for _, r := range rows[1:] {
		m.place(opinion.Division{Code: r[0], Name: r[1], Level: opinion.ParseLevel(r[2]), Parent: r[3]})
	}
	main := fmt.Sprintf("region: %q\nplaces:\n  tables: [places.csv]\ncollect:\n  contact: mailto:huiying@example.org\ncasework:\n  auto_dispatch: true\n", m.region)
	sources := fmt.Sprintf("sources:\n  - {id: mailbox, name: 政府信箱, kind: board, by: intake, enabled: true, division: %q}\n", m.region)
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	for name, text := range map[string]string{"huiying.yaml": main, "units.yaml": "units:\n" + m.units.String(),
		"sources.yaml": sources, "places.csv": string(data)} {
		if err := os.WriteFile(filepath.Join(out, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

type maker struct {
	shipped  *configs.Config
	patterns map[opinion.Level]string
	region   string
	units    strings.Builder
	byID     map[string]bool
}

// place writes the units of one division, after the pattern of its level. Their superiors
// are the same departments of the division above, where it has them.
func (m *maker) place(d opinion.Division) {
	pattern, ok := m.patterns[d.Level]
	if !ok {
		return
	}
	if d.Level == opinion.Province {
		m.region = d.Code
	}
	for _, u := range m.shipped.Units {
		if u.Division != pattern {
			continue
		}
		_, kind, _ := strings.Cut(u.ID, "-")
		id := strings.ToLower(d.Code) + "-" + kind
		superior := strings.ToLower(d.Parent) + "-" + kind
		if !m.byID[superior] {
			superior = strings.ToLower(d.Parent) + "-office"
		}
		fmt.Fprintf(&m.units, "  - {id: %s, name: %s%s, division: %q, level: %s", id, d.Name, kind, d.Code, d.Level)
		if d.Parent != "" && m.byID[superior] {
			fmt.Fprintf(&m.units, ", superior: %s", superior)
		}
		if u.Office {
			m.units.WriteString(", office: true")
		}
		if u.Vertical {
			m.units.WriteString(", vertical: true")
		}
		if len(u.Topics) > 0 {
			fmt.Fprintf(&m.units, ", topics: [%s]", strings.Join(u.Topics, ", "))
		}
		m.units.WriteString("}\n")
		m.byID[id] = true
	}
}
