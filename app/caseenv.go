package app

import (
	"time"

	"huiying/configs"
	"huiying/opinion"
	"huiying/responders/casework"
	"huiying/words"
)

// CaseEnv is what casework may look up of the configuration.
func CaseEnv(cfg *configs.Config) (casework.Env, error) {
	calendars, err := Calendars(cfg)
	triage, _ := cfg.Profile(casework.ProfileTriage)
	decide, _ := cfg.Profile(casework.ProfileDecide)
	units := make(map[string]opinion.Unit, len(cfg.Units))
	for _, u := range cfg.Units {
		units[u.ID] = u
	}
	return casework.Env{
		Unit:        func(id string) (opinion.Unit, bool) { u, ok := units[id]; return u, ok },
		UnknownUnit: cfg.UnknownUnit,
		Clock:       cfg.Profile,
		Topic:       cfg.Topic,
		Profile: func(c opinion.Case) string {
			p, _ := cfg.Clock(c.Severity, c.Topic, c.SourceKind, c.Demand)
			return p.ID
		},
		Calendars: calendars, ReopenWithin: cfg.Casework.ReopenWithin,
		Office: cfg.Coordinator(),
		Triage: triage,
		Decide: decide,
	}, err
}

// Calendars are those that the program knows, with the holiday files of the configuration.
func Calendars(cfg *configs.Config) (casework.Calendars, error) {
	own, err := cfg.OwnHolidays()
	if err != nil {
		return nil, err
	}
	return casework.NewCalendars(own...)
}

// CalendarFaults are holiday files that cannot be read.
func CalendarFaults(cfg *configs.Config) configs.Diagnostics {
	if _, err := Calendars(cfg); err != nil {
		return configs.Diagnostics{{File: "clocks.yaml", Code: "holidays",
			Words: words.Of("fault.holidays", words.Why(err))}}
	}
	return nil
}

// UnpublishedYear is the first year whose holidays the calendars lack and that a clock which begins
// now could come to, 0 for none. Such clocks are counted provisionally.
func UnpublishedYear(cfg *configs.Config, now time.Time) int {
	calendars, err := Calendars(cfg)
	if err != nil {
		return 0
	}
	first := 0
	for _, p := range cfg.Clocks {
		if y := calendars.Unpublished(p, now); y != 0 && (first == 0 || y < first) {
			first = y
		}
	}
	return first
}

// casePolicy is what the configuration says about opening cases.
func casePolicy(c configs.Casework) casework.Policy {
	return casework.Policy{Size: c.IssueThreshold, Dispatch: c.AutoDispatch, Refer: c.AutoDispatch,
		Kinds: c.AutoOpen, Reopen: c.ReopenWithin, Link: true}
}
