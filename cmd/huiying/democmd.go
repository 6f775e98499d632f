package main

import (
	"os"

	"github.com/spf13/cobra"

	"huiying/app"
)

func demoCommand() *cobra.Command {
	o := app.ServeOptions{Roles: "collect,analyze,respond,console"}
	var keep bool
	c := &cobra.Command{
		Use:   "demo",
		Short: "A self-contained tour: sample sites, the whole pipeline, the console on :8080",
		Long: `Starts a message board, a news list and a feed with invented texts (样例) on this
machine, collects from them, and shows how mentions become cases. Four hours of a case's
clock pass in a second, so that you see clocks run out.`,
		Args: exactly(0, "flags only"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.Data == "" {
				dir, err := os.MkdirTemp("", "huiying-demo-")
				if err != nil {
					return err
				}
				o.Data = dir
				if !keep {
					defer os.RemoveAll(dir)
				}
			}
			return app.RunTour(cmd.Context(), o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.Data, "data", "", "data directory (default: a temporary one, removed at the end)")
	f.BoolVar(&keep, "keep", false, "keep the temporary data directory")
	f.StringVar(&o.Listen, "listen", "127.0.0.1:8080", "address of the console")
	f.StringVar(&o.LogLevel, "log", "warn", "log level: debug, info, warn, error")
	return c
}
