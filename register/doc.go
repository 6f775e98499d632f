// Package register holds the words in which the register (台账) is asked and answers: queries, rows,
// lists and counts of cases, issues, mentions and units' desks. They are plain types without a
// backend: register/sqlite answers in them, and pages, briefings and tests ask in them.
//
// A query's zero fields do not narrow it. Lists come in pages: Size rows (20 by default, 200 at
// most), and Next is the Cursor of the page that follows, empty at the end. Topics include the
// items below them, divisions the places below them. A register has no clock: whatever depends on
// the present is asked with the moment At.
package register
