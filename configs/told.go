package configs

import (
	"slices"

	"huiying/opinion"
	"huiying/words"
)

// Told are the sources of what the office is told and a clerk types in. They are there without being
// configured; sources.yaml may give one of them another name or home.
func Told() []SourceSettings {
	var out []SourceSettings
	for _, t := range opinion.ToldWays {
		out = append(out, SourceSettings{By: ByIntake, Enabled: true, Source: opinion.Source{
			ID: t.Source(), Name: words.Say(words.First, "told.source."+string(t)), Kind: opinion.KindHotline}})
	}
	return out
}

// withTold adds those that are not configured.
func withTold(configured []SourceSettings) []SourceSettings {
	for _, s := range Told() {
		if !slices.ContainsFunc(configured, func(x SourceSettings) bool { return x.ID == s.ID }) {
			configured = append(configured, s)
		}
	}
	return configured
}
