// Package indexing keeps the index in step with the findings of the log, embedded or on a server,
// and rebuilds it from them.
package indexing
