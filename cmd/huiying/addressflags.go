package main

func addressFlags(a *address, f interface {
	StringVar(p *string, name, value, usage string)
}) {
	f.StringVar(&a.data, "data", "", "data directory (default: as configured)")
	f.StringVar(&a.config, "config", "", "configuration directory of the server (default: the shipped samples)")
}
