package app

import (
	"huiying/analyzers/territory"
	"huiying/configs"
	"huiying/words"
)

// UnknownDivision is the phrase that the region of the configuration has no such division; false:
// it has.
func UnknownDivision(cfg *configs.Config, places *territory.Table, code string) (words.Phrase, bool) {
	if places.Within(code, cfg.Region) {
		return words.Phrase{}, false
	}
	var all []words.Named
	for todo := []string{cfg.Region}; len(todo) > 0; todo = todo[1:] {
		if d, ok := places.Division(todo[0]); ok {
			all = append(all, words.Named{ID: d.Code, Name: d.Name})
		}
		todo = append(todo, places.Children(todo[0])...)
	}
	return words.Unknown("division", code, all), true
}

// unknownPlace says that a unit or a division that an account names does not exist; "" names none.
func (a *App) unknownPlace(unit, division string) (words.Phrase, bool) {
	if unit != "" {
		if p, unknown := a.opt.Cfg.UnknownUnit(unit); unknown {
			return p, true
		}
	}
	if division != "" {
		return UnknownDivision(a.opt.Cfg, a.judges.Places, division)
	}
	return words.Phrase{}, false
}
