// Package alerts is the life of an alert: what becomes of what detection found (it rings, belongs to
// one that rang, is kept quiet, ends), what the office may do with it, and what it silences. It
// decides purely, by what the log said until then, and writes nothing.
package alerts
