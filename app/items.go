package app

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"huiying/app/items"
	"huiying/console/facts"
	"huiying/opinion"
	rules "huiying/responders/items"
	"huiying/words"
)

// itemsOf is the openness register by this configuration.
func itemsOf(a *App) (items.Desk, error) {
	days, err := Calendars(a.opt.Cfg)
	if err != nil {
		return items.Desk{}, err
	}
	cfg, places := a.opt.Cfg, a.judges.Places
	place := func(code string) string { d, _ := places.Division(code); return d.Name }
	bodies := rules.BodiesOf(cfg.Units, place, places.Path)
	return items.Desk{Book: a.items, Rules: rules.Rules{Works: days[opinion.CalendarWorking].Works}, Region: cfg.Region,
		Tables: rules.Options{
			FieldOf: func(name string) string {
				i := slices.IndexFunc(cfg.Topics, func(t opinion.Topic) bool { return t.ID == name || t.Name == name })
				if i < 0 {
					return ""
				}
				return cfg.Topics[i].ID
			},
			Places:   func(code string) bool { _, ok := places.Division(code); return ok },
			UnitOf:   bodies.Unit,
			Reviewer: func(division string) string { return officeOf(cfg.Units, slices.Backward(places.Path(division))) },
		},
		Naming: rules.Naming{Region: cfg.Region,
			Field: func(id string) string {
				t, _ := cfg.Topic(id)
				return t.Name
			},
			Place: place,
			Title: func(place, field string) string { return words.Say(words.First, "item.title", place, field) },
		},
		Now: a.opt.Now}, nil
}

// officeOf is the nearest unit that coordinates.
func officeOf(units []opinion.Unit, path func(func(int, string) bool)) string {
	for _, code := range path {
		for _, u := range units {
			if u.Office && u.Division == code {
				return u.ID
			}
		}
	}
	return ""
}

// ItemsOf is the register of duties to publish, by the configuration that works.
func ItemsOf(a *App) items.Desk { return a.live.now.Load().duties }

// ImportItems takes a table of duties to publish into a data directory that this process holds.
func (d officeHere) ImportItems(ctx context.Context, t facts.ItemTable) (facts.ItemImport, error) {
	return d.h.duties.ImportItems(ctx, t)
}

// ExportItems writes one.
func (d officeHere) ExportItems(ctx context.Context, name string, q facts.ItemQuery) ([]byte, error) {
	return d.h.duties.ExportItems(ctx, name, q)
}

// ImportItems takes a table into a running server.
func (r remote) ImportItems(ctx context.Context, t facts.ItemTable) (facts.ItemImport, error) {
	var out facts.ItemImport
	return out, r.call(ctx, http.MethodPost, "/api/v1/items/import", t, &out)
}

// ExportItems asks one of a running server.
func (r remote) ExportItems(ctx context.Context, name string, q facts.ItemQuery) ([]byte, error) {
	ask := url.Values{"name": {name}, "division": {q.Division}, "unit": {q.Unit}, "field": {q.Field}}
	if q.Kind != "" {
		ask.Set("kind", string(q.Kind))
	}
	return r.file(ctx, http.MethodGet, "/api/v1/items/table?"+ask.Encode(), nil)
}
