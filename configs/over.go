package configs

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Files are the texts of a configuration by their names: the seven YAML files, and the holiday files
// that clocks.yaml names.
type Files map[string]string

// Names are the YAML files of a configuration, in the order in which pages show them.
func Names() []string {
	return []string{unitsFile, sourcesFile, catalogueFile, clocksFile, templatesFile, watchesFile, mainFile}
}

// Texts are the files of a configuration as they were read. A file that the directory lacks is the
// shipped one.
func (c *Config) Texts() (Files, error) {
	out := Files{}
	for _, name := range append(Names(), c.Holidays...) {
		b, err := fs.ReadFile(c.dir, name)
		if errors.Is(err, fs.ErrNotExist) {
			b, err = fs.ReadFile(shipped, name)
		}
		if err != nil {
			return nil, err
		}
		out[name] = string(b)
	}
	return out, nil
}

// FilesIn reads what a directory brings of a configuration; what it lacks is the shipped one.
func FilesIn(dir fs.FS) (Files, error) {
	c := defaults()
	c.dir = dir
	var clocks struct {
		Holidays []string `yaml:"holidays"`
	}
	if b, err := fs.ReadFile(dir, clocksFile); err == nil {
		loose(b, reflect.ValueOf(&clocks).Elem())
	}
	for _, name := range clocks.Holidays {
		if _, err := fs.Stat(dir, name); err == nil { // else loading them says so, with its line
			c.Holidays = append(c.Holidays, name)
		}
	}
	return c.Texts()
}

// own are the keys of huiying.yaml that hold for one machine, or that a start alone can take: where
// it listens, where data and secrets lie, how large it works, what was counted by them already. A
// configuration in the log leaves them to the file of each machine.
var own = []struct {
	key string
	of  func(*Config) any
}{
	{"listen", func(c *Config) any { return &c.Listen }},
	{"data", func(c *Config) any { return &c.Data }},
	{"retention", func(c *Config) any { return &c.Retention }},
	{"bus", func(c *Config) any { return &c.Bus }},
	{"index", func(c *Config) any { return &c.Index }},
	{"places", func(c *Config) any { return &c.Places }},
	{"collect.timeout", func(c *Config) any { return &c.Collect.Timeout }},
	{"collect.max_bytes", func(c *Config) any { return &c.Collect.MaxBytes }},
	{"collect.allow_private", func(c *Config) any { return &c.Collect.AllowPrivate }},
	{"casework.auto_open", func(c *Config) any { return &c.Casework.AutoOpen }},
	{"casework.issue_threshold", func(c *Config) any { return &c.Casework.IssueThreshold }},
	{"casework.code_key_file", func(c *Config) any { return &c.Casework.CodeKeyFile }},
	{"topic.model", func(c *Config) any { return &c.TopicModel.Model }},
	{"route.model", func(c *Config) any { return &c.Route.Model }},
	{"workers", func(c *Config) any { return &c.Workers }},
	{"import", func(c *Config) any { return &c.Import }},
	{"observe", func(c *Config) any { return &c.Observe }},
	{"notify.allow_private", func(c *Config) any { return &c.Notify.AllowPrivate }},
	{"briefing.to", func(c *Config) any { return &c.Briefing.To }},
	{"briefing.font", func(c *Config) any { return &c.Briefing.Font }},
	{"map.file", func(c *Config) any { return &c.Map.File }},
	{"map.approval", func(c *Config) any { return &c.Map.Approval }},
	{"accounts", func(c *Config) any { return &c.Accounts }},
}

// OwnKeys are the keys of huiying.yaml that the file of each machine says, whatever stands in the log; of
// the channels, all but language, from and to.
func OwnKeys() (keys []string) {
	for _, k := range own {
		keys = append(keys, k.key)
	}
	return append(keys, channelsKey)
}

// Over is the configuration that files make on the machine of c: what is a machine's own is as c
// has it, and files that they name and do not bring are those of its directory. The error is
// Diagnostics with everything that is wrong.
//
// before are the files that are replaced, nil for none: a key of a machine's own that says something
// else than they and than c is a fault, for it would not come in force.
func (c *Config) Over(files, before Files) (*Config, error) {
	r := newReader(over{files, c.dir}, "")
	var was *Config
	if before != nil {
		was = defaults()
		loose([]byte(before[mainFile]), reflect.ValueOf(was).Elem())
	}
	r.mainRead = func() { keepOwn(r, c, was) }
	return readAll(r)
}

