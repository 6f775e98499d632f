// Package configs holds the shipped configuration, whose comments are its manual, and the Go
// that loads it: full defaults, strict keys, cross-checks between the files, and all faults at
// once, each with file and line.
//
//	huiying.yaml    the installation: region, addresses, pace, when cases open
//	units.yaml      责任单位: who answers for what, where
//	sources.yaml    来源: what is collected
//	clocks.yaml     时限: by when
//	catalogue.yaml  领域/事项: what a text can be about
//	templates.yaml  答复模板: texts to start from, and where regulations can be read
//	watches.yaml    专题: subjects that the office wants to be told of
//
// A directory given to Load may hold any of these; a file it lacks is taken from the shipped
// ones. Whoever brings an own region brings units.yaml and sources.yaml with it.
package configs

import (
	"bytes"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"huiying/collectors/selector"
	"huiying/opinion"
	"huiying/words"
)

//go:embed *.yaml
var shipped embed.FS

// Shipped is the shipped configuration as files, for `huiying check` and for copying it out.
func Shipped() fs.FS { return shipped }

// Config is the whole configuration. It is read once and never changed.
type Config struct {
	Region    string        `yaml:"region"`
	Listen    string        `yaml:"listen"`
	Data      string        `yaml:"data"`
	Retention time.Duration `yaml:"retention"`
	Bus       Bus           `yaml:"bus"`
	Index     Index         `yaml:"index"`
	Places    Tables        `yaml:"places"`
	Collect   Collect       `yaml:"collect"`
	Casework  Casework      `yaml:"casework"`
	Site      Site          `yaml:"site"`

	TopicModel TopicModel `yaml:"topic"`
	Route      Route      `yaml:"route"`

	Workers Workers `yaml:"workers"`
	Import  Import  `yaml:"import"`
	Observe Observe `yaml:"observe"`
	Notify  Notify  `yaml:"notify"`

	Briefing Briefing `yaml:"briefing"`
	Map      Map      `yaml:"map"`
	Accounts Accounts `yaml:"accounts"`

	Units   []opinion.Unit         `yaml:"-"`
	Sources []SourceSettings       `yaml:"-"`
	Topics  []opinion.Topic        `yaml:"-"` // flat: each field, then its items as field/item
	Clocks  []opinion.ClockProfile `yaml:"-"`
	Choose  []ClockRule            `yaml:"-"` // in order; the first that fits decides

	Templates []Template `yaml:"-"`
	Policies  []Policy   `yaml:"-"`

	Watches []opinion.Watch `yaml:"-"`

	Holidays []string `yaml:"-"` // files of the directory's own, behind the dates that the program knows

	dir    fs.FS
	where  map[string]string // file -> as faults name it
	places map[string]pos    // "units.yaml#units[3].division" -> where it stands
}

// Tables names division tables of the directory's own, which take the place of the national one.
type Tables struct {
	Tables []string `yaml:"tables"`
	// Gazetteer names files with the roads, compounds, schools … of the region.
	Gazetteer []string `yaml:"gazetteer"`
}

// Collect is how this installation behaves towards the sites it reads.
type Collect struct {
	Agent        string        `yaml:"agent"`
	Contact      string        `yaml:"contact"`
	Pace         time.Duration `yaml:"pace"`
	Daily        int           `yaml:"daily"` // most requests to one host in a day; 0: any number
	Timeout      time.Duration `yaml:"timeout"`
	MaxBytes     Size          `yaml:"max_bytes"`
	AllowPrivate bool          `yaml:"allow_private"`
}

// Casework says when a finding becomes a case.
type Casework struct {
	AutoOpen       []opinion.SourceKind `yaml:"auto_open"`
	IssueThreshold int                  `yaml:"issue_threshold"`
	CodeKeyFile    string               `yaml:"code_key_file"`
	AutoDispatch   bool                 `yaml:"auto_dispatch"`
	ReopenWithin   time.Duration        `yaml:"reopen_within"`
	Review         bool                 `yaml:"review"` // an answer goes out as a second person approved it
}

// Site is what the foot of a government's site must show (政府网站发展指引, 国办发〔2017〕47号).
type Site struct {
	Code    string   `yaml:"code"`    // 网站标识码, ten characters; "" where there is none
	Records []string `yaml:"records"` // 备案号, as they are written
	Emblem  string   `yaml:"emblem"`  // a small PNG of the directory; "" for the product's own mark
	Suggest bool     `yaml:"suggest"` // the open board takes 建议与反映
}

