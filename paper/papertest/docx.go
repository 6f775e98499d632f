// Package papertest holds DOCX files, in tests, to what Word is strict about and other programs
// forgive: parts that are named and typed, relations that lead somewhere, children in the order of
// the schema (ECMA-376), styles that exist, tables whose rows fill their grid.
package papertest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// order is the sequence in which the schema wants the children of an element.
var order = map[string]string{
	"pPr":         "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
	"rPr":         "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
	"tbl":         "tblPr tblGrid tr",
	"tr":          "tblPrEx trPr tc",
	"tblPr":       "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
	"tblBorders":  "top left start bottom right end insideH insideV",
	"tblCellMar":  "top left start bottom right end",
	"pBdr":        "top left bottom right between bar",
	"tcPr":        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
	"sectPr":      "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
	"style":       "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
	"styles":      "docDefaults latentStyles style",
	"docDefaults": "rPrDefault pPrDefault",
	"abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
	"lvl":         "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
	"numbering":   "numPicBullet abstractNum num",
	"numPr":       "ilvl numId",
	"font":        "altName panose1 charset family notTrueType pitch sig",
	"settings":    "writeProtection view zoom removePersonalInformation defaultTabStop autoHyphenation characterSpacingControl footnotePr endnotePr compat rsids themeFontLang",
	"inline":      "extent effectExtent docPr cNvGraphicFramePr graphic",
	"pic":         "nvPicPr blipFill spPr",
	"blipFill":    "blip srcRect stretch",
	"spPr":        "xfrm prstGeom",
}

// node is an element as far as the checks go.
type node struct {
	name string
	attr map[string]string
	kids []*node
}

func (n *node) each(do func(*node)) {
	do(n)
	for _, k := range n.kids {
		k.each(do)
	}
}

// read is a part as a tree; one that is not well-formed is an error.
func read(raw []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(raw))
	root := &node{}
	open := []*node{root}
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return root, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			n := &node{name: t.Name.Local, attr: map[string]string{}}
			for _, a := range t.Attr {
				key := a.Name.Local
				if key == "id" && strings.HasSuffix(a.Name.Space, "/relationships") || key == "embed" {
					key = "r:id"
				}
				n.attr[key] = a.Value
			}
			top := open[len(open)-1]
			top.kids = append(top.kids, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		}
	}
}

// file is an unpacked document.
type file struct {
	raw   map[string][]byte
	tree  map[string]*node
	found []string
}

func (f *file) fault(format string, a ...any) { f.found = append(f.found, fmt.Sprintf(format, a...)) }

// DOCX names what is wrong with a file; nothing for one that holds.
func DOCX(data []byte) []string {
	f := &file{raw: map[string][]byte{}, tree: map[string]*node{}}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return []string{err.Error()}
	}
	for i, p := range z.File {
		if i == 0 && p.Name != "[Content_Types].xml" {
			f.fault("the first part is %s", p.Name)
		}
		r, err := p.Open()
		var raw []byte
		if err == nil {
			raw, err = io.ReadAll(r)
			err = errors.Join(err, r.Close())
		}
		if _, twice := f.raw[p.Name]; err != nil || twice {
			f.fault("%s: twice, or %v", p.Name, err)
		}
		f.raw[p.Name] = raw
		if ext := path.Ext(p.Name); ext == ".xml" || ext == ".rels" {
			if f.tree[p.Name], err = read(raw); err != nil {
				f.fault("%s is not well-formed: %v", p.Name, err)
				return f.found
			}
		}
	}
	f.types()
	f.relations("", "_rels/.rels")
	f.relations("word", "word/_rels/document.xml.rels")
	for name, tree := range f.tree {
		tree.each(func(n *node) { f.inOrder(name, n) })
	}
	f.styles()
	f.tables()
	return f.found
}

// types: every part has one.
func (f *file) types() {
	tree := f.tree["[Content_Types].xml"]
	if tree == nil {
		f.fault("there is no [Content_Types].xml")
		return
	}
	known := map[string]bool{}
	tree.each(func(n *node) {
		switch n.name {
		case "Default":
			known["."+n.attr["Extension"]] = true
		case "Override":
			name := strings.TrimPrefix(n.attr["PartName"], "/")
			known[name] = true
			if f.raw[name] == nil {
				f.fault("a type is given for %s, which is not there", name)
			}
		}
	})
	for name := range f.raw {
		typed := known[name] || path.Ext(name) != ".xml" && known[path.Ext(name)]
		if !typed && name != "[Content_Types].xml" {
			f.fault("%s has no type of its own", name)
		}
	}
}

