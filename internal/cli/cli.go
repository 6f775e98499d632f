// Package cli is what commands show a person at a terminal, and how they say that they were asked in
// the wrong way.
package cli

import "errors"

// ErrUsage marks errors of the command line itself.
var ErrUsage = errors.New("wrong use")

// ShownMost bounds what a command prints of one kind; the rest is counted.
const ShownMost = 50