// TopicModel says how the topic of a text is judged.
type TopicModel struct {
	Model string  `yaml:"model"` // of huiying train, a file of the directory; "" for the catalogue's terms
	Sure  float64 `yaml:"sure"`  // confidence from which a topic is said
}

// Route says how past orders help the rules of routing.
type Route struct {
	Model  string `yaml:"model"`  // of huiying learn, a file of the directory; "" for the rules alone
	Prefer string `yaml:"prefer"` // who decides where they differ: rules or history
}

// Workers is how many goroutines each role uses.
type Workers struct {
	Collect int `yaml:"collect"`
	Analyze int `yaml:"analyze"`
	Respond int `yaml:"respond"`
}

// Import is how files are taken in.
type Import struct {
	Batch int `yaml:"batch"`
}

// SourceSettings are what is collected, and how.
type SourceSettings struct {
	opinion.Source `yaml:",inline"`
	By             Way                `yaml:"by"`
	Every          time.Duration      `yaml:"every"`
	Max            int                `yaml:"max"`
	Enabled        bool               `yaml:"enabled"`
	Follow         bool               `yaml:"follow"` // a feed's items are read from their pages
	Selectors      selector.Selectors `yaml:"selectors"`
	JSON           selector.Paths     `yaml:"json"`
	Columns        map[string]string  `yaml:"columns"`
}

// ClockRule chooses a clock profile. An empty condition fits everything.
type ClockRule struct {
	Severity   []opinion.Severity   `yaml:"severity"`
	Kind       []opinion.SourceKind `yaml:"kind"`
	Topic      []string             `yaml:"topic"` // fields or items
	Demand     []opinion.Demand     `yaml:"demand"`
	TopicClock bool                 `yaml:"topic_clock"` // fits if the topic names a clock of its own, and takes it
	Profile    string               `yaml:"profile"`
}

// Defaults of everything that huiying.yaml leaves out.
func defaults() *Config {
	const day = 24 * time.Hour
	return &Config{
		Listen: "127.0.0.1:8080", Data: "data", Retention: 180 * day,
		Index: Index{Elastic: Elastic{Prefix: "huiying"}},
		Collect: Collect{Agent: "huiying", Pace: 5 * time.Second, Daily: 5000,
			Timeout: 30 * time.Second, MaxBytes: 5 << 20},
		Casework: Casework{AutoOpen: slices.Clone(opinion.AskedAt), IssueThreshold: 3, ReopenWithin: 15 * day},
		// on labelled messages more is wrong than right below this confidence of the catalogue's
		// terms
		TopicModel: TopicModel{Sure: 0.5},
		Route:      Route{Prefer: "rules"},
		Workers:    Workers{Collect: 4, Respond: 2},
		Import:     Import{Batch: 1000},
		Briefing:   Briefing{Periods: []string{"day", "week", "month"}, Formats: []string{"html", "docx"}},
		Notify:     Notify{Zone: "Asia/Shanghai", FailingAfter: 5},
		Accounts:   Accounts{Single: Single{Name: "name", Role: "groups", Unit: "unit", Division: "division"}},
		where:      map[string]string{}, places: map[string]pos{},
	}
}

// Load reads a directory; "" reads the shipped samples. The error is Diagnostics with everything
// that is wrong. The Config is then returned too, but only for further checks (CheckParts),
// where there is such a directory.
func Load(dir string) (*Config, error) {
	if dir == "" {
		return load(shipped, "configs")
	}
	if st, err := os.Stat(dir); err != nil || !st.IsDir() {
		return nil, Diagnostics{{File: dir, Code: "file",
			Words: words.Of("fault.file.directory")}}
	}
	return load(os.DirFS(dir), dir)
}

// LoadFS is Load over any file system; faults name files relative to it.
func LoadFS(dir fs.FS) (*Config, error) { return load(dir, "") }

func load(dir fs.FS, name string) (*Config, error) { return readAll(newReader(dir, name)) }

// newReader reads a directory that faults call by a name.
func newReader(dir fs.FS, name string) *reader {
	c := defaults()
	c.dir = dir
	return &reader{c: c, name: name, broken: map[string]bool{}}
}

