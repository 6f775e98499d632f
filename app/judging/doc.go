// Package judging lets the analyzers work on all cores and beside other processes: it makes them
// from a configuration, judges batches of mentions, and keeps step with the findings that others
// publish on the same log.
package judging
