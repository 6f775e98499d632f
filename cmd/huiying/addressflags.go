package main

import "huiying/app"

func addressFlags(a *app.Address, f interface {
	StringVar(p *string, name, value, usage string)
}) {
	f.StringVar(&a.Data, "data", "", "")
	f.StringVar(&a.Config, "config", "", "")
}
