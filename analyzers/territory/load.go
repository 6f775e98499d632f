package territory

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"huiying/opinion"
)

// Divisions, names and words are compilations (data/NOTICE); known.csv (sights, airports, universities,
// hospitals that everybody knows by name) and former.csv (names of divisions before today's, where the
// compilation has none) are ours.
//
//go:embed data/*.gz data/*.csv
var data embed.FS

// ErrTable is wrapped by every refusal of a configured table.
var ErrTable = errors.New("territory table")

// National is the table of the whole country. The first call takes some 200 ms, further
// ones nothing; all callers share one table.
func National() (*Table, error) { return national() }

var national = sync.OnceValues(func() (*Table, error) { return NationalWith(nil) })

// NationalWith is the table of the whole country with a region's gazetteer. Each call takes some 200 ms.
func NationalWith(sites []Site) (*Table, error) {
	text := map[string]string{}
	for _, name := range []string{"divisions.csv", "aliases.csv", "changes.csv", "fold.txt", "words.txt"} {
		s, err := unpack(name)
		if err != nil {
			return nil, fmt.Errorf("read embedded %s: %w", name, err)
		}
		text[name] = s
	}
	t := &Table{index: make(map[string]int32, 46000), divs: make([]division, 0, 46000)}
	for l := range strings.Lines(text["divisions.csv"]) {
		code, l, _ := strings.Cut(strings.TrimSuffix(l, "\n"), ",")
		name, l, _ := strings.Cut(l, ",")
		level, parent, _ := strings.Cut(l, ",")
		i := t.add(opinion.Division{Code: code, Name: name, Level: opinion.ParseLevel(level), Parent: parent})
		t.divs[i].far = code[0] == '7' || code[0] == '8'
	}
	if err := t.link(); err != nil {
		return nil, err
	}
	n := newNamer(t, text["words.txt"])
	n.national(text["aliases.csv"], text["changes.csv"])
	if err := n.formerly(); err != nil {
		return nil, err
	}
	known, err := knownSites()
	if err != nil {
		return nil, err
	}
	n.sites(append(known, sites...))
	n.finish(text["fold.txt"])
	return t, nil
}

func knownSites() ([]Site, error) {
	f, err := data.Open("data/known.csv")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadGazetteer(f)
}

func unpack(name string) (string, error) {
	b, err := data.ReadFile("data/" + name + ".gz")
	if err != nil {
		return "", err
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return "", err
	}
	out, err := io.ReadAll(z)
	return string(out), err
}

// Load is LoadWith without a gazetteer.
func Load(tables ...io.Reader) (*Table, error) { return LoadWith(nil, tables...) }

// LoadWith makes a table of configured divisions: CSV with the columns code, name, level
// (province, city, county, township), parent and, if wanted, aliases (split by |), named
// by a header line. Codes may be any words: only the parent column tells what lies in
// what. Several tables are read as one.
func LoadWith(sites []Site, tables ...io.Reader) (*Table, error) {
	t := &Table{index: map[string]int32{}}
	aliases := map[int32][]string{}
	for k, r := range tables {
		if err := t.read(r, aliases); err != nil {
			return nil, fmt.Errorf("%w %d: %w", ErrTable, k+1, err)
		}
	}
	if err := t.link(); err != nil {
		return nil, err
	}
	fold, err := unpack("fold.txt")
	if err != nil {
		return nil, fmt.Errorf("read embedded fold.txt: %w", err)
	}
	words, err := unpack("words.txt")
	if err != nil {
		return nil, fmt.Errorf("read embedded words.txt: %w", err)
	}
	n := newNamer(t, words)
	n.configured(aliases)
	n.sites(sites)
	n.finish(fold)
	return t, nil
}

func (t *Table) read(in io.Reader, aliases map[int32][]string) error {
	r := csv.NewReader(withoutBOM(in))
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = true
	head, err := r.Read()
	if err != nil {
		return fmt.Errorf("read the header line (code,name,level,parent): %w", err)
	}
	col := map[string]int{}
	for i, h := range head {
		col[strings.TrimSpace(strings.ToLower(h))] = i
	}
	for _, want := range []string{"code", "name", "level", "parent"} {
		if _, ok := col[want]; !ok {
			return fmt.Errorf("the header line has no column %q", want)
		}
	}
	for {
		f, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		line, _ := r.FieldPos(0)
		get := func(name string) string {
			if i, ok := col[name]; ok && i < len(f) {
				return strings.TrimSpace(f[i])
			}
			return ""
		}
		d := opinion.Division{Code: get("code"), Name: get("name"),
			Level: opinion.ParseLevel(get("level")), Parent: get("parent")}
		switch {
		case d.Code == "" || d.Name == "":
			return fmt.Errorf("line %d: give both code and name", line)
		case !utf8.ValidString(d.Code) || !utf8.ValidString(d.Name):
			return fmt.Errorf("line %d: save the table as UTF-8", line)
		case d.Level == opinion.LevelUnknown:
			return fmt.Errorf("line %d: level %q is none of province, city, county, township", line, get("level"))
		}
		if _, ok := t.index[d.Code]; ok {
			return fmt.Errorf("line %d: code %q appears twice", line, d.Code)
		}
		i := t.add(d)
		for _, a := range strings.Split(get("aliases"), "|") {
			if a = strings.TrimSpace(a); a != "" {
				aliases[i] = append(aliases[i], a)
			}
		}
	}
}

func (t *Table) add(d opinion.Division) int32 {
	i := int32(len(t.divs))
	t.index[d.Code] = i
	t.divs = append(t.divs, division{Division: d, up: -1, within: -1})
	return i
}

var pseudo = map[string]bool{"市辖区": true, "县": true, "省直辖县级行政区划": true, "自治区直辖县级行政区划": true}

// link turns parent codes into chains, and hides pseudo cities, and the pseudo county of
// a city without counties (东莞, 中山, 儋州, 嘉峪关), which bears the city's own name.
func (t *Table) link() error {
	for i := range t.divs {
		d := &t.divs[i]
		d.hidden = pseudo[d.Name]
		if d.Parent == "" {
			continue
		}
		p, ok := t.index[d.Parent]
		if !ok {
			return fmt.Errorf("%w: %q lies in %q, which is not in the table", ErrTable, d.Code, d.Parent)
		}
		if t.divs[p].Level >= d.Level {
			return fmt.Errorf("%w: %q lies in %q, which is not of a higher level", ErrTable, d.Code, d.Parent)
		}
		d.within = p
		if d.Level == opinion.County && t.divs[p].Level == opinion.City && t.divs[p].Name == d.Name {
			d.hidden = true
		}
	}
	for i := range t.divs {
		d := &t.divs[i]
		d.up = d.within
		for d.up >= 0 && t.divs[d.up].hidden {
			d.up = t.divs[d.up].within
		}
		if d.up >= 0 {
			d.Parent = t.divs[d.up].Code
			if !d.hidden {
				t.divs[d.up].children = append(t.divs[d.up].children, int32(i))
			}
		}
	}
	return nil
}
