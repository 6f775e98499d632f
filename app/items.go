package app

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"huiying/app/items"
	"huiying/console/facts"
	"huiying/fetch"
	"huiying/opinion"
	"huiying/responders/casework"
	rules "huiying/responders/items"
	"huiying/words"
)

// itemsOf is the openness register by this configuration.
func itemsOf(a *App, client *fetch.Client, days casework.Calendars) items.Desk {
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
		Fetch: client, Now: a.opt.Now, Font: cfg.Briefing.Font,
		Unit: func(id string) string { u, _ := a.judges.Units.Unit(id); return u.Name },
		Asker: &items.Asker{Book: a.items, Issues: a.register, Cut: a.judges.Words.CutForSearch, Now: a.opt.Now,
			Topic: func(id string) string { t, _ := cfg.Topic(id); return t.Name }}}
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
	ask := itemsAsked(q)
	ask.Set("name", name)
	return r.file(ctx, http.MethodGet, "/api/v1/items/table?"+ask.Encode(), nil)
}

// itemsAsked are the parameters by which a running server narrows its list.
func itemsAsked(q facts.ItemQuery) url.Values {
	ask := url.Values{"division": {q.Division}, "unit": {q.Unit}, "field": {q.Field}}
	if q.Kind != "" {
		ask.Set("kind", string(q.Kind))
	}
	return ask
}

// ItemsToInspect are the ids of items that stand before the public at an address.
func (d officeHere) ItemsToInspect(ctx context.Context, q facts.ItemQuery) ([]string, error) {
	list, err := d.h.duties.Items(ctx, q)
	return withAddress(list), err
}

// InspectItems looks at some of them.
func (d officeHere) InspectItems(ctx context.Context, ids []string) (opinion.ItemReport, error) {
	return d.h.duties.InspectItems(ctx, ids)
}

// Guides reads some of them.
func (d officeHere) Guides(ctx context.Context, ids []string) ([]facts.Guide, error) {
	return d.h.duties.Guides(ctx, ids)
}

// CompareNames compares names of guides with a list.
func (d officeHere) CompareNames(ctx context.Context, t facts.ItemTable) (facts.ItemNames, error) {
	return d.h.duties.CompareNames(ctx, t)
}

// CompareNames has a running server compare them.
func (r remote) CompareNames(ctx context.Context, t facts.ItemTable) (out facts.ItemNames, err error) {
	err = r.call(ctx, http.MethodPost, "/api/v1/items/names", t, &out)
	return out, err
}

// ItemsToInspect asks a running server.
func (r remote) ItemsToInspect(ctx context.Context, q facts.ItemQuery) (out []string, err error) {
	for q.From = 0; ; {
		ask := itemsAsked(q)
		ask.Set("size", "1000")
		ask.Set("from", strconv.Itoa(q.From))
		var list facts.ItemList
		if err := r.call(ctx, http.MethodGet, "/api/v1/items?"+ask.Encode(), nil, &list); err != nil {
			return nil, err
		}
		out = append(out, withAddress(list)...)
		if q.From += len(list.Items); len(list.Items) == 0 || q.From >= list.Total {
			return out, nil
		}
	}
}

// InspectItems has a running server look at some of them.
func (r remote) InspectItems(ctx context.Context, ids []string) (out opinion.ItemReport, err error) {
	err = r.call(ctx, http.MethodPost, "/api/v1/items/inspect", map[string][]string{"items": ids}, &out)
	return out, err
}

// Guides has a running server read some of them.
func (r remote) Guides(ctx context.Context, ids []string) (out []facts.Guide, err error) {
	err = r.call(ctx, http.MethodPost, "/api/v1/items/guides", map[string][]string{"items": ids}, &out)
	return out, err
}

func withAddress(list facts.ItemList) (ids []string) {
	for _, i := range list.Items {
		if i.Public() && len(i.Shown.Addresses) > 0 {
			ids = append(ids, i.ID)
		}
	}
	return ids
}
