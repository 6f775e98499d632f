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
		Use:  "demo",
		Args: exactly(0, "nothing"),
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
	f.StringVar(&o.data, "data", "", "")
	f.BoolVar(&keep, "keep", false, "")
	f.StringVar(&o.listen, "listen", "127.0.0.1:8080", "")
	f.StringVar(&o.logLevel, "log", "warn", "")
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
	o.adjust = func(c *configs.Config) { demo.Configure(c, sites.Addr) }
	o.adjust(cfg)
	fmt.Fprintf(os.Stderr, "\n  huiying 回应 · a tour over invented samples (样例)\n\n"+
		"  sample sites  http://%s/board/  /news/  /feed.xml\n", sites.Addr)
	return o.run(ctx, cfg, demo.Beside(sites))
}
