package configs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"huiying/opinion"
)

// Each bad file of testdata is called WHAT.FILE.yaml. It takes the place of FILE.yaml in the good
// configuration, and marks each line at fault with the codes expected there: "# want CODE …".
func TestRefusals(t *testing.T) {
	bad, _ := filepath.Glob("testdata/*.yaml")
	if len(bad) < 20 {
		t.Fatalf("only %d bad files", len(bad))
	}
	for _, file := range bad {
		parts := strings.Split(filepath.Base(file), ".")
		t.Run(parts[0]+"."+parts[1], func(t *testing.T) {
			name := parts[1] + ".yaml"
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			dir := good(t)
			dir[name] = &fstest.MapFile{Data: text}
			_, err = LoadFS(dir)
			var got Diagnostics
			if !errors.As(err, &got) {
				t.Fatalf("loaded; err = %v", err)
			}
			want := wanted(name, string(text))
			if have := keys(got); strings.Join(have, "\n") != strings.Join(want, "\n") {
				t.Errorf("got:\n%s\n\nwant:\n%s", got.Error(), strings.Join(want, "\n"))
			}
			for _, f := range got {
				if !told(f) {
					t.Errorf("%v says nothing a person can use", f)
				}
			}
		})
	}
}

var mark = regexp.MustCompile(`# want (.*)$`)

func wanted(name, text string) []string {
	var out []string
	for i, line := range strings.Split(text, "\n") {
		m := mark.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		for _, code := range strings.Fields(m[1]) {
			out = append(out, fmt.Sprintf("%s:%d %s", name, i+1, code))
		}
	}
	sort.Strings(out)
	return out
}

func keys(faults Diagnostics) []string {
	var out []string
	for _, f := range faults {
		out = append(out, fmt.Sprintf("%s:%d %s", f.File, f.Line, f.Code))
	}
	sort.Strings(out)
	return out
}

func good(t testing.TB) fstest.MapFS {
	t.Helper()
	dir := fstest.MapFS{}
	for _, name := range []string{mainFile, unitsFile, sourcesFile, clocksFile, catalogueFile} {
		b, err := os.ReadFile(filepath.Join("testdata", "good", name))
		if err != nil {
			t.Fatal(err)
		}
		dir[name] = &fstest.MapFile{Data: b}
	}
	return dir
}

func TestGoodLoads(t *testing.T) {
	c, err := LoadFS(good(t))
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "127.0.0.1:8080" || c.Retention != 180*24*time.Hour || c.Import.Batch != 1000 {
		t.Errorf("defaults are missing: %+v", c)
	}
	if len(c.Topics) != 2 || c.Topics[1].ID != "ecology/noise" {
		t.Errorf("topics: %+v", c.Topics)
	}
	if c.Sources[0].Columns["事件简述"] != "text" || !c.Sources[0].Enabled || c.Sources[0].Kind != opinion.KindBoard {
		t.Errorf("source: %+v", c.Sources[0])
	}
	if c.Units[2].Level != opinion.City || c.Units[2].Superior != "eco" {
		t.Errorf("unit: %+v", c.Units[2])
	}
}

func TestFaultsNameDirectoryAndLine(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "huiying.yaml"),
		[]byte(fmt.Sprintf("region: %q\ncollect: {contact: \"mailto:o@example.org\"}\nlistne: x\n",
			shippedConfig(t).Region)), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(dir)
	if want := filepath.Join(dir, "huiying.yaml") + ":3: "; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v, want it to begin with %q", err, want)
	}
	if c == nil || len(c.Units) == 0 {
		t.Error("the configuration must come back for CheckPlaces, with the shipped units")
	}
	if _, err := Load(filepath.Join(dir, "absent")); err == nil {
		t.Error("a directory that is not there loads")
	}
}

