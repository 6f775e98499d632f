package configs

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"huiying/opinion"
	"huiying/words"
)

// The YAML library's own strict decoding stops at its first fault. A person mending a file
// wants all of them, so the library parses and this file decodes: it notes where each value
// stands and goes on after a fault.

// Size is a number of bytes; 8MiB in YAML.
type Size int64

type pos struct {
	file string
	line int
}

// reader reads files into a Config and gathers faults.
type reader struct {
	c      *Config
	name   string
	faults Diagnostics
	broken map[string]bool // files that could not be read: what refers to them is not checked
	clocks []clockRef      // clocks that topics name

	mainRead func() // is called when huiying.yaml was read, before anything is checked; may be nil
}

type clockRef struct {
	id string
	at pos
}

const maxFile = 8 << 20

// file reads one YAML file into the struct that into points to. A file that the directory
// lacks is taken from the shipped ones.
func (r *reader) file(name string, into any) {
	r.c.where[name] = joinName(r.name, name)
	b, err := fs.ReadFile(r.c.dir, name)
	if errors.Is(err, fs.ErrNotExist) {
		r.c.where[name] = joinName("configs", name)
		b, err = fs.ReadFile(shipped, name)
	}
	r.broken[name] = true
	switch {
	case err != nil:
		r.fault(pos{file: name}, "fault.file", unread(err))
		return
	case len(b) > maxFile:
		r.fault(pos{file: name}, "fault.file.large", maxFile)
		return
	}
	tree, err := parse(b)
	if err != nil {
		line := 1
		var at yaml.Error
		said := err.Error()
		if errors.As(err, &at) && at.GetToken() != nil && at.GetToken().Position != nil {
			line, said = at.GetToken().Position.Line, at.GetMessage()
		}
		r.fault(pos{name, line}, "fault.yaml", said)
		return
	}
	r.broken[name] = false
	if len(tree.Docs) > 1 {
		r.fault(pos{name, lineOf(tree.Docs[1].Body)}, "fault.yaml.second")
	}
	if len(tree.Docs) > 0 && tree.Docs[0].Body != nil {
		d := decoder{r: r, file: name}
		d.value(tree.Docs[0].Body, reflect.ValueOf(into).Elem(), "", 0)
	}
}

// parse guards against the parser's own panics on broken input.
func parse(b []byte) (tree *ast.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			tree, err = nil, errors.New("the parser cannot read it")
		}
	}()
	return parser.ParseBytes(b, 0, parser.AllowDuplicateMapKey())
}

func (r *reader) fault(at pos, phrase string, args ...any) {
	r.faults = append(r.faults, r.c.fault(at, phrase, args...))
}

// fault is what a phrase fault.CODE or fault.CODE.WHICH says.
func (c *Config) fault(at pos, phrase string, args ...any) Diagnostic {
	return c.diagnostic(at, strings.Split(phrase, ".")[1], words.Of(phrase, args...))
}

func (c *Config) diagnostic(at pos, code string, said words.Phrase) Diagnostic {
	file := c.where[at.file]
	if file == "" {
		file = at.file
	}
	return Diagnostic{File: file, Line: at.line, Code: code, Words: said}
}

// at is where a value stands, or the nearest thing around it.
func (c *Config) at(file, path string) pos {
	for p := path; p != ""; {
		if where, ok := c.places[file+"#"+p]; ok {
			return where
		}
		cut := max(strings.LastIndexByte(p, '.'), strings.LastIndexByte(p, '['))
		if cut < 0 {
			break
		}
		p = p[:cut]
	}
	return pos{file, 1}
}

type decoder struct {
	r    *reader
	file string
}

func (d decoder) fault(n ast.Node, phrase string, args ...any) {
	d.r.fault(pos{d.file, lineOf(n)}, phrase, args...)
}

