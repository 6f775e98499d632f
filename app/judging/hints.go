package judging

import (
	"huiying/analyzers/hint"
	"huiying/analyzers/territory"
	"huiying/analyzers/topic"
	"huiying/configs"
)

// HintsOf reads the columns of sources by what a configuration has.
func HintsOf(cfg *configs.Config, places *territory.Table, topics *topic.Lexicon) *hint.Reader {
	return hint.New(hint.Tables{Division: places.Division, Path: places.Path, Territory: places.Judge,
		Topic: topics.Judge, Topics: cfg.Topics, Units: cfg.Units})
}

// HintsFor is HintsOf for a command that judges nothing.
func HintsFor(cfg *configs.Config) (*hint.Reader, error) {
	places, err := Places(cfg)
	if err != nil {
		return nil, err
	}
	topics, err := topic.New(cfg.Topics)
	if err != nil {
		return nil, err
	}
	return HintsOf(cfg, places, topics), nil
}
