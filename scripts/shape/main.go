// Command shape prints the plan of a source tree as a Markdown table: packages, files, lines, the
// widest type, the largest circle of files, the longest file and function.
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
		if len(p.Files) == 0 {
			continue
		}
		lines := 0
		for _, f := range p.Files {
			lines += f.Lines
		}
		wide := "-"
		if len(p.Types) > 0 {
			wide = fmt.Sprintf("%s (%d)", p.Types[0].Name, p.Types[0].Methods)
		}
		file := slices.MaxFunc(p.Files, func(a, b shape.File) int { return cmp.Compare(a.Lines, b.Lines) })
		fn := "-"
		if len(p.Funcs) > 0 {
			f := slices.MaxFunc(p.Funcs, func(a, b shape.Func) int { return cmp.Compare(a.Lines, b.Lines) })
			fn = fmt.Sprintf("%s (%d)", f.Name, f.Lines)
		}
		fmt.Printf("| %s | %d | %d | %s | %d | %s (%d) | %s |\n", p.Dir, len(p.Files), lines, wide, len(p.Circle), path.Base(file.Name), file.Lines, fn)
	}
}
