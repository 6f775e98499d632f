package usual

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"text/template"

	"huiying/opinion"
)

// Office is what only the office itself knows of what it is about to make.
type Office struct {
	Division string   // code, down to a county
	Name     string   // of the office that coordinates; "" for the government's
	Contact  string   // how a site reaches it: mailto:… or https://…
	Records  []string // 备案号, as they stand at the foot of a site
	Site     string   // 网站标识码
	Emblem   []byte   // as Emblem makes it; nil: none
}

// Listen is where the console of a configuration that was made listens.
const Listen = "127.0.0.1:8080"

// EmblemFile is where an emblem stands in a directory.
const EmblemFile = "emblem.png"

// File is one file of a configuration's directory.
type File struct {
	Name string
	Text []byte
}

// Errors of Make.
var (
	ErrDivision  = errors.New("there is no such division")
	ErrElsewhere = errors.New("the usual organisation is that of the mainland")
)

// Make writes the configuration of a place: huiying.yaml, units.yaml and sources.yaml. The other files
// are those that the program has. Errors: ErrDivision (unknown, or a township), ErrElsewhere (Hong
// Kong, Macao and Taiwan, which are governed otherwise).
func Make(places Places, t *Table, o Office) ([]File, error) {
	p, err := mainland(places, o.Division)
	if err != nil {
		return nil, err
	}
	own, above, below := t.units(places, p)
	if o.Name != "" {
		own.Units[0].Name = o.Name // the first line of the table is the office
	}
	o.Division = p.Code
	data := filled{Office: o, Path: Choices(places, []opinion.Division{p.Division})[0], Own: own,
		Above: above, Below: below}
	var out []File
	for _, name := range []string{"huiying.yaml", "units.yaml", "sources.yaml"} {
		var b bytes.Buffer
		if err := files.ExecuteTemplate(&b, name, data); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, File{name, b.Bytes()})
	}
	if o.Emblem != nil {
		out = append(out, File{EmblemFile, o.Emblem})
	}
	return out, nil
}

// OfficeOf is how the government's office of a place is called.
func OfficeOf(places Places, code string) string {
	t, err := Organisation()
	p, ok := placeOf(places, code)
	if err != nil || !ok {
		return ""
	}
	name, _ := p.title(&t.Kinds[0])
	return name
}

// elsewhere are the provinces of other systems of government.
var elsewhere = []string{"71", "81", "82"}

// filled is what the templates of the files are filled with.
type filled struct {
	Office
	Path         string
	Own          group
	Above, Below []group
}

//go:embed files
var templates embed.FS

var files = template.Must(template.New("").Funcs(template.FuncMap{"quote": quote, "unit": line}).
	ParseFS(templates, "files/*.yaml"))

// quote writes a text so that YAML reads it as one.
func quote(s string) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(s)
	return strings.TrimSpace(b.String()), err
}

// line is a unit in units.yaml.
func line(u unit) (string, error) {
	name := u.Name
	if strings.ContainsAny(name, "{}[],#&*!|>'\"%@`:\n\\") || strings.TrimSpace(name) != name {
		var err error
		if name, err = quote(name); err != nil {
			return "", err
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "  - {id: %s, name: %s, division: %q, level: %s", u.ID, name, u.Division, u.Level)
	if u.Superior != "" {
		fmt.Fprintf(&b, ", superior: %s", u.Superior)
	}
	if u.Vertical {
		b.WriteString(", vertical: true")
	}
	if u.Office {
		b.WriteString(", office: true")
	}
	if len(u.Topics) > 0 {
		fmt.Fprintf(&b, ", topics: [%s]", strings.Join(u.Topics, ", "))
	}
	b.WriteString("}")
	return b.String(), nil
}
