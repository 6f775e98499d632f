package judging

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"huiying/analyzers"
	"huiying/analyzers/classify"
	"huiying/analyzers/demand"
	"huiying/analyzers/hint"
	"huiying/analyzers/issue"
	"huiying/analyzers/jieba"
	"huiying/analyzers/matters"
	"huiying/analyzers/route"
	"huiying/analyzers/territory"
	"huiying/analyzers/topic"
	"huiying/configs"
	"huiying/opinion"
)

// Judges are the parts of analysis, made from one configuration.
//
//	configs ─┬─ territory (the country, or the configured tables)
//	         ├─ topic     (the catalogue's terms, or a trained model: classify)
//	         ├─ route     (the units, over the territory)
//	         └─ jieba ──── issue (grouping over words)
//	                           └── analyzer: the order of judgements
type Judges struct {
	Words    *Words
	Places   *territory.Table
	Topics   *topic.Lexicon
	Units    *route.Table
	Issues   *issue.Grouper
	Hints    *hint.Reader
	Parts    analyzers.Parts
	Analyzer *analyzers.Analyzer
	say      func(title, text string) opinion.TopicFinding // the topic, however unsure
	past     *history                                      // nil: no model of past orders

	Hands int                  // that judge at once; 0: one for each core
	Broke func(mention string) // hears of a judgement that broke down; may be nil
}

// WithModel lets the trained model of a file say the topic instead of the catalogue's terms,
// whatever its labels are.
func (j *Judges) WithModel(cfg *configs.Config, file string, sure float64) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	m, err := classify.Load(f)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	j.useModel(cfg, m)
	j.SpeakFrom(sure)
	return nil
}

// useModel lets a model say the topic. What has a statutory channel of its own is still known
// by its terms, where they are sure: a model knows labels, not channels.
func (j *Judges) useModel(cfg *configs.Config, m *classify.Model) {
	known := make(map[string]string, len(cfg.Topics))
	for _, t := range cfg.Topics {
		known[t.ID] = t.Name
	}
	m = m.Named(known)
	j.say = func(title, text string) opinion.TopicFinding {
		found := m.Judge(title, text, nil)
		if terms := j.Topics.Judge(title, text); terms.Confidence >= cfg.TopicModel.Sure {
			found.Refer = terms.Refer
		}
		return found
	}
}

// SpeakFrom sets the confidence from which a topic is said; below it a person must look.
func (j *Judges) SpeakFrom(sure float64) {
	j.Parts.Topic = analyzers.Sure(j.say, sure)
	j.Analyzer = analyzers.New(j.Parts)
}

// configured loads the configured model, if there is one.
func (j *Judges) configured(cfg *configs.Config) error {
	var m *classify.Model
	faults := cfg.CheckModel(func(r io.Reader) (labels []string, err error) {
		if m, err = classify.Load(r); err != nil {
			return nil, err
		}
		return m.Facts().Labels, nil
	})
	if len(faults) > 0 {
		return faults
	}
	j.say = j.Topics.Judge
	if m != nil {
		j.useModel(cfg, m)
	}
	return nil
}

// Open loads all parts of analysis. jieba's dictionaries are unpacked once into dir.
func Open(cfg *configs.Config, dir string) (*Judges, error) {
	places, err := Places(cfg)
	if err != nil {
		return nil, err
	}
	cutter, err := jieba.Open(dir)
	if err != nil {
		return nil, err
	}
	j := &Judges{Words: &Words{Jieba: cutter}, Places: places}
	if err := j.assemble(cfg); err != nil {
		return nil, errors.Join(err, j.Close())
	}
	return j, nil
}

// Anew are judges of another configuration over the same places, with the same words; same says that
// its catalogue is the same, so that what was grouped stays known. Closing one of them closes both.
func (j *Judges) Anew(cfg *configs.Config, same bool) (*Judges, error) {
	next := &Judges{Words: j.Words, Places: j.Places, Broke: j.Broke}
	if same {
		next.Issues = j.Issues
	}
	return next, next.assemble(cfg)
}

// assemble makes of words and places what the configuration says.
func (j *Judges) assemble(cfg *configs.Config) (err error) {
	j.Hands = cfg.Workers.Analyze
	if faults := PlaceFaults(cfg, j.Places); len(faults) > 0 {
		return faults
	}
	if j.Topics, err = topic.New(cfg.Topics); err != nil {
		return err
	}
	if err = j.configured(cfg); err != nil {
		return err
	}
	if j.Units, err = Routes(cfg, j.Places); err != nil {
		return err
	}
	related := func(a, b string) bool { return j.Places.Within(a, b) || j.Places.Within(b, a) }
	if j.Issues == nil {
		j.Issues = issue.New(issue.Options{Common: terms(cfg.Topics), Related: related})
	}
	j.Parts = analyzers.Parts{
		Segmenter: j.Words,
		Territory: j.Places.JudgeCut,
		Demand:    demand.Judge,
		Harm:      Harm,
		Issue:     Grouping(j.Issues),
		Route:     j.Units.Route,
	}
	ear := matters.Ear{Topic: j.Topics.Weigh, Demand: demand.Judge}
	j.Parts.Matters = func(title, text string, t opinion.TopicFinding) []matters.Span {
		return matters.Cut(title, text, t, ear)
	}
	j.Hints = HintsOf(cfg, j.Places, j.Topics)
	j.Parts.Hints = j.Hints.Apply
	if err = j.remember(cfg); err != nil {
		return err
	}
	j.Parts.Routed = func(f *opinion.Finding) { hint.Routed(f, f.Route.Rule == route.Named) }
	j.SpeakFrom(cfg.TopicModel.Sure)
	return nil
}

// Grouping lets the grouper read on any core and settle in its turn.
func Grouping(g *issue.Grouper) func(opinion.Mention, []string) analyzers.Settle {
	return func(m opinion.Mention, words []string) analyzers.Settle {
		r := g.Read(m, words)
		return func(topicID, place string) opinion.IssueRef { return g.Settle(r, topicID, place) }
	}
}

// terms are all words of the catalogue. They say what a text is about, not which matter it
// is, so that grouping gives them little weight.
func terms(topics []opinion.Topic) []string {
	var out []string
	for _, t := range topics {
		for _, w := range t.Terms {
			word, _ := opinion.Term(w)
			out = append(out, word)
		}
	}
	return out
}

// Close frees what lives outside Go's memory.
func (j *Judges) Close() error { return j.Words.Close() }

// Routes is the table of who answers, over the configured places.
func Routes(cfg *configs.Config, places *territory.Table) (*route.Table, error) {
	topics := make(map[string]string, len(cfg.Topics))
	for _, t := range cfg.Topics {
		topics[t.ID] = t.Name
	}
	return route.New(cfg.Units, places, route.Options{Region: cfg.Region, Topics: topics})
}

// For loads the parts of analysis for a command that has no data directory.
func For(configDir string) (*configs.Config, *Judges, error) {
	cfg, err := configs.Load(configDir)
	if err != nil {
		return nil, nil, err
	}
	dir, err := WordsDir()
	if err != nil {
		return nil, nil, err
	}
	j, err := Open(cfg, dir)
	return cfg, j, err
}

// WordsDir is where commands without a data directory unpack jieba's dictionaries.
func WordsDir() (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		base = os.TempDir()
	}
	dir := filepath.Join(base, "huiying")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("cannot make %s for jieba's dictionaries: %w; set XDG_CACHE_HOME to a writable directory", dir, err)
	}
	return dir, nil
}
