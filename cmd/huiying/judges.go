package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"huiying/analyzers"
	"huiying/analyzers/classify"
	"huiying/analyzers/demand"
	"huiying/analyzers/issue"
	"huiying/analyzers/jieba"
	"huiying/analyzers/route"
	"huiying/analyzers/severity"
	"huiying/analyzers/territory"
	"huiying/analyzers/topic"
	"huiying/configs"
	"huiying/opinion"
)

// judges are the parts of analysis, made from one configuration.
//
//	configs ─┬─ territory (the country, or the configured tables)
//	         ├─ topic     (the catalogue's terms, or a trained model: classify)
//	         ├─ route     (the units, over the territory)
//	         └─ jieba ──── issue (grouping over words)
//	                           └── analyzer: the order of judgements
type judges struct {
	words    *cutOnce
	places   *territory.Table
	topics   *topic.Lexicon
	units    *route.Table
	issues   *issue.Grouper
	parts    analyzers.Parts
	analyzer *analyzers.Analyzer
	say      func(title, text string) opinion.TopicFinding // the topic, however unsure

	hands int                  // that judge at once; 0: one for each core
	broke func(mention string) // hears of a judgement that broke down; may be nil
}

// withModel lets the trained model of a file say the topic instead of the catalogue's terms,
// whatever its labels are.
func (j *judges) withModel(cfg *configs.Config, file string, sure float64) error {
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
	j.speakFrom(sure)
	return nil
}

// useModel lets a model say the topic. What has a statutory channel of its own is still known
// by its terms, where they are sure: a model knows labels, not channels.
func (j *judges) useModel(cfg *configs.Config, m *classify.Model) {
	known := make(map[string]string, len(cfg.Topics))
	for _, t := range cfg.Topics {
		known[t.ID] = t.Name
	}
	m = m.Named(known)
	j.say = func(title, text string) opinion.TopicFinding {
		found := m.Judge(title, text, nil)
		if terms := j.topics.Judge(title, text); terms.Confidence >= cfg.TopicModel.Sure {
			found.Refer = terms.Refer
		}
		return found
	}
}

// speakFrom sets the confidence from which a topic is said; below it a person must look.
func (j *judges) speakFrom(sure float64) {
	j.parts.Topic = analyzers.Sure(j.say, sure)
	j.analyzer = analyzers.New(j.parts)
}

// configured loads the configured model, if there is one.
func (j *judges) configured(cfg *configs.Config) error {
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
	j.say = j.topics.Judge
	if m != nil {
		j.useModel(cfg, m)
	}
	return nil
}

// openJudges loads all parts of analysis. jieba's dictionaries are unpacked once into dir.
func openJudges(cfg *configs.Config, dir string) (*judges, error) {
	j := &judges{hands: cfg.Workers.Analyze}
	var err error
	if j.places, err = places(cfg); err != nil {
		return nil, err
	}
	if faults := cfg.CheckPlaces(j.places); len(faults) > 0 {
		return nil, faults
	}
	if j.topics, err = topic.New(cfg.Topics); err != nil {
		return nil, err
	}
	if err = j.configured(cfg); err != nil {
		return nil, err
	}
	if j.units, err = routes(cfg, j.places); err != nil {
		return nil, err
	}
	cutter, err := jieba.Open(dir)
	if err != nil {
		return nil, err
	}
	j.words = &cutOnce{Jieba: cutter}
	related := func(a, b string) bool { return j.places.Within(a, b) || j.places.Within(b, a) }
	j.issues = issue.New(issue.Options{Common: terms(cfg.Topics), Related: related})
	j.parts = analyzers.Parts{
		Segmenter: j.words,
		Territory: j.places.Judge,
		Demand:    demand.Judge,
		Severity:  severity.Judge,
		Issue:     grouping(j.issues),
		Route:     j.units.Route,
	}
	j.speakFrom(cfg.TopicModel.Sure)
	return j, nil
}

// grouping lets the grouper read on any core and settle in its turn.
func grouping(g *issue.Grouper) func(opinion.Mention, []string) analyzers.Settle {
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
		out = append(out, t.Terms...)
	}
	return out
}

// Close frees what lives outside Go's memory.
func (j *judges) Close() error { return j.words.Close() }

// places are the divisions to judge over: the whole country unless the configuration brings
// tables of its own.
func places(cfg *configs.Config) (*territory.Table, error) {
	own, err := cfg.OwnTables()
	if err != nil {
		return nil, err
	}
	if len(own) == 0 {
		return territory.National()
	}
	return territory.Load(own...)
}

// routes is the table of who answers, over the configured places.
func routes(cfg *configs.Config, places *territory.Table) (*route.Table, error) {
	topics := make(map[string]string, len(cfg.Topics))
	for _, t := range cfg.Topics {
		topics[t.ID] = t.Name
	}
	return route.New(cfg.Units, places, route.Options{Region: cfg.Region, Topics: topics})
}

// judgesFor loads the parts of analysis for a command that has no data directory.
func judgesFor(configDir string) (*configs.Config, *judges, error) {
	cfg, err := configs.Load(configDir)
	if err != nil {
		return nil, nil, err
	}
	dir, err := wordsDir()
	if err != nil {
		return nil, nil, err
	}
	j, err := openJudges(cfg, dir)
	return cfg, j, err
}

// wordsDir is where commands without a data directory unpack jieba's dictionaries.
func wordsDir() (string, error) {
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
