package settings

import (
	"reflect"
	"slices"

	"huiying/configs"
	"huiying/words"
)

// divided are the files whose entries belong to a division each; every other file is the whole region's.
var divided = []string{"units.yaml", "sources.yaml"}

// Beyond is the first thing of a change that does not belong to whom owns answers for, nil where all
// does: of units and sources those of its divisions, before and after, and of the other files nothing.
func Beyond(owns func(code string) bool, was, is *configs.Config, before, after configs.Files) *words.Phrase {
	for _, d := range Compare(was, is) {
		homes := append(homesOf(was, d), homesOf(is, d)...)
		if len(homes) == 0 || slices.ContainsFunc(homes, func(code string) bool { return !owns(code) }) {
			return &d.Said
		}
	}
	if !reflect.DeepEqual(others(was, owns), others(is, owns)) {
		said := words.Of("settings.beyond.order")
		return &said
	}
	for _, name := range names(before, after) {
		if before[name] != after[name] && !slices.Contains(divided, name) {
			said := words.Of("settings.beyond.file", name)
			return &said
		}
	}
	return nil
}

// homesOf are the divisions that something belongs to; none: the whole region.
func homesOf(cfg *configs.Config, x Difference) (out []string) {
	switch x.Kind {
	case "units":
		for _, u := range cfg.Units {
			if u.ID == x.ID {
				out = append(out, u.Division)
			}
		}
	case "sources":
		if s, there := cfg.Source(x.ID); there {
			out = append(out, s.Division)
		}
	}
	return out
}

// others are the ids of units and sources that belong to somebody else, in their order.
func others(cfg *configs.Config, owns func(string) bool) (out []string) {
	for _, u := range cfg.Units {
		if !owns(u.Division) {
			out = append(out, u.ID)
		}
	}
	for _, s := range cfg.Sources {
		if !owns(s.Division) {
			out = append(out, s.ID)
		}
	}
	return out
}
