package casework

import (
	"strings"
	"time"

	"huiying/opinion"
	"huiying/words"
)

// Env is what decisions look up: units, clock profiles, topics, calendars. Its functions
// must be safe for concurrent use and must not block; they read configuration.
type Env struct {
	Unit      func(id string) (opinion.Unit, bool)
	Clock     func(profile string) (opinion.ClockProfile, bool)
	Topic     func(id string) (opinion.Topic, bool) // nil: no topic has a clock of its own
	Profile   func(opinion.Case) string             // chooses the clock profile; nil: ProfileFor
	Calendars Calendars
	// UnknownUnit is the phrase that there is no such unit, with the nearest that is; nil: without.
	UnknownUnit func(id string) (words.Phrase, bool)
	// ReopenWithin is how long after its closing a case is opened again when whoever asked calls it
	// unsolved (casework.reopen_within); 0: somebody decides.
	ReopenWithin time.Duration
	// Office is the unit that coordinates (统筹机构): it owes the dispatch, and hears of what nobody
	// above the unit in charge is there to hear. "" where there is none.
	Office string
	// Triage is the time for the dispatch; zero takes two hours round the clock.
	Triage opinion.ClockProfile
	// Decide is the time to say whether a doubted answer holds; zero takes two working days.
	Decide opinion.ClockProfile
}

// decide is the clock of a doubted answer.
func (env Env) decide() opinion.ClockProfile {
	if env.Decide.Limit > 0 {
		return env.Decide
	}
	return opinion.ClockProfile{ID: ProfileDecide, Limit: 2 * day,
		Calendar: opinion.CalendarWorking, Basis: kept("basis.decide")}
}

// triage is the clock of the coordinating office.
func (env Env) triage() opinion.ClockProfile {
	if env.Triage.Limit > 0 {
		return env.Triage
	}
	return opinion.ClockProfile{ID: ProfileTriage, Limit: 2 * time.Hour,
		Calendar: opinion.CalendarAlways, Basis: kept("basis.triage")}
}

// The clock profiles that ProfileFor names. Configuration says how long each is.
const (
	ProfileEmergency = "emergency"
	ProfileOpinion   = "opinion"
	ProfileHotline   = "hotline-general"
	ProfileTriage    = "triage"  // the dispatch
	ProfileDecide    = "decide"  // a doubted answer
	ProfilePromise   = "promise" // not configured: a promise carries its own day
)

// ProfileFor names the clock profile of a case: emergency for 特别重大/重大 wherever it was
// said (国办发〔2016〕80号), the topic's own hotline clock for what came by hotline or board,
// and opinion (国办发〔2016〕61号) for what was found in public.
func ProfileFor(c opinion.Case, env Env) string {
	switch {
	case c.Severity.Grave():
		return ProfileEmergency
	case c.SourceKind.Asked():
		return topicClock(c.Topic, env)
	}
	return ProfileOpinion
}

// topicClock is the clock of an item, else of its field, else the general one.
func topicClock(id string, env Env) string {
	for env.Topic != nil && id != "" {
		if t, ok := env.Topic(id); ok && t.Clock != "" {
			return t.Clock
		}
		i := strings.LastIndexByte(id, '/')
		if i < 0 {
			break
		}
		id = id[:i]
	}
	return ProfileHotline
}

// superior is the unit above the given one.
func superior(env Env, id string) (opinion.Unit, bool) {
	u, ok := env.Unit(id)
	if !ok || u.Superior == "" || u.Superior == id {
		return opinion.Unit{}, false
	}
	return env.Unit(u.Superior)
}
