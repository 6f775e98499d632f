// Package briefing writes the day on one page (每日简报): how much was said, what is new and
// heavy, what grows, what was answered and what is overdue. A Briefing is plain data; every
// number and every sentence carries the ids, or the query, of the cases behind it. The
// sentences are templates over stored facts: the same facts give the same briefing, byte
// for byte.
package briefing
