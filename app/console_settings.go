package app

import (
	"context"
	"errors"
	"reflect"
	"strings"

	"huiying/app/settings"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/words"
)

// settingsDesk is the configuration as the console's pages change it.
type settingsDesk struct{ a *App }

func versionOf(v settings.Version) facts.SettingsVersion {
	return facts.SettingsVersion{Number: v.Number, At: v.At, By: v.By, Reason: v.Reason, Restores: v.Restores}
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
	for name, text := range e.Texts {
		next = next.With(name, text)
	}
	if e.Days != nil {
		next, err = settings.ChangeDays(next, d.a.Config().Holidays, e.Days.List, e.Days.Drop)
		if said, ok := words.Why(err).(words.Phrase); ok {
			err = &kit.Error{Kind: kit.Invalid, Code: "settings_days", Phrase: words.Of("settings.days.wrong", said)}
		}
		if err != nil {
			return v, was, nil, err
		}
	}
	for _, x := range e.Entries {
		edit := configs.Edit{List: x.List, ID: x.ID, In: x.In, Remove: x.Remove}
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
	if err == nil && !reflect.DeepEqual(now.Topics, cfg.Topics) {
		err = d.hear(ctx, cfg, &p)
	}
	if err == nil {
		err = d.ring(ctx, now, cfg, &p)
	}
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
