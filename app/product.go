package app

import "huiying/configs"

// product is the name that requests, pages and logs carry.
const product = "huiying"

// Revision is set when the binary is built.
var Revision = "unknown"

// Agent is how requests name the product, as robots.txt and access logs see it.
func Agent(cfg *configs.Config) string { return cfg.Collect.Agent + "/" + Revision }
