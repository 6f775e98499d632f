package app

import (
	"context"
	"slices"
	"strconv"

	"huiying/app/settings"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/opinion"
)

// Standing is what is in force.
func (d settingsDesk) Standing(ctx context.Context) (s facts.Settings, err error) {
	v, files, err := d.a.settings.Current(ctx)
	if err != nil {
		return s, err
	}
	all, err := d.a.settings.Versions(ctx)
	if err != nil {
		return s, err
	}
	cfg := d.a.Config()
	s = facts.Settings{Version: versionOf(v), Files: files, Region: cfg.Region, Contact: cfg.Collect.Contact,
		Code: cfg.Site.Code, Records: cfg.Site.Records, Units: cfg.Units, Topics: cfg.Topics, Clocks: cfg.Clocks, Watches: cfg.Watches,
		Choices: facts.SettingsChoices{Purposes: configs.Purposes, Responses: configs.Kinds, Blanks: configs.Blanks,
			Roles: configs.NoticeRoles, Notices: configs.NoticeKinds}}
	for _, t := range opinion.WatchTells {
		s.Choices.Tells = append(s.Choices.Tells, string(t))
	}
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
	textsOf(cfg, &s)
	tellingOf(cfg, &s)
	s.Years, err = d.years(cfg, files)
	return s, err
}

// textsOf are sources, templates and the rest of what is a list in its file.
func textsOf(cfg *configs.Config, s *facts.Settings) {
	for _, x := range cfg.Sources {
		told := slices.ContainsFunc(opinion.ToldWays, func(t opinion.Told) bool { return t.Source() == x.ID })
		s.Sources = append(s.Sources, facts.SettingsSource{Source: x.Source, By: string(x.By), Every: x.Every,
			Enabled: x.Enabled, Told: told})
	}
	for _, x := range cfg.Choose {
		s.Choose = append(s.Choose, facts.SettingsRule(x))
	}
	for _, x := range cfg.Templates {
		s.Templates = append(s.Templates, facts.SettingsTemplate(x))
	}
	for _, x := range cfg.Policies {
		s.Policies = append(s.Policies, facts.SettingsPolicy(x))
	}
}

// tellingOf is by what and whom the office tells.
func tellingOf(cfg *configs.Config, s *facts.Settings) {
	for _, x := range cfg.Notify.Channels {
		s.Channels = append(s.Channels, facts.SettingsChannel{ID: x.ID, By: x.By, Language: x.Language, From: x.From,
			To: x.To})
	}
	for _, x := range cfg.Notify.Tell {
		s.Tell = append(s.Tell, facts.SettingsTell(x))
	}
}

// years are this year and the next, and every other one that a file of the configuration speaks of.
func (d settingsDesk) years(cfg *configs.Config, files configs.Files) (out []facts.SettingsYear, err error) {
	all, err := Calendars(cfg)
	if err != nil {
		return nil, err
	}
	own, err := settings.OwnDays(cfg.Holidays, files)
	if err != nil {
		return nil, err
	}
	this := d.a.opt.Now().In(opinion.Beijing).Year()
	years := []int{this, this + 1}
	for _, day := range own {
		if y, err := strconv.Atoi(day.Year()); err == nil && !slices.Contains(years, y) {
			years = append(years, y)
		}
	}
	slices.Sort(years)
	cal := all[opinion.CalendarWorking]
	for _, y := range years {
		year := facts.SettingsYear{Year: y, Known: cal.Known(y)}
		for _, x := range cal.Specials(y) {
			_, mine := own[x.Date]
			year.Days = append(year.Days, facts.SettingsDay{Date: x.Date, Off: x.Off, Name: x.Name, Own: mine})
		}
		out = append(out, year)
	}
	return out, nil
}
