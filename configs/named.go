package configs

import (
	"huiying/opinion"
	"huiying/words"
)

// UnknownUnit is the phrase that there is no such unit, with the nearest that is; false: there is.
func (c *Config) UnknownUnit(id string) (words.Phrase, bool) {
	return unknown("unit", id, c.Units, func(u opinion.Unit) words.Named { return words.Named{ID: u.ID, Name: u.Name} })
}

// UnknownTopic is UnknownUnit for an item of the catalogue.
func (c *Config) UnknownTopic(id string) (words.Phrase, bool) {
	return unknown("topic", id, c.Topics,
		func(t opinion.Topic) words.Named { return words.Named{ID: t.ID, Name: t.Name} })
}

// UnknownSource is UnknownUnit for a source.
func (c *Config) UnknownSource(id string) (words.Phrase, bool) {
	return unknown("source", id, c.Sources,
		func(s SourceSettings) words.Named { return words.Named{ID: s.ID, Name: s.Name} })
}

// UnknownChannel is UnknownUnit for a notification channel.
func (c *Config) UnknownChannel(id string) (words.Phrase, bool) {
	return unknown("channel", id, c.Notify.Channels, func(ch Channel) words.Named { return words.Named{ID: ch.ID} })
}

func unknown[T any](kind, id string, list []T, name func(T) words.Named) (words.Phrase, bool) {
	all := make([]words.Named, len(list))
	for i, x := range list {
		if all[i] = name(x); all[i].ID == id {
			return words.Phrase{}, false
		}
	}
	return words.Unknown(kind, id, all), true
}

// unknown is the fault that a value names nothing that is configured, with the nearest that is.
func (r *reader) unknown(at pos, code string, is func(string) (words.Phrase, bool), given string) {
	no, _ := is(given)
	r.faults = append(r.faults, r.c.diagnostic(at, code, no))
}
