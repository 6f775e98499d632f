package console

import (
	"huiying/opinion"
	"huiying/register"
)

// The words in which the register is asked, under the names that pages know them by.
type (
	Sight        = opinion.Scope
	CaseQuery    = register.CaseQuery
	CaseRow      = register.CaseRow
	CaseList     = register.CaseList
	CaseCount    = register.CaseCount
	MentionRow   = register.MentionRow
	IssueQuery   = register.IssueQuery
	IssueRow     = register.IssueRow
	IssueList    = register.IssueList
	Beat         = register.Beat
	Together     = register.Together
	Share        = register.KeyCount
	KeyCount     = register.KeyCount
	TimeCount    = register.TimeCount
	WaitingQuery = register.WaitingQuery
	WaitingRow   = register.WaitingRow
	WaitingList  = register.WaitingList
	OpenQuery    = register.ReleasedQuery
	OpenAnswer   = register.Released
	OpenStep     = register.ReleasedStep
	OpenList     = register.ReleasedList
	WorkQuery    = register.DeskQuery
	WorkRow      = register.DeskRow
	WorkCount    = register.DeskCount
	WorkLoad     = register.DeskLoad
	Deadline     = register.Deadline
	BusyUnit     = register.UnitLoad
	Decision     = register.Arbitration
	DispatchRule = register.DispatchRule
)
