// Package items keeps the rules of the openness register (政务公开台账): how the official catalogue table is
// read and written, when an item is due, what an import changes, and which move may be made by whom.
package items
