package root

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// Only what measures may write histories that nobody asked for.
func measures(file string) bool {
	return strings.HasPrefix(file, "cmd/huiying-bench/") || strings.HasPrefix(file, "cmd/huiying/bench_")
}

// Every move of a case goes through casework.Executor.Do, whose gate asks for the unit's papers and
// for what the checks read (responders/casework/gate.go). Nobody decides beside it, and nobody makes
// an executor that lacks what the gate asks.
func TestNoMoveGoesRoundTheGate(t *testing.T) {
	made := 0
	for _, s := range sources(t, false) {
		if s.dir == "responders/casework" || measures(s.file) {
			continue
		}
		ast.Inspect(s.tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if is(n.Fun, "casework", "Decide") {
					t.Errorf("%s decides a move by itself; ask casework.Executor.Do", s.fset.Position(n.Pos()))
				}
			case *ast.CompositeLit:
				if !is(n.Type, "casework", "Executor") {
					return true
				}
				made++
				for _, must := range []string{"Papers", "Review", "Reader"} {
					if !slices.ContainsFunc(n.Elts, func(e ast.Expr) bool {
						kv, ok := e.(*ast.KeyValueExpr)
						if !ok {
							return false
						}
						key, ok := kv.Key.(*ast.Ident)
						return ok && key.Name == must
					}) {
						t.Errorf("%s makes an executor without %s, which its gate asks", s.fset.Position(n.Pos()), must)
					}
				}
			}
			return true
		})
	}
	if made == 0 {
		t.Error("nobody makes an executor: the test looks at too little")
	}
}

// is says whether e is pkg.name.
func is(e ast.Expr, pkg, name string) bool {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != name {
		return false
	}
	x, ok := sel.X.(*ast.Ident)
	return ok && x.Name == pkg
}