func TestInheritance(t *testing.T) {
	dir := good(t)
	dir[catalogueFile] = &fstest.MapFile{Data: []byte(`
fields:
  - id: ecology
    name: 生态环境
    basis: 某法
    clock: opinion
    items:
      - {id: noise, name: 噪声}
      - {id: petition, name: 信访, basis: 另一法, refer: petition}
`)}
	c, err := LoadFS(dir)
	if err != nil {
		t.Fatal(err)
	}
	noise, _ := c.Topic("ecology/noise")
	petition, _ := c.Topic("ecology/petition")
	if noise.Basis != "某法" || noise.Clock != "opinion" || petition.Basis != "另一法" || petition.Refer != "petition" {
		t.Errorf("%+v %+v", noise, petition)
	}
}

// A directory with an own region and an own table of divisions; clocks and catalogue are shipped.
func TestOwnDivisions(t *testing.T) {
	dir := fstest.MapFS{
		"huiying.yaml": {Data: []byte("region: X0\ncollect: {contact: \"mailto:o@example.org\"}\nplaces: {tables: [places.csv]}\n")},
		"places.csv":   {Data: []byte("code,name,level,parent\nX0,西地省,province,\nX0A,A市,city,X0\n")},
		"units.yaml":   {Data: []byte("units:\n  - {id: office, name: 办公厅, division: X0, level: province, office: true, topics: [" + allFields(t) + "]}\n  - {id: a, name: A市政府, division: X0A, level: county, office: true}\n")},
		"sources.yaml": {Data: []byte("sources: []\n")},
	}
	c, err := LoadFS(dir)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := c.OwnTables()
	if err != nil || len(tables) != 1 {
		t.Fatalf("tables: %v, %v", tables, err)
	}
	var b bytes.Buffer
	if _, _ = b.ReadFrom(tables[0]); !strings.Contains(b.String(), "X0A,A市") {
		t.Errorf("table: %q", b.String())
	}
	places := placeTable{"X0": {Code: "X0", Level: opinion.Province}, "X0A": {Code: "X0A", Level: opinion.City}}
	if got := keys(c.CheckPlaces(places)); strings.Join(got, " ") != "units.yaml:3 unit_level" {
		t.Errorf("got %v", got)
	}
}

func TestBadTables(t *testing.T) {
	for name, c := range map[string]struct{ table, want string }{
		"no header":  {"X0,西地省,province,\n", "places.csv:1 table"},
		"empty":      {"", "places.csv:1 table"},
		"short line": {"code,name,level,parent\nX0,西地省\n", "places.csv:2 table"},
		"bad level":  {"code,name,level,parent\nX0,西地省,realm,\n", "places.csv:2 level"},
		"twice": {"code,name,level,parent\nX0,西地省,province,\nX0,西地省,province,\n",
			"places.csv:3 duplicate_id"},
		"parent below": {"code,name,level,parent\nX0A,A市,city,X0\nX0,西地省,province,\n",
			"places.csv:2 unknown_division"},
		"broken quotes":    {"code,name,level,parent\nX0,\"西\"地省,province,\n", "places.csv:2 table"},
		"with a byte mark": {"\ufeffcode,name,level,parent\nX0,西地省,province,\n", ""},
	} {
		dir := good(t)
		dir["places.csv"] = &fstest.MapFile{Data: []byte(c.table)}
		dir[mainFile] = &fstest.MapFile{Data: []byte("region: \"98\"\ncollect: {contact: \"mailto:o@example.org\"}\nplaces: {tables: [places.csv]}\n")}
		_, err := LoadFS(dir)
		var got Diagnostics
		errors.As(err, &got)
		if have := strings.Join(keys(got), " "); have != c.want {
			t.Errorf("%s: got %q, want %q", name, have, c.want)
		}
	}
}

type placeTable map[string]opinion.Division

func (p placeTable) Division(code string) (opinion.Division, bool) { d, ok := p[code]; return d, ok }

