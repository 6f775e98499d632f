// Package api is the JSON API with its OpenAPI 3.1 document. What pages show too it asks and
// gathers as they do (package ask), so that both answer alike.
package api

import (
	"huiying/console/access"
	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/index"
)

// Room is the API at work. A nil field whose comment allows it makes its operations answer that
// this part does not run here.
type Room struct {
	*kit.Kit
	Cases   Cases
	Issues  ask.Issues
	Numbers facts.Numbers
	Units   Units
	Search  ask.Searcher    // may be nil
	Sources ask.Sources     // may be nil
	Dead    DeadLetters     // may be nil
	Rules   Rules           // may be nil
	Brief   ask.Briefer     // may be nil
	Intake  Intake          // may be nil
	Forget  Purger          // may be nil
	Correct Corrector       // may be nil
	Opener  ask.Opener      // may be nil
	Counter ask.Registrar   // may be nil
	Codes   ask.Codes       // may be nil
	Balance ask.BalanceBook // may be nil
	Regroup ask.Regrouper   // may be nil
	Notices Notices         // may be nil
	Alerts  Alerts          // may be nil
	Items   Items           // may be nil
	Cut     index.Cutter    // of words that are asked for; may be nil
	Board   ask.Board

	Accounts *access.Accounts // nil: nobody signs in
	Token    string           // brings mentions in; "": there is none
}
