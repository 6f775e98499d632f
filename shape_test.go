package root

import (
	"fmt"
	"os"
	"testing"

	"huiying/internal/shape"
)

// Limits of the plan. Whatever must be larger says why in the comment above it, after "long:".
const (
	fileMost    = 400 // lines
	funcMost    = 80  // lines
	methodsMost = 40  // of one type
	circleMost  = 12  // files of a package that can only be read together
)

func TestThePlanStaysReadable(t *testing.T) {
	packages, err := shape.Measure(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	if len(packages) < 40 {
		t.Fatalf("only %d packages were found", len(packages))
	}
	for _, p := range packages {
		for _, f := range beyond(p) {
			t.Error(f)
		}
	}
}

// beyond says what of a package is larger than the limits without a reason.
func beyond(p shape.Package) (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	for _, f := range p.Files {
		if f.Lines > fileMost && f.Why == "" {
			fault("%s: %d lines, at most %d: part it by what it is about", f.Name, f.Lines, fileMost)
		}
	}
	for _, f := range p.Funcs {
		if f.Lines > funcMost && f.Why == "" {
			fault("%s: %s has %d lines, at most %d", f.File, f.Name, f.Lines, funcMost)
		}
	}
	for _, k := range p.Types {
		if k.Methods > methodsMost && k.Why == "" {
			fault("%s: %s has %d methods, at most %d: give parts of it types of their own", k.File,
				k.Name, k.Methods, methodsMost)
		}
	}
	if len(p.Circle) > circleMost && p.Why == "" {
		fault("%s: %d files can only be read together, at most %d: %v", p.Dir, len(p.Circle), circleMost, p.Circle)
	}
	return faults
}
