package main

import (
	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/configs"
)

func serveCommand() *cobra.Command {
	var o app.ServeOptions
	c := &cobra.Command{
		Use:   "serve",
		Short: "Run collectors, analyzers, responders and the console in one process, or some of them",
		Args:  exactly(0, "flags only"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := configs.Load(o.Config)
			if err != nil {
				return err
			}
			return o.Run(cmd.Context(), cfg)
		},
	}
	f := c.Flags()
	f.StringVar(&o.Config, "config", "", "configuration directory (default: the shipped samples)")
	f.StringVar(&o.Data, "data", "", "data directory (default: as configured, else data)")
	f.StringVar(&o.Listen, "listen", "", "address of the console, loopback, unless accounts.url names a proxy that speaks https (default: as configured, else 127.0.0.1:8080)")
	f.StringVar(&o.Roles, "roles", "collect,analyze,respond,console", "what this process does")
	f.StringVar(&o.Nats, "nats", "", "address of a NATS server (default: as configured, else embedded)")
	f.StringVar(&o.Observe, "observe", "", "address of /metrics, /healthz and /readyz alone, for other machines (default: as configured, else none)")
	f.StringVar(&o.LogLevel, "log", "info", "log level: debug, info, warn, error")
	return c
}
