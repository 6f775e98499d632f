package configs

import "huiying/words"

// Units, topics, sources and channels by what a reader could have meant, for words.Unknown.

// UnknownUnit is the phrase that there is no such unit; false: there is.
func (c *Config) UnknownUnit(id string) (words.Phrase, bool) {
	all := make([]words.Named, len(c.Units))
	for i, u := range c.Units {
		all[i] = words.Named{ID: u.ID, Name: u.Name}
	}
	return unknown("unit", id, all)
}

// UnknownTopic is the phrase that the catalogue has no such topic; false: it has.
func (c *Config) UnknownTopic(id string) (words.Phrase, bool) {
	all := make([]words.Named, len(c.Topics))
	for i, t := range c.Topics {
		all[i] = words.Named{ID: t.ID, Name: t.Name}
	}
	return unknown("topic", id, all)
}

// UnknownSource is the phrase that there is no such source; false: there is.
func (c *Config) UnknownSource(id string) (words.Phrase, bool) {
	all := make([]words.Named, len(c.Sources))
	for i, s := range c.Sources {
		all[i] = words.Named{ID: s.ID, Name: s.Name}
	}
	return unknown("source", id, all)
}

// UnknownChannel is the phrase that there is no such notification channel; false: there is.
func (c *Config) UnknownChannel(id string) (words.Phrase, bool) {
	all := make([]words.Named, len(c.Notify.Channels))
	for i, ch := range c.Notify.Channels {
		all[i] = words.Named{ID: ch.ID}
	}
	return unknown("channel", id, all)
}

func unknown(kind, id string, all []words.Named) (words.Phrase, bool) {
	for _, x := range all {
		if x.ID == id {
			return words.Phrase{}, false
		}
	}
	return words.Unknown(kind, id, all), true
}

// unknown is the fault that a value names nothing that is configured, with the nearest that is.
func (r *reader) unknown(at pos, code string, is func(string) (words.Phrase, bool), given string) {
	no, _ := is(given)
	r.fault(at, code, "%s", no.In("en"))
}
