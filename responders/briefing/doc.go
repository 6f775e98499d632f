// Package briefing writes a day, a week or a month on one page (每日简报): how much was said and
// where, what is new, heavy or growing, what was answered, what is overdue and what somebody has
// to decide. A Briefing is plain data; every number and every sentence carries the ids, or the
// query, of what is behind it. The sentences are templates over stored facts: the same facts give
// the same briefing, byte for byte. Facts are those of the period's end: how a case stood is
// folded from its events up to then, and a period that is over is written once (Editions),
// for everything and for each division that is asked for.
package briefing
