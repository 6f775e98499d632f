// Package briefings writes briefings from the register, keeps what was written once, and sends the
// briefing of a day, week or month when it is over.
package briefings
