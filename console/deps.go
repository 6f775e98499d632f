package console

import (
	"context"
	"net/http"
	"time"

	"huiying/console/access"
	"huiying/console/alerts"
	"huiying/console/api"
	"huiying/console/ask"
	"huiying/console/cases"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/console/leader"
	"huiying/console/openboard"
	"huiying/console/saved"
	"huiying/console/settings"
	"huiying/console/shifts"
	"huiying/console/system"
	"huiying/console/triage"
	"huiying/console/unitdesk"
	"huiying/console/upload"
	"huiying/index"
	"huiying/opinion"
)

// Deps is everything the console needs, handed in once. Fields marked "may be nil" leave
// their page saying that this part does not run here; a nil field without that mark makes
// New fail and name it.
type Deps struct {
	Search   ask.Searcher             // mentions with their findings; may be nil
	Cases    cases.Cases              // the register and the desk that makes moves
	Issues   ask.Issues               // issues and their mentions
	Numbers  facts.Numbers            // counts for plots and totals
	Sources  ask.Sources              // sources with their health; may be nil
	Dead     system.DeadLetters       // what could not be processed; may be nil
	Units    leader.Units             // responsible units and their rates
	Rules    api.Rules                // adopted rules of dispatch; may be nil
	Brief    ask.Briefer              // briefings; may be nil
	Specials leader.Specials          // special reports of issues; may be nil
	Intake   api.Intake               // POST /api/v1/mentions; may be nil
	Forget   api.Purger               // POST /api/v1/purge; may be nil
	Correct  api.Corrector            // corrections of findings; may be nil
	Work     *unitdesk.Parts          // the desks of units; may be nil
	Regroup  ask.Regrouper            // splits and joins of issues; may be nil
	Open     OpenBoard                // what was released, for the open board; may be nil
	Triage   triage.Queue             // the triage desk's queue; may be nil
	Ledger   triage.LedgerBook        // mentions that are in no case; may be nil
	Opener   ask.Opener               // opens cases by hand; may be nil
	Counter  ask.Registrar            // takes down what the office is told; may be nil
	Codes    ask.Codes                // query codes; may be nil
	Trials   system.Trials            // looks at addresses as sources would; may be nil
	Settings settings.Settings        // the configuration, to be changed; may be nil
	Uploads  upload.Uploads           // files brought in through a page; may be nil
	Balance  ask.BalanceBook          // what became of what was received; may be nil
	Presence *triage.Presence         // who has which case open; nil: this console alone knows of its own
	Hub      *triage.Hub              // tells open desks what happens; may be nil
	Notes    saved.Bucket             // saved searches; may be nil
	Shifts   shifts.Book              // hand-overs of the triage desk; may be nil
	Notices  system.Notices           // who of the office was told what; may be nil
	Names    kit.Names                // codes to words
	Alerts   alerts.Desk              // what rang, and what came of it; may be nil
	Items    api.Items                // the duties to publish; may be nil
	Cut      index.Cutter             // for marking the words of a query; may be nil
	Promise  func(lang string) string // docs/promise.md, in Markdown, for "zh" and "en"; may be nil

	// Topics are the choices of the topic filter, fields before their items. May be empty.
	Topics []opinion.Topic
	// Places are the choices of the place filter, those above before those below. May be empty.
	Places []opinion.Division
	// Profiles names the clock profiles, for words such as 「网络舆情 48 小时」; may be empty.
	Profiles []opinion.ClockProfile
	// BriefFont is the file of the font that briefings are written with as PDF; "": the usual
	// places. BriefLink is the console's address in their files; "": as the reader reached it.
	BriefFont, BriefLink string

	Atlas leader.Atlas // an approved map and numbers of people, where the office brings them

	BriefPaper leader.Paper // how documents of briefings are headed and ended
	// Keep says how long texts are kept; the open board states it. 0 means 180 days.
	Keep time.Duration

	// Accounts says who may do what. nil: nobody signs in, which New allows on loopback alone.
	Accounts *access.Accounts

	// Token is a bearer token that may bring mentions in (POST /api/v1/mentions) and nothing else,
	// beside those of accounts. Empty: there is none.
	Token string
	// Loopback says that the console is reached from this machine only.
	Loopback bool
	// Demo marks every page as a tour over invented samples.
	Demo bool
	// Guide adds /styleguide, for whoever works on the pages.
	Guide bool
	// Product and Version stand in the footer and the OpenAPI document.
	Product, Version string
	// Office is the unit that keeps this installation, Contact how the public reaches it. Both may be "".
	Office, Contact string
	// SiteCode (网站标识码) and Records (备案号) stand at the foot of the open board. Both may be empty.
	SiteCode string
	Emblem   []byte // the office's, a PNG in place of the product's mark; may be nil
	Records  []string
	// Suggest says whether the open board takes 建议与反映, which needs Counter and Codes.
	Suggest bool

	Ready   func(ctx context.Context) error // /readyz; nil error means ready; may be nil
	Metrics http.Handler                    // /metrics; may be nil
	Now     func() time.Time                // nil means time.Now
	// Failed hears of errors that became "internal" for the reader; may be nil. The error
	// is whole here and must hold no raw text (RULES of errors), the path is the route's.
	Failed func(route string, err error)
}

// OpenBoard reads what was released and nothing else, and takes votes on it.
type OpenBoard interface {
	ask.Released
	openboard.Voting
}
