package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"huiying/app/settings"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/words"
)

// settingsDesk is the configuration as the console's pages change it.
type settingsDesk struct{ a *App }

func versionOf(v settings.Version) facts.SettingsVersion {
	return facts.SettingsVersion{Number: v.Number, At: v.At, By: v.By, Reason: v.Reason, Restores: v.Restores}
}

// Standing is what is in force.
func (d settingsDesk) Standing(ctx context.Context) (s facts.Settings, err error) {
	v, files, err := d.a.settings.Current(ctx)
	if err != nil {
		return s, err
	}
	all, err := d.a.settings.Versions(ctx)
	cfg := d.a.Config()
	s = facts.Settings{Version: versionOf(v), Files: files, Region: cfg.Region, Contact: cfg.Collect.Contact,
		Code: cfg.Site.Code, Records: cfg.Site.Records, Units: cfg.Units, Topics: cfg.Topics}
	for _, x := range all {
		s.Versions = append(s.Versions, versionOf(x))
	}
	s.Order = configs.Names()
	for _, name := range cfg.Holidays {
		if _, here := files[name]; here {
			s.Order = append(s.Order, name)
		}
	}
	if _, _, failed := d.a.live.works(); failed != nil {
		s.Failed = failed.Error()
	}
	for _, x := range cfg.Sources {
		told := slices.ContainsFunc(opinion.ToldWays, func(t opinion.Told) bool { return t.Source() == x.ID })
		s.Sources = append(s.Sources, facts.SettingsSource{Source: x.Source, By: string(x.By), Every: x.Every,
			Enabled: x.Enabled, Told: told})
	}
	return s, err
}

// wanted are the files that an edit makes of those in force, and which of them it changes.
func (d settingsDesk) wanted(ctx context.Context, e facts.SettingsEdit) (v settings.Version, was, next configs.Files,
	err error) {
	if v, was, err = d.a.settings.Current(ctx); err != nil {
		return v, was, nil, err
	}
	if e.Restore != nil {
		_, next, err = d.a.settings.Version(ctx, *e.Restore)
		return v, was, next, err
	}
	next = was
	if e.File != "" {
		next = configs.Files{}
		for name, text := range was {
			next[name] = text
		}
		next[e.File] = e.Text
	}
	for _, x := range e.Entries {
		edit := configs.Edit{List: x.List, ID: x.ID, Remove: x.Remove}
		for i, key := range x.Keys {
			edit.Set = append(edit.Set, configs.Setting{Key: key, Value: x.Values[i]})
		}
		if next, err = next.Apply(edit); errors.Is(err, configs.ErrByText) {
			err = &kit.Error{Kind: kit.Invalid, Code: "settings_by_text", Phrase: words.Of("settings.by_text")}
		}
		if err != nil {
			return v, was, nil, err
		}
	}
	return v, was, next, nil
}

// Preview says what a change would do.
func (d settingsDesk) Preview(ctx context.Context, lang, division string, e facts.SettingsEdit) (
	p facts.SettingsPreview, err error) {
	v, was, next, err := d.wanted(ctx, e)
	if err != nil {
		return p, err
	}
	p = facts.SettingsPreview{Version: v.Number, Files: map[string]string{}, Unified: settings.Unified(was, next)}
	for name, text := range next {
		if was[name] != text {
			p.Files[name] = text
		}
	}
	cfg, faults, err := d.a.settings.Try(ctx, next)
	if err != nil {
		return p, err
	}
	if p.Faults = pageFaults(faults, lang); len(faults) > 0 {
		return p, nil
	}
	now, _, err := d.a.settings.Load(was)
	if err != nil {
		return p, err
	}
	for _, x := range settings.Compare(now, cfg) {
		p.Differs = append(p.Differs, x.Said.In(lang))
	}
	if err := d.mayChange(division, now, cfg, was, next); err != nil {
		return p, err
	}
	effect, err := house{d.a}.effectOf(ctx, cfg)
	p.Open, p.Rerouted, p.Recount, p.Homeless = effect.Open, effect.Rerouted, effect.Recounted, effect.Homeless
	return p, err
}

func pageFaults(faults configs.Diagnostics, lang string) (out []facts.SettingsFault) {
	for _, f := range faults {
		file := f.File[strings.LastIndexAny(f.File, `/\`)+1:]
		out = append(out, facts.SettingsFault{File: file, Line: f.Line, Words: f.Words.In(lang)})
	}
	return out
}

// mayChange refuses who is bound to a division what does not belong to it.
func (d settingsDesk) mayChange(division string, was, is *configs.Config, before, after configs.Files) error {
	now := d.a.live.now.Load()
	if division == "" || division == now.opt.Cfg.Region {
		return nil
	}
	owns := func(code string) bool { return now.judges.Places.Within(code, division) }
	if what := settings.Beyond(owns, was, is, before, after); what != nil {
		return &kit.Error{Kind: kit.Refused, Code: "settings_not_yours",
			Phrase: words.Of("settings.not_yours", division, *what)}
	}
	return nil
}

// Save puts a change in force.
func (d settingsDesk) Save(ctx context.Context, lang, division, by, reason string, from int,
	e facts.SettingsEdit) (p facts.SettingsPreview, err error) {
	if p, err = d.Preview(ctx, lang, division, e); err != nil || len(p.Faults) > 0 {
		return p, err
	}
	_, _, next, err := d.wanted(ctx, e)
	if err != nil {
		return p, err
	}
	v, faults, err := d.a.settings.Change(ctx, settings.Change{By: by, Reason: reason, Expected: from,
		Restores: e.Restore, Files: next})
	if p.Faults = pageFaults(faults, lang); err != nil || len(faults) > 0 {
		return p, err
	}
	return p, InForce(ctx, d.a, v.Number)
}
