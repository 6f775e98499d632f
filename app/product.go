package app

import (
	"errors"

	"huiying/configs"
)

// product is the name that requests, pages and logs carry.
const product = "huiying"

// revision is set when the binary is built.
var Revision = "unknown"

// Agent is how requests name the product, as robots.txt and access logs see it.
func Agent(cfg *configs.Config) string { return cfg.Collect.Agent + "/" + Revision }

// errUsage marks errors of the command line itself.
var ErrUsage = errors.New("wrong use")

// shownMost bounds what a command prints of one kind; the rest is counted.
const ShownMost = 50