func TestCheckPlaces(t *testing.T) {
	dir := good(t)
	dir[sourcesFile] = &fstest.MapFile{Data: []byte("sources:\n  - {id: a, name: 甲, kind: board, by: intake, enabled: true, division: \"99\"}\n  - {id: b, name: 乙, kind: board, by: intake, division: \"99\"}\n")}
	c, err := LoadFS(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := keys(c.CheckPlaces(placeTable{"9801": {Code: "9801", Name: "澄川市", Level: opinion.County}}))
	want := "huiying.yaml:1 unknown_division sources.yaml:2 unknown_division units.yaml:2 unknown_division units.yaml:3 unknown_division units.yaml:4 unit_level"
	if strings.Join(got, " ") != want {
		t.Errorf("got %v", got)
	}
}

func TestPersonTermsLookAtShapeOnly(t *testing.T) {
	for term, person := range map[string]bool{
		"王局长": true, "李某": true, "陈某某": true, "赵建国书记": true, "@someone": true,
		"a@example.org": true, "张三老师": true, "周副市长": true,
		"局长": false, "市长热线": false, "村支书": false, "班主任": false, "林业局": false, "教师待遇": false,
		"12345": false, "110": false, "校长": false,
		"居委会主任": false, "国办发〔2016〕61号": false, "马路牙子": false, "医生护士": false, "某": false,
	} {
		if got := personTerm(term) != ""; got != person {
			t.Errorf("%s: got %v", term, got)
		}
	}
}

func TestParseSpan(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"90s": 90 * time.Second, "5h": 5 * time.Hour, "7d": 168 * time.Hour, "2w": 336 * time.Hour,
		"1d12h": 36 * time.Hour, "250ms": 250 * time.Millisecond, "1m30s": 90 * time.Second,
		"0s": 0,
	} {
		if got, err := ParseSpan(s); err != nil || got != want {
			t.Errorf("%s: %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "5", "h", "-1h", "1.5h", "999999999w", "5 h", "7天"} {
		if got, err := ParseSpan(s); err == nil {
			t.Errorf("%q reads as %v", s, got)
		}
	}
}

func FuzzLoad(f *testing.F) {
	files := []string{mainFile, unitsFile, sourcesFile, clocksFile, catalogueFile, templatesFile, watchesFile}
	for i, name := range files {
		b, _ := fs.ReadFile(os.DirFS("testdata/good"), name)
		f.Add(uint8(i), b)
		bad, _ := filepath.Glob("testdata/*." + name)
		for _, p := range bad {
			b, _ := os.ReadFile(p)
			f.Add(uint8(i), b)
		}
	}
	f.Add(uint8(0), []byte("a: [*a, &a {<<: *a}]"))
	base := good(f)
	f.Fuzz(func(t *testing.T, which uint8, text []byte) {
		dir := fstest.MapFS{}
		for k, v := range base {
			dir[k] = v
		}
		dir[files[int(which)%len(files)]] = &fstest.MapFile{Data: text}
		c, err := LoadFS(dir)
		var faults Diagnostics
		if err != nil && (!errors.As(err, &faults) || len(faults) == 0) {
			t.Fatalf("an error without faults: %v", err)
		}
		for _, x := range faults {
			if x.File == "" || x.Code == "" || !told(x) || x.Line < 0 {
				t.Fatalf("fault %+v", x)
			}
		}
		c.CheckPlaces(placeTable{})
		c.Clock(opinion.SeverityIV, "ecology/noise", opinion.KindBoard, opinion.Help)
	})
}

func TestModelIsChecked(t *testing.T) {
	dir := good(t)
	dir["topics.model"] = &fstest.MapFile{Data: []byte("a model")}
	main := string(dir[mainFile].Data) + "\ntopic: {model: topics.model, sure: 0.55}\n"
	dir[mainFile] = &fstest.MapFile{Data: []byte(main)}
	c, err := LoadFS(dir)
	if err != nil {
		t.Fatal(err)
	}
	if c.TopicModel.Sure != 0.55 {
		t.Errorf("sure is %v", c.TopicModel.Sure)
	}
	read := func(labels []string, err error) func(io.Reader) ([]string, error) {
		return func(r io.Reader) ([]string, error) {
			if b, _ := io.ReadAll(r); string(b) != "a model" {
				t.Errorf("the model reads %q", b)
			}
			return labels, err
		}
	}
	if faults := c.CheckModel(read([]string{"ecology/noise", "ecology"}, nil)); len(faults) > 0 {
		t.Errorf("a good model: %v", faults)
	}
	if faults := c.CheckModel(read([]string{"ecology", "traffic"}, nil)); len(faults) != 1 ||
		faults[0].Code != "unknown_topic" || faults[0].Line == 0 {
		t.Errorf("a label that nobody answers for: %v", faults)
	}
	if faults := c.CheckModel(read(nil, errors.New("damaged"))); len(faults) != 1 || faults[0].Code != "model" {
		t.Errorf("a damaged model: %v", faults)
	}
	delete(dir, "topics.model")
	if faults := c.CheckModel(read(nil, nil)); len(faults) != 1 || faults[0].Code != "file" {
		t.Errorf("a model that went away: %v", faults)
	}
}

// A way that is known and visited, and that nothing collects, is refused with the ways there are.
func TestASourceThatNobodyCollectsIsRefused(t *testing.T) {
	c := &Config{where: map[string]string{}, places: map[string]pos{}, Sources: []SourceSettings{
		{Source: opinion.Source{ID: "a"}, By: ByPage}, {Source: opinion.Source{ID: "b"},
			By: ByFeed}, {Source: opinion.Source{ID: "c"}, By: ByIntake}}}
	c.Briefing.Formats = []string{"pdf"}
	parts := Parts{Collected: []Way{ByFeed}, Briefings: []string{"pdf"}}
	faults := c.CheckParts(parts)
	if len(faults) != 1 || faults[0].Code != "no_collector" ||
		!strings.Contains(faults[0].Words.In("en"), `"a" by "page"; there are collectors by: feed`) {
		t.Errorf("got %v", faults)
	}
	parts.Collected = []Way{ByFeed, ByPage}
	if faults := c.CheckParts(parts); len(faults) > 0 {
		t.Errorf("got %v", faults)
	}
	parts.Briefings = []string{"docx"}
	if faults := c.CheckParts(parts); len(faults) != 1 ||
		!strings.Contains(faults[0].Words.In("en"), `briefing.formats has "pdf"; it may be docx`) {
		t.Errorf("got %v", faults)
	}
}

func TestAModelOfPastOrdersIsLookedAt(t *testing.T) {
	dir := fstest.MapFS{}
	for _, name := range []string{"huiying.yaml", "units.yaml", "sources.yaml"} {
		b, err := fs.ReadFile(Shipped(), name)
		if err != nil {
			t.Fatal(err)
		}
		dir[name] = &fstest.MapFile{Data: b}
	}
	set := func(model, prefer string) {
		text, _ := fs.ReadFile(Shipped(), "huiying.yaml")
		text = bytes.Replace(text, []byte("route:\n"), []byte("route:\n  # set by the test\n"), 1)
		text = bytes.Replace(text, []byte("  prefer: rules"), []byte("  prefer: "+prefer), 1)
		i := bytes.Index(text, []byte("route:\n"))
		text = append(text[:i:i], bytes.Replace(text[i:], []byte(`model: ""`), []byte("model: "+model), 1)...)
		dir["huiying.yaml"] = &fstest.MapFile{Data: text}
	}
	set("past.model", "history")
	if _, err := LoadFS(dir); err == nil {
		t.Error("a model that there is not")
	}
	dir["past.model"] = &fstest.MapFile{Data: []byte("a model")}
	c, err := LoadFS(dir)
	if err != nil {
		t.Fatal(err)
	}
	if c.Route.Prefer != "history" {
		t.Errorf("prefer is %q", c.Route.Prefer)
	}
	bad := func(io.Reader) error { return errors.New("damaged") }
	if faults := c.CheckHistory(bad); len(faults) != 1 || faults[0].Code != "model" || faults[0].Line == 0 {
		t.Errorf("a damaged model: %v", faults)
	}
	set("past.model", "habit")
	if _, err := LoadFS(dir); err == nil {
		t.Error("a preference that there is not")
	}
}
