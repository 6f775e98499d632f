package app

import (
	"cmp"
	"context"
	"reflect"
	"slices"

	"huiying/app/notices"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/index"
	"huiying/opinion"
	"huiying/words"
)

// How many recent texts another catalogue is tried on, and how many of those that it moves are shown.
const (
	heard = index.MaxSize
	shown = 12
)

// hear judges the newest texts by the catalogue in force and by another one, and tells which would get
// another topic. Nothing is changed.
func (d settingsDesk) hear(ctx context.Context, cfg *configs.Config, p *facts.SettingsPreview) error {
	now := d.a.live.now.Load()
	if now.index == nil {
		return nil
	}
	page, err := now.index.Search(ctx, index.Query{Size: heard})
	if err != nil {
		return nil // without a search there is nothing to try it on; the change does not wait for it
	}
	next, err := now.judges.Anew(cfg, true)
	if err != nil {
		return err
	}
	called := func(t opinion.TopicFinding) string {
		if t.Unsure {
			return ""
		}
		return t.ID
	}
	for _, f := range page.Hits {
		was, is := called(now.judges.Parts.Topic(f.Title, f.Text)), called(next.Parts.Topic(f.Title, f.Text))
		if p.Heard++; was == is {
			continue
		}
		if p.MovedAll++; p.MovedAll <= shown {
			p.Moved = append(p.Moved, facts.SettingsMoved{Mention: f.ID, Title: f.Title, Was: was, Is: is})
		}
	}
	return nil
}

// triedDays is how far back watches are tried; titleShown, how much of a text without a heading is shown.
const (
	triedDays  = 30
	titleShown = 60
)

// ring tells what the watches that come or change would have rung in the last days.
func (d settingsDesk) ring(ctx context.Context, was, cfg *configs.Config, p *facts.SettingsPreview) error {
	fresh := slices.DeleteFunc(slices.Clone(cfg.Watches), func(w opinion.Watch) bool {
		return slices.ContainsFunc(was.Watches, func(old opinion.Watch) bool { return reflect.DeepEqual(old, w) })
	})
	if len(fresh) == 0 {
		return nil
	}
	now := d.a.live.now.Load()
	detector, err := detectorOf(now, cfg, fresh, nil)
	if err != nil {
		return err
	}
	tried, err := now.alarms.Try(ctx, detector, now.opt.Now().AddDate(0, 0, -triedDays))
	if err != nil {
		return err
	}
	p.Tried = &facts.SettingsTried{From: tried.From, Heard: tried.Heard, Cut: tried.Cut, All: len(tried.Rang)}
	for _, a := range slices.Backward(tried.Rang) {
		if len(p.Tried.Rang) == shown {
			break
		}
		x := facts.SettingsRang{Alert: a}
		if n := len(a.Mentions); n > 0 {
			x.Mention = a.Mentions[n-1]
			if f, err := now.register.Finding(ctx, x.Mention); err == nil {
				x.Title = cmp.Or(f.Title, opinion.Clip(f.Text, titleShown))
			}
		}
		p.Tried.Rang = append(p.Tried.Rang, x)
	}
	return nil
}

// TryChannel sends a test notice.
func (d settingsDesk) TryChannel(ctx context.Context, channel string) error {
	cfg := d.a.Config()
	if _, err := notices.Test(ctx, cfg, Agent(cfg), channel); err != nil {
		return &kit.Error{Kind: kit.Invalid, Code: "settings_channel",
			Phrase: words.Of("settings.channel.failed", channel, err.Error())}
	}
	return nil
}
