// Package casework decides what happens to a Case (办件): which move is allowed and what it
// needs, when a clock runs out, when a case is raised one level (提级办理), and which
// findings open or join a case.
//
// Decide, Follow and Due are pure: everything they look at is handed in, time included.
// Executor and Worker put them to work over a store (Cases) and a timer (Timers), whose
// interfaces stand here. A decision ends in events or in a *MoveRefusal, which says in Chinese
// and in English what to do instead.
//
// Calendars of working days are here too (holidays/cn.csv holds the published holidays; the State
// Council publishes the next year's each November), and so are the closed lists from which a unit
// chooses: reasons to return a case, ways to answer.
package casework