func lineOf(n ast.Node) int {
	if n == nil || reflect.ValueOf(n).IsNil() {
		return 1
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 1
}

const maxDepth = 12

// value decodes node n into v. path names it: "units[3].division".
func (d decoder) value(n ast.Node, v reflect.Value, path string, depth int) {
	if path != "" {
		if _, known := d.r.c.places[d.file+"#"+path]; !known {
			d.r.c.places[d.file+"#"+path] = pos{d.file, lineOf(n)}
		}
	}
	if depth > maxDepth {
		d.fault(n, "fault.type.deep")
		return
	}
	switch n := n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode, *ast.DirectiveNode:
		d.fault(n, "fault.anchor")
		return
	case *ast.NullNode:
		return // the default stays
	}
	if scalarType(v.Type()) {
		d.scalar(n, v, path)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.structure(n, v, path, depth)
	case reflect.Slice:
		seq, ok := n.(*ast.SequenceNode)
		if !ok {
			d.fault(n, "fault.type.list", lastKey(path))
			return
		}
		out := reflect.MakeSlice(v.Type(), len(seq.Values), len(seq.Values))
		for i, item := range seq.Values {
			d.value(item, out.Index(i), fmt.Sprintf("%s[%d]", path, i), depth+1)
		}
		v.Set(out)
	case reflect.Map:
		out := reflect.MakeMap(v.Type())
		for _, kv := range d.pairs(n, path) {
			val := reflect.New(v.Type().Elem()).Elem()
			d.value(kv.Value, val, path+"."+keyOf(kv), depth+1)
			out.SetMapIndex(reflect.ValueOf(keyOf(kv)), val)
		}
		v.Set(out)
	}
}

func (d decoder) structure(n ast.Node, v reflect.Value, path string, depth int) {
	fields := fieldsOf(v)
	for _, kv := range d.pairs(n, path) {
		key := keyOf(kv)
		sub := key
		if path != "" {
			sub = path + "." + key
		}
		f, known := fields[key]
		switch {
		case known:
			d.r.c.places[d.file+"#"+sub] = pos{d.file, lineOf(kv.Key)}
			d.value(kv.Value, f, sub, depth+1)
		case personKey(key):
			d.fault(kv.Key, "fault.person_key", key)
		default:
			d.fault(kv.Key, "fault.unknown_key", key, keyList(fields))
		}
	}
}

// pairs of a mapping; a key that stands twice is a fault, and its first value counts.
func (d decoder) pairs(n ast.Node, path string) []*ast.MappingValueNode {
	var all []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		all = n.Values
	case *ast.MappingValueNode:
		all = []*ast.MappingValueNode{n}
	default:
		d.fault(n, "fault.type.map", lastKey(path))
		return nil
	}
	seen := map[string]bool{}
	out := all[:0:0]
	for _, kv := range all {
		switch key := keyOf(kv); {
		case kv.Key.IsMergeKey():
			d.fault(kv.Key, "fault.anchor")
		case seen[key]:
			d.fault(kv.Key, "fault.duplicate_key", key)
		default:
			seen[key] = true
			out = append(out, kv)
		}
	}
	return out
}

func keyOf(kv *ast.MappingValueNode) string {
	if t := kv.Key.GetToken(); t != nil {
		return t.Value
	}
	return ""
}

// scalar decodes one value, and says how it should have been written.
func (d decoder) scalar(n ast.Node, v reflect.Value, path string) {
	text, ok := scalarText(n)
	if !ok {
		d.fault(n, "fault.type.single", lastKey(path))
		return
	}
	switch v.Interface().(type) {
	case time.Duration:
		if span, err := ParseSpan(text); err != nil {
			d.fault(n, "fault.duration", lastKey(path), text)
		} else {
			v.SetInt(int64(span))
		}
		return
	case Size:
		if size, err := parseSize(text); err != nil {
			d.fault(n, "fault.size", lastKey(path))
		} else {
			v.SetInt(size)
		}
		return
	case opinion.Level:
		level := opinion.ParseLevel(text)
		if level == opinion.LevelUnknown {
			d.fault(n, "fault.level", lastKey(path), text)
		}
		v.SetInt(int64(level))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Int:
		i, err := strconv.Atoi(text)
		if err != nil {
			d.fault(n, "fault.type.whole", lastKey(path), text)
			return
		}
		v.SetInt(int64(i))
	case reflect.Float64:
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
			d.fault(n, "fault.type.number", lastKey(path), text)
			return
		}
		v.SetFloat(x)
	case reflect.Bool:
		if _, isBool := n.(*ast.BoolNode); !isBool {
			d.fault(n, "fault.type.bool", lastKey(path), text)
			return
		}
		v.SetBool(strings.EqualFold(text, "true"))
	}
}

// scalarText is the value as it was written, so that a code like 45 stays text.
func scalarText(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func scalarType(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int64, reflect.Float64:
		return true
	}
	return false
}
