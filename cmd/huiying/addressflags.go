package main

import "huiying/app"

func addressFlags(a *app.Address, f interface {
	StringVar(p *string, name, value, usage string)
}) {
	f.StringVar(&a.Data, "data", "", "data directory (default: as configured)")
	f.StringVar(&a.Config, "config", "", "configuration directory of the server (default: the shipped samples)")
}
