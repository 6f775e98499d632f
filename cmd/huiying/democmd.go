package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"huiying/app/demo"
	"huiying/app/tour"
	"huiying/configs"
)

func demoCommand() *cobra.Command {
	o := serveOptions{roles: "collect,analyze,respond,console"}
	var keep bool
	c := &cobra.Command{
		Use:   "demo",
		Short: "A self-contained tour: sample sites, the whole pipeline, the console on :8080",
		Long: `Starts a message board, a news list and a feed with invented texts (样例) on this
machine, collects from them, and shows how mentions become cases. Four hours of a case's
clock pass in a second, so that you see clocks run out.`,
		Args: exactly(0, "flags only"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.data == "" {
				dir, err := os.MkdirTemp("", "huiying-demo-")
				if err != nil {
					return err
				}
				o.data = dir
				if !keep {
					defer os.RemoveAll(dir)
				}
			}
			return runTour(cmd.Context(), o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.data, "data", "", "data directory (default: a temporary one, removed at the end)")
	f.BoolVar(&keep, "keep", false, "keep the temporary data directory")
	f.StringVar(&o.listen, "listen", "127.0.0.1:8080", "address of the console")
	f.StringVar(&o.logLevel, "log", "warn", "log level: debug, info, warn, error")
	return c
}

// runTour starts the sample sites and serves a tour over them.
func runTour(ctx context.Context, o serveOptions) error {
	cfg, err := configs.Load("")
	if err != nil {
		return err
	}
	sites, err := tour.Start(ctx, time.Now, demo.Every, demo.Already)
	if err != nil {
		return err
	}
	demo.Configure(cfg, sites.Addr)
	fmt.Fprintf(os.Stderr, "\n  huiying 回应 · a tour over invented samples (样例)\n\n"+
		"  sample sites  http://%s/board/  /news/  /feed.xml\n", sites.Addr)
	return o.run(ctx, cfg, demo.Beside(sites))
}