// keepOwn puts a machine's own keys in force, those of base, and says which of the text would not be;
// was is what the text replaces, nil for nothing.
func keepOwn(r *reader, base, was *Config) {
	for _, k := range own {
		said, have := reflect.ValueOf(k.of(r.c)).Elem(), reflect.ValueOf(k.of(base)).Elem()
		if at, written := r.c.places[mainFile+"#"+k.key]; written && was != nil &&
			!reflect.DeepEqual(said.Interface(), have.Interface()) &&
			!reflect.DeepEqual(said.Interface(), reflect.ValueOf(k.of(was)).Elem().Interface()) {
			r.fault(at, "fault.own", k.key)
		}
		said.Set(have)
	}
	keepChannels(r, base, was)
}

// channelsKey are a machine's own but for whom they reach, and in which language: secrets lie in its files.
const channelsKey = "notify.channels"

// keepChannels takes whom each channel reaches from the text, and by what from the machine. A text that
// would change more says something that would not come in force.
func keepChannels(r *reader, base, was *Config) {
	said := r.c.Notify.Channels
	r.c.Notify.Channels = slices.Clone(base.Notify.Channels)
	at := func(list []Channel, id string) int {
		return slices.IndexFunc(list, func(c Channel) bool { return c.ID == id })
	}
	for i, c := range r.c.Notify.Channels {
		if j := at(said, c.ID); j >= 0 {
			r.c.Notify.Channels[i].Language, r.c.Notify.Channels[i].From, r.c.Notify.Channels[i].To =
				said[j].Language, said[j].From, said[j].To
		}
	}
	if _, written := r.c.places[mainFile+"#"+channelsKey]; was == nil || !written {
		return
	}
	known := func(c Channel, in []Channel) bool {
		i := at(in, c.ID)
		return i >= 0 && reflect.DeepEqual(c.way(), in[i].way())
	}
	for i, c := range said {
		if !known(c, was.Notify.Channels) && !known(c, base.Notify.Channels) {
			r.fault(r.c.at(mainFile, fmt.Sprintf("notify.channels[%d].id", i)), "fault.own", channelsKey)
		}
	}
	for _, c := range was.Notify.Channels {
		if at(said, c.ID) < 0 && at(base.Notify.Channels, c.ID) >= 0 {
			r.fault(r.c.at(mainFile, channelsKey), "fault.own", channelsKey)
		}
	}
}

// way is a channel without whom it reaches.
func (ch Channel) way() Channel {
	ch.Language, ch.From, ch.To = "", "", nil
	return ch
}

// loose decodes what can be decoded of a text that was checked elsewhere.
func loose(text []byte, into reflect.Value) {
	r := &reader{c: defaults(), broken: map[string]bool{}}
	tree, err := parse(text)
	if err != nil || len(tree.Docs) == 0 || tree.Docs[0].Body == nil {
		return
	}
	decoder{r: r}.value(tree.Docs[0].Body, into, "", 0)
}

// over is a directory of which some files are others.
type over struct {
	files Files
	below fs.FS
}

// Open opens a file.
func (o over) Open(name string) (fs.File, error) {
	text, ok := o.files[name]
	if !ok {
		return o.below.Open(name)
	}
	return &textFile{strings.NewReader(text), name}, nil
}

// textFile is a text as an open file, and what is told of it.
type textFile struct {
	*strings.Reader
	name string
}

func (f *textFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *textFile) Close() error               { return nil }
func (f *textFile) Name() string               { return f.name }
func (f *textFile) Mode() fs.FileMode          { return 0o444 }
func (f *textFile) ModTime() time.Time         { return time.Time{} }
func (f *textFile) IsDir() bool                { return false }
func (f *textFile) Sys() any                   { return nil }

// Plain says whether a name may be that of a configuration's file: a YAML file of it, or a table.
func Plain(name string) bool {
	return slices.Contains(Names(), name) ||
		fs.ValidPath(name) && !strings.ContainsAny(name, "/\\") && strings.HasSuffix(name, ".csv")
}

// With is the files with another text of one of them.
func (f Files) With(name, text string) Files {
	out := maps.Clone(f)
	out[name] = text
	return out
}

// Same says whether two sets of files say the same.
func (f Files) Same(other Files) bool {
	return maps.Equal(f, other)
}
