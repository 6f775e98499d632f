package opinion

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// constants are the values of a type's constants in this package.
func constants(t *testing.T, typ string) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(gotoken.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) == 0 {
				return true
			}
			if name, ok := spec.Type.(*ast.Ident); !ok || name.Name != typ {
				return true
			}
			for _, v := range spec.Values {
				if lit, ok := v.(*ast.BasicLit); ok {
					s, err := strconv.Unquote(lit.Value)
					if err != nil {
						t.Fatal(err)
					}
					out = append(out, s)
				}
			}
			return true
		})
	}
	return out
}

func words[ID ~string](ids []ID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}

// A constant that has no row does not exist for any page, check or rule.
func TestEveryConstantHasARow(t *testing.T) {
	for typ, rows := range map[string][]string{
		"Demand": words(Demands), "Severity": words(Severities), "SourceKind": words(SourceKinds),
		"State": words(States), "Told": words(ToldWays),
		"Means": words(AllMeans), "Unsolved": words(UnsolvedReasons), "Solution": words(Solutions),
		"Disposition": words(Dispositions), "DispositionRule": words(DispositionRules),
		"Outcome": words(Outcomes), "Move": words(Moves), "Statutory": words(StatutoryChannels),
		"AlertKind": words(AlertKinds), "AlertMove": words(AlertMoves), "AlertState": words(AlertStates), "WatchTell": words(WatchTells),
		"ItemKind": words(ItemKinds), "ItemState": words(ItemStates), "ItemMove": words(ItemMoves),
		"ItemElement": words(ItemElements), "ItemCheck": words(ItemChecks), "CycleBy": words(CycleBys),
		"ItemAttribute": words(ItemAttributes),
	} {
		said := constants(t, typ)
		slices.Sort(said)
		rows = slices.Sorted(slices.Values(rows))
		if len(said) == 0 || !slices.Equal(said, rows) {
			t.Errorf("constants of type %s: %v\nrows of its table: %v", typ, said, rows)
		}
	}
}

// A severity without a name, or lighter and yet more grave than the one above it, is half a row.
func TestSeveritiesAreWhole(t *testing.T) {
	for i, s := range Severities {
		if s.Name() == "" {
			t.Errorf("severity %s has no name", s)
		}
		if s.Grave() != (s.AtLeast() != LevelUnknown) {
			t.Errorf("severity %s: who leads what is grave is said by its row", s)
		}
		if i > 0 && s.Grave() && !Severities[i-1].Grave() {
			t.Errorf("severity %s is grave, and the heavier %s is not", s, Severities[i-1])
		}
	}
}

// Every state can be reached, by a move of the table; every open one has an ordinary step that
// is legal there, and every ended one none.
func TestStatesAreWhole(t *testing.T) {
	reached := map[State]bool{}
	for k, moves := range tables {
		for s := range moves {
			if s != "" && !slices.Contains(States, s) {
				t.Errorf("a table holds the state %q, which has no row", s)
			}
			for m := range moves[s] {
				to, _ := k.After(s, m)
				reached[to] = true
				if !slices.Contains(Moves, m) {
					t.Errorf("a table holds the move %q, which has no row", m)
				}
			}
		}
	}
	for _, s := range States {
		if !reached[s] {
			t.Errorf("no move leads to the state %s", s)
		}
		legal := s.Next() == ""
		for k := range tables {
			if _, ok := k.After(s, s.Next()); ok {
				legal = true
			}
		}
		if !legal || s.Open() != (s.Next() != "") {
			t.Errorf("state %s: open %t, next step %q, legal %t", s, s.Open(), s.Next(), legal)
		}
	}
}

// A move that is legal nowhere can never be made.
func TestMovesAreLegalSomewhere(t *testing.T) {
	legal := map[Move]bool{}
	for _, table := range tables {
		for _, moves := range table {
			for m := range moves {
				legal[m] = true
			}
		}
	}
	for _, m := range Moves {
		if !legal[m] {
			t.Errorf("the move %s is legal in no state of any matter", m)
		}
	}
}
