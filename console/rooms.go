package console

import (
	"huiying/console/access"
	"huiying/console/accountpages"
	"huiying/console/alerts"
	"huiying/console/api"
	"huiying/console/ask"
	"huiying/console/cases"
	"huiying/console/counter"
	"huiying/console/items"
	"huiying/console/kit"
	"huiying/console/leader"
	"huiying/console/openboard"
	"huiying/console/palette"
	"huiying/console/saved"
	"huiying/console/settings"
	"huiying/console/shifts"
	"huiying/console/styleguide"
	"huiying/console/system"
	"huiying/console/triage"
	"huiying/console/unitdesk"
	"huiying/console/upload"
)

// rooms are all of them, over one kit. None knows another.
type rooms struct {
	triage   *triage.Room
	palette  *palette.Room
	saved    *saved.Room
	shifts   *shifts.Room
	alerts   *alerts.Room
	items    *items.Room
	counter  *counter.Room
	upload   *upload.Room
	settings *settings.Room
	unit     *unitdesk.Room
	leader   *leader.Room
	cases    *cases.Room
	open     *openboard.Room
	system   *system.Room
	guide    *styleguide.Room   // nil but in a development build
	accounts *accountpages.Room // nil where nobody signs in
	api      *api.Room
}

// furnish gives each room what it needs.
func furnish(d Deps, k *kit.Kit, guard *access.Guard) (*rooms, error) {
	board := ask.Board{Open: d.Open, Sources: d.Sources, Units: d.Units, Keep: d.Keep}
	keeper := &saved.Keeper{Notes: d.Notes}
	turns := &shifts.Room{Book: d.Shifts, Queue: d.Triage, Letters: d.Ledger, Cases: d.Cases, Numbers: d.Numbers}
	r := &rooms{
		saved: &saved.Room{Kit: k, Keeper: keeper}, shifts: turns,
		triage: &triage.Room{Triage: d.Triage, Near: d.Counter, Cases: d.Cases, Issues: d.Issues, Ledger: d.Ledger,
			Balance: d.Balance, Correct: d.Correct, Opens: d.Opener, Codes: d.Codes,
			Saved: keeper, Shifts: turns, Presence: d.Presence, Hub: d.Hub},
		palette: &palette.Room{Cases: d.Cases},
		alerts:  &alerts.Room{Desk: d.Alerts, Mentions: mentionsOf(d), Heats: d.Issues},
		items:   &items.Room{Desk: d.Items, Units: d.Units, Issues: d.Issues, Cut: d.Cut},
		counter: &counter.Room{Counter: d.Counter, Codes: d.Codes, Cases: d.Cases},
		upload:  &upload.Room{Uploads: d.Uploads},

		settings: &settings.Room{Settings: d.Settings},
		unit:     &unitdesk.Room{Cases: d.Cases, Work: d.Work, Duties: d.Items, Released: releasedOf(d.Open), Saved: keeper},
		leader: &leader.Room{Cases: d.Cases, Issues: d.Issues, Numbers: d.Numbers, Sources: d.Sources, Units: d.Units,
			Balance: d.Balance, Brief: d.Brief, Specials: d.Specials, Notices: d.Notices, Alerts: d.Alerts, BriefFont: d.BriefFont,
			BriefLink: d.BriefLink, BriefPaper: d.BriefPaper, Atlas: d.Atlas},
		cases: &cases.Room{Cases: d.Cases, Issues: d.Issues, Search: d.Search, Correct: d.Correct,
			Regroup: d.Regroup, Opens: d.Opener, Codes: d.Codes, Cut: d.Cut, Saved: keeper},
		open: &openboard.Room{Board: board, Voting: d.Open, Codes: d.Codes, Counter: d.Counter, Suggests: d.Suggest,
			Items: d.Items, Cut: d.Cut},
		system: &system.Room{Sources: d.Sources, Trials: d.Trials, Dead: d.Dead, Notices: d.Notices,
			Promise: d.Promise},
		api: &api.Room{Kit: k, Cases: d.Cases, Issues: d.Issues, Numbers: d.Numbers, Units: d.Units,
			Search: d.Search, Sources: d.Sources,
			Dead: d.Dead, Rules: d.Rules, Brief: d.Brief, Intake: d.Intake, Forget: d.Forget,
			Correct: d.Correct, Regroup: d.Regroup,
			Opener: d.Opener, Counter: d.Counter, Codes: d.Codes, Balance: d.Balance, Notices: d.Notices, Alerts: d.Alerts,
			Items: d.Items, Cut: d.Cut,
			Board:    board,
			Accounts: d.Accounts, Token: d.Token},
	}
	open := []interface{ Open(*kit.Kit) error }{r.triage, r.shifts, r.palette, r.counter, r.upload, r.settings, r.unit,
		r.leader, r.alerts, r.items, r.cases, r.open, r.system}
	if d.Guide {
		r.guide = &styleguide.Room{}
		open = append(open, r.guide)
	}
	if d.Accounts != nil {
		r.system.Log = d.Accounts.Log
		r.accounts = &accountpages.Room{Accounts: d.Accounts, Guard: guard}
		open = append(open, r.accounts)
	}
	for _, room := range open {
		if err := room.Open(k); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// mentionsOf reads mentions with their words; nil where nobody corrects findings here.
func mentionsOf(d Deps) alerts.Mentions {
	if d.Correct == nil {
		return nil
	}
	return d.Correct
}

// releasedOf is what a unit may begin an answer with; nil where the board does not run here.
func releasedOf(open OpenBoard) unitdesk.Released {
	if open == nil {
		return nil
	}
	return open
}