// relations: each leads to a part that is there or, outside, to an address; what is referred to has
// one.
func (f *file) relations(dir, name string) {
	tree := f.tree[name]
	if tree == nil {
		f.fault("there is no %s", name)
		return
	}
	ids := map[string]bool{}
	tree.each(func(n *node) {
		if n.name != "Relationship" {
			return
		}
		if ids[n.attr["Id"]] {
			f.fault("%s: the id %s is there twice", name, n.attr["Id"])
		}
		ids[n.attr["Id"]] = true
		to := n.attr["Target"]
		if n.attr["TargetMode"] == "External" {
			if !strings.HasPrefix(to, "http://") && !strings.HasPrefix(to, "https://") {
				f.fault("%s: %q leads nowhere outside", name, to)
			}
		} else if f.raw[path.Join(dir, to)] == nil {
			f.fault("%s: %q is not there", name, to)
		}
	})
	doc := f.tree["word/document.xml"]
	if dir == "" || doc == nil {
		return
	}
	doc.each(func(n *node) {
		if id, ok := n.attr["r:id"]; ok && !ids[id] {
			f.fault("<%s> refers to %q, which is no relation", n.name, id)
		}
	})
}

// inOrder: children stand as the schema wants them.
func (f *file) inOrder(part string, n *node) {
	want, ok := order[n.name]
	if !ok {
		return
	}
	places, last := strings.Fields(want), -1
	for _, k := range n.kids {
		at := slices.Index(places, k.name)
		switch {
		case at < 0:
			f.fault("%s: <%s> holds <%s>, which it may not", part, n.name, k.name)
		case at < last:
			f.fault("%s: in <%s>, <%s> stands behind <%s>", part, n.name, k.name, places[last])
		}
		last = max(last, at)
	}
}

// styles: what is used exists; a heading has its level, a list its numbering.
func (f *file) styles() {
	known, outline := map[string]bool{}, map[string]bool{}
	if f.tree["word/styles.xml"] == nil || f.tree["word/document.xml"] == nil {
		f.fault("there is no document or no styles")
		return
	}
	f.tree["word/styles.xml"].each(func(n *node) {
		if n.name == "style" {
			known[n.attr["styleId"]] = true
			n.each(func(k *node) { outline[n.attr["styleId"]] = outline[n.attr["styleId"]] || k.name == "outlineLvl" })
		}
	})
	numbers, pictures := map[string]bool{}, map[string]bool{}
	if t := f.tree["word/numbering.xml"]; t != nil {
		t.each(func(n *node) {
			if n.name == "num" {
				numbers[n.attr["numId"]] = true
			}
		})
	}
	for name, tree := range f.tree {
		tree.each(func(n *node) {
			switch n.name {
			case "pStyle", "rStyle", "tblStyle", "basedOn", "next":
				if !known[n.attr["val"]] {
					f.fault("%s: there is no style %q", name, n.attr["val"])
				}
				if strings.HasPrefix(n.attr["val"], "Heading") && !outline[n.attr["val"]] {
					f.fault("%s: the heading %q has no level", name, n.attr["val"])
				}
			case "numId":
				if !numbers[n.attr["val"]] {
					f.fault("%s: there is no list %q", name, n.attr["val"])
				}
			case "docPr":
				if pictures[n.attr["id"]] || n.attr["descr"] == "" {
					f.fault("%s: the picture %q is there twice or says nothing to who cannot see it", name, n.attr["id"])
				}
				pictures[n.attr["id"]] = true
			}
		})
	}
}

// tables: each row fills the grid, each cell ends in a paragraph, and behind a table comes one.
func (f *file) tables() {
	f.tree["word/document.xml"].each(func(n *node) {
		for i, k := range n.kids {
			if k.name == "tbl" && (i+1 == len(n.kids) || n.kids[i+1].name != "p") {
				f.fault("behind a table comes no paragraph")
			}
		}
		if n.name == "tc" && (len(n.kids) == 0 || n.kids[len(n.kids)-1].name != "p") {
			f.fault("a cell does not end in a paragraph")
		}
		if n.name != "tbl" {
			return
		}
		grid := 0
		for _, k := range n.kids {
			if k.name == "tblGrid" {
				grid = len(k.kids)
			}
		}
		for _, k := range n.kids {
			cells := 0
			for _, c := range k.kids {
				if c.name == "tc" {
					cells++
				}
			}
			if k.name == "tr" && (cells != grid || cells == 0) {
				f.fault("a row has %d cells, the grid %d", cells, grid)
			}
		}
	})
}
