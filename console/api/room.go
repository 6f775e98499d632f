// Package api is the JSON API with its OpenAPI 3.1 document. What pages show too it asks and
// gathers as they do (package ask), so that both answer alike.
package api

import (
	"huiying/console/access"
	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
)

// Room is the API at work. A nil field whose comment allows it makes its operations answer that
// this part does not run here.
type Room struct {
	*kit.Kit
	Cases   facts.CaseService
	Issues  facts.IssueReader
	Numbers facts.Numbers
	Units   facts.UnitReader
	Search  facts.Searcher     // may be nil
	Sources facts.SourceLister // may be nil
	Dead    facts.DeadLetters  // may be nil
	Rules   Rules              // may be nil
	Brief   facts.Briefer      // may be nil
	Intake  facts.Intake       // may be nil
	Forget  facts.Purger       // may be nil
	Correct facts.Corrector    // may be nil
	Opener  facts.Opener       // may be nil
	Counter facts.Counter      // may be nil
	Codes   facts.Codes        // may be nil
	Balance facts.BalanceBook  // may be nil
	Regroup facts.Regrouper    // may be nil
	Notices facts.Notices      // may be nil
	Board   ask.Board

	Accounts *access.Accounts // nil: nobody signs in
	Token    string           // brings mentions in; "": there is none
}