// readAll reads every file and checks all.
func readAll(r *reader) (*Config, error) {
	c := r.c
	var units struct {
		Units []opinion.Unit `yaml:"units"`
	}
	var sources struct {
		Sources []SourceSettings `yaml:"sources"`
	}
	var clocks struct {
		Profiles []opinion.ClockProfile `yaml:"profiles"`
		Choose   []ClockRule            `yaml:"choose"`
		Holidays []string               `yaml:"holidays"`
	}
	var templates struct {
		Templates []Template `yaml:"templates"`
		Policies  []Policy   `yaml:"policies"`
	}
	r.file(mainFile, c)
	if r.mainRead != nil {
		r.mainRead()
	}
	r.file(unitsFile, &units)
	r.file(sourcesFile, &sources)
	r.file(clocksFile, &clocks)
	var watches struct {
		Watches []opinion.Watch `yaml:"watches"`
	}
	r.file(templatesFile, &templates)
	r.file(watchesFile, &watches)
	c.Units, c.Sources = units.Units, withTold(sources.Sources)
	c.Clocks, c.Choose, c.Holidays = clocks.Profiles, clocks.Choose, clocks.Holidays
	c.Topics = r.topics()
	c.Templates, c.Policies = templates.Templates, templates.Policies
	c.Watches = watches.Watches
	r.check()
	if len(r.faults) > 0 {
		return c, r.faults.sorted()
	}
	return c, nil
}

// The files of a configuration.
const (
	mainFile      = "huiying.yaml"
	unitsFile     = "units.yaml"
	sourcesFile   = "sources.yaml"
	clocksFile    = "clocks.yaml"
	catalogueFile = "catalogue.yaml"
	templatesFile = "templates.yaml"
	watchesFile   = "watches.yaml"
)

// OwnTables opens the division tables of the directory's own, for territory.Load.
func (c *Config) OwnTables() ([]io.Reader, error) { return c.own("division table", c.Places.Tables) }

// OwnGazetteers opens the gazetteers of the directory, for territory.ReadGazetteer.
func (c *Config) OwnGazetteers() ([]io.Reader, error) { return c.own("gazetteer", c.Places.Gazetteer) }

// OwnHolidays opens the holiday files of the directory's own, for casework.NewCalendars.
func (c *Config) OwnHolidays() ([]io.Reader, error) { return c.own("holiday file", c.Holidays) }

func (c *Config) own(what string, names []string) ([]io.Reader, error) {
	var out []io.Reader
	for _, name := range names {
		b, err := fs.ReadFile(c.dir, name)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", what, name, err)
		}
		out = append(out, bytes.NewReader(b))
	}
	return out, nil
}

// Profile returns a clock profile by id.
func (c *Config) Profile(id string) (opinion.ClockProfile, bool) {
	for _, p := range c.Clocks {
		if p.ID == id {
			return p, true
		}
	}
	return opinion.ClockProfile{}, false
}

// Topic returns a topic by its full id.
func (c *Config) Topic(id string) (opinion.Topic, bool) {
	for _, t := range c.Topics {
		if t.ID == id {
			return t, true
		}
	}
	return opinion.Topic{}, false
}

// Clock chooses the answer clock of a matter, and says by which rule of clocks.yaml (its
// place in the list, from 1). It always finds one: a
// configuration whose last rule does not fit everything is refused.
func (c *Config) Clock(s opinion.Severity, topic string, kind opinion.SourceKind,
	demand opinion.Demand) (answer opinion.ClockProfile, rule int) {
	t, _ := c.Topic(topic)
	for i, r := range c.Choose {
		if !r.fits(s, t, topic, kind, demand) {
			continue
		}
		id := r.Profile
		if r.TopicClock {
			id = t.Clock
		}
		answer, _ = c.Profile(id)
		return answer, i + 1
	}
	return opinion.ClockProfile{}, 0
}

func (r ClockRule) fits(s opinion.Severity, t opinion.Topic, topic string, kind opinion.SourceKind,
	demand opinion.Demand) bool {
	field, _, _ := strings.Cut(topic, "/")
	return (!r.TopicClock || t.Clock != "") && has(r.Severity, s) && has(r.Kind, kind) && has(r.Demand, demand) &&
		(len(r.Topic) == 0 || has(r.Topic, topic) || has(r.Topic, field))
}

func has[T comparable](list []T, x T) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return len(list) == 0
}

// always says whether the rule has no condition.
func (r ClockRule) always() bool {
	return len(r.Severity) == 0 && len(r.Kind) == 0 && len(r.Topic) == 0 && len(r.Demand) == 0 && !r.TopicClock
}

func joinName(dir, file string) string {
	if dir == "" {
		return file
	}
	return filepath.Join(dir, file)
}
