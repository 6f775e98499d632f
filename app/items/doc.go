// Package items keeps the openness register (政务公开台账) on the log: it folds the events of duties to publish,
// answers what pages, the API and the command line ask of them, and writes what is done to them.
package items
