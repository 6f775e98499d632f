// Package shape measures the plan of the source: how long files and functions are, how many
// methods a type has, and which files of a package can only be read together. It reads source
// as text and knows nothing of what the code means.
package shape

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Package is the plan of one folder, tests and generated files left out.
type Package struct {
	Dir     string
	Files   []File
	Funcs   []Func
	Types   []Type // those that have methods, most methods first
	Structs []Struct
	Circle  []string // the largest set of files each of which needs every other by package-level names
	Why     string   // what the comment of the package gives as "long: ..."
}

// File is a source file with its length in lines.
type File struct {
	Name  string
	Lines int
	Why   string // what a comment "// long: ..." at its top gives as the reason for its length
}

// Func is a function with its length in lines, from its first line to its last.
type Func struct {
	File, Name string
	Lines      int
	Why        string // what its comment gives as "long: ..."
}

// Type is a type with the number of its methods.
type Type struct {
	File, Name string
	Methods    int
	Why        string // what its comment gives as "long: ..."
}

// Measure reads every package below a module's root. Folders that tools pass over (testdata,
// node_modules, those with a dot) are passed over. It fails where a file cannot be parsed.
func Measure(root fs.FS) ([]Package, error) {
	dirs := map[string][]string{}
	err := fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p != "." && passedOver(d.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(p, ".go") && !strings.HasSuffix(p, "_test.go") {
			dirs[path.Dir(p)] = append(dirs[path.Dir(p)], p)
		}
		return nil
	})
	var out []Package
	for dir, files := range dirs {
		p, e := measure(root, dir, files)
		if e != nil && err == nil {
			err = e
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b Package) int { return cmp.Compare(a.Dir, b.Dir) })
	return out, err
}

func passedOver(name string) bool {
	return strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules"
}

// measure reads the files of one folder.
func measure(root fs.FS, dir string, files []string) (Package, error) {
	p := Package{Dir: dir}
	owner := map[string]string{}   // package-level name -> file
	needs := map[string][]string{} // file -> names that it does not define itself
	methods := map[string]int{}
	fset := token.NewFileSet()
	for _, name := range files {
		src, err := fs.ReadFile(root, name)
		if err != nil {
			return p, err
		}
		f, err := parser.ParseFile(fset, name, src, parser.ParseComments)
		if err != nil {
			return p, fmt.Errorf("measuring %s: %w", name, err)
		}
		if ast.IsGenerated(f) {
			continue
		}
		if why := whyLong(f.Doc); why != "" {
			p.Why = why
		}
		p.Files = append(p.Files, File{Name: name, Lines: fset.Position(f.FileEnd).Line, Why: whyLong(f.Doc)})
		for _, d := range f.Decls {
			p.declared(fset, name, d, owner, methods)
		}
		for _, id := range f.Unresolved {
			needs[name] = append(needs[name], id.Name)
		}
	}
	for i, t := range p.Types {
		p.Types[i].Methods = methods[t.Name]
	}
	p.Types = slices.DeleteFunc(p.Types, func(t Type) bool { return t.Methods == 0 })
	slices.SortFunc(p.Types, func(a, b Type) int { return cmp.Or(b.Methods-a.Methods, cmp.Compare(a.Name, b.Name)) })
	p.Circle = largestCircle(p.Files, owner, needs)
	return p, nil
}

// declared takes down what one declaration of a file adds to the plan.
func (p *Package) declared(fset *token.FileSet, file string, d ast.Decl, owner map[string]string, methods map[string]int) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		first, last := fset.Position(d.Pos()).Line, fset.Position(d.End()).Line
		p.Funcs = append(p.Funcs, Func{file, d.Name.Name, last - first + 1, whyLong(d.Doc)})
		if d.Recv != nil {
			methods[receiver(d.Recv.List[0].Type)]++
		} else if d.Name.Name != "init" && d.Name.Name != "_" {
			owner[d.Name.Name] = file
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				owner[s.Name.Name] = file
				if fields := fieldsOf(s.Type); len(fields) > 0 {
					p.Structs = append(p.Structs, Struct{file, s.Name.Name, fields})
				}
				p.Types = append(p.Types, Type{file, s.Name.Name, 0, whyLong(typeDoc(d, s))})
			case *ast.ValueSpec:
				for _, n := range s.Names {
					if n.Name != "_" {
						owner[n.Name] = file
					}
				}
			}
		}
	}
}

// typeDoc is the comment above a type, whether it stands alone or in a group.
func typeDoc(d *ast.GenDecl, s *ast.TypeSpec) *ast.CommentGroup {
	if s.Doc != nil {
		return s.Doc
	}
	return d.Doc
}

// receiver is the name of the type that a method belongs to.
func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.IndexListExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// whyLong is the reason that a comment gives for a length beyond the limits, after "long:".
func whyLong(doc *ast.CommentGroup) string {
	if doc == nil {
		return ""
	}
	_, why, _ := strings.Cut(doc.Text(), "long: ")
	return strings.TrimSpace(why)
}
