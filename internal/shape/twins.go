package shape

import (
	"cmp"
	"go/ast"
	"slices"
)

// Struct is a type with named fields.
type Struct struct {
	File, Name string
	Fields     []string
}

// Twin is a pair of types of two packages that hold nearly the same.
type Twin struct {
	A, B   Struct
	Shared int // fields of the same name
}

// twinLeast and twinShare: a twin shares so many fields, and so much of the smaller one's.
const (
	twinLeast = 7
	twinShare = 0.7
)

// Twins finds the pairs of types, in different packages, that share most of their fields by name.
func Twins(all []Package) []Twin {
	var out []Twin
	for i, p := range all {
		for _, q := range all[i+1:] {
			for _, a := range p.Structs {
				for _, b := range q.Structs {
					n := shared(a, b)
					if n >= twinLeast && float64(n) >= twinShare*float64(min(len(a.Fields), len(b.Fields))) {
						out = append(out, Twin{a, b, n})
					}
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b Twin) int { return cmp.Or(b.Shared-a.Shared, cmp.Compare(a.A.File, b.A.File)) })
	return out
}

func shared(a, b Struct) int {
	n := 0
	for _, f := range a.Fields {
		if slices.Contains(b.Fields, f) {
			n++
		}
	}
	return n
}

// fieldsOf are the names of a struct's own fields; nil for another type.
func fieldsOf(e ast.Expr) []string {
	s, ok := e.(*ast.StructType)
	if !ok {
		return nil
	}
	var out []string
	for _, f := range s.Fields.List {
		for _, n := range f.Names {
			out = append(out, n.Name)
		}
	}
	return out
}
