package app

import "errors"

// product is the name that requests, pages and logs carry.
const product = "huiying"

// revision is set when the binary is built.
var Revision = "unknown"

// errUsage marks errors of the command line itself.
var ErrUsage = errors.New("wrong use")

// shownMost bounds what a command prints of one kind; the rest is counted.
const ShownMost = 50
