// Command shape prints the plan of a source tree as Markdown: a table of its packages with the
// widest type, the largest circle of files, the longest file and function; below it the types of
// two packages that hold nearly the same. Usage: go run ./scripts/shape [DIR]
package main

import (
	"cmp"
	"fmt"
	"os"
	"path"
	"slices"

	"huiying/internal/shape"
)

func main() {
	root := "."
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	all, err := shape.Measure(os.DirFS(root))
	if err != nil {
		fmt.Fprintln(os.Stderr, "shape:", err)
		os.Exit(1)
	}
	fmt.Println("| package | files | lines | widest type (methods) | files in one circle | longest file | longest function |")
	fmt.Println("| --- | --- | --- | --- | --- | --- | --- |")
	for _, p := range all {
		if len(p.Files) > 0 {
			fmt.Println(row(p))
		}
	}
	fmt.Println("\n| types that hold nearly the same | fields shared |\n| --- | --- |")
	for _, t := range shape.Twins(all) {
		fmt.Printf("| %s %s, %s %s | %d of %d and %d |\n", path.Dir(t.A.File), t.A.Name, path.Dir(t.B.File), t.B.Name,
			t.Shared, len(t.A.Fields), len(t.B.Fields))
	}
}

// row is the line of one package.
func row(p shape.Package) string {
	lines, wide, long := 0, "-", "-"
	for _, f := range p.Files {
		lines += f.Lines
	}
	if len(p.Types) > 0 {
		wide = fmt.Sprintf("%s (%d)", p.Types[0].Name, p.Types[0].Methods)
	}
	file := slices.MaxFunc(p.Files, func(a, b shape.File) int { return cmp.Compare(a.Lines, b.Lines) })
	if len(p.Funcs) > 0 {
		f := slices.MaxFunc(p.Funcs, func(a, b shape.Func) int { return cmp.Compare(a.Lines, b.Lines) })
		long = fmt.Sprintf("%s (%d)", f.Name, f.Lines)
	}
	return fmt.Sprintf("| %s | %d | %d | %s | %d | %s (%d) | %s |", p.Dir, len(p.Files), lines, wide, len(p.Circle), path.Base(file.Name), file.Lines, long)
}
