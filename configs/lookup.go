package configs

import "time"

// Source returns a source by id.
func (c *Config) Source(id string) (SourceSettings, bool) {
	for _, s := range c.Sources {
		if s.ID == id {
			return s, true
		}
	}
	return SourceSettings{}, false
}

// Coordinator is the coordinating office (统筹机构) of the region; "" where none is configured.
func (c *Config) Coordinator() string {
	for _, u := range c.Units {
		if u.Office && u.Division == c.Region {
			return u.ID
		}
	}
	return ""
}

// ForgetBefore is the moment before which the words of the public are past their retention.
func (c *Config) ForgetBefore(now time.Time) time.Time { return now.Add(-c.Retention) }
