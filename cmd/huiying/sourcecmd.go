package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/app/collecting"
	"huiying/collectors"
	"huiying/configs"
	"huiying/fetch"
	"huiying/internal/cli"
	"huiying/opinion"
)

func sourceCommand() *cobra.Command {
	c := &cobra.Command{Use: "source", Short: "Look at sources", Args: func(*cobra.Command, []string) error {
		return fmt.Errorf("%w: source takes try", cli.ErrUsage)
	}, RunE: func(*cobra.Command, []string) error { return nil }}
	var configDir, id string
	try := &cobra.Command{
		Use:   "try URL [--source ID]",
		Short: "What a source would collect, without writing anything",
		Long: `Visits the address as a collector would: robots.txt, pace, limits and redaction hold. With
--source the selectors of that source in sources.yaml are used; otherwise the page is read by
its looks, and a feed as a feed.`,
		Args: exactly(1, "one address"),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := configs.Load(configDir)
			if err != nil {
				return err
			}
			s := configs.SourceSettings{Source: opinion.Source{ID: "try", Kind: opinion.KindOther}}
			if id != "" {
				var ok bool
				if s, ok = cfg.Source(id); !ok {
					no, _ := cfg.UnknownSource(id)
					return fmt.Errorf("%w: %s", cli.ErrUsage, no)
				}
			}
			s.URL = args[0]
			return trySource(cmd, cfg, s)
		},
	}
	try.Flags().StringVar(&configDir, "config", "", "configuration directory (default: the shipped samples)")
	try.Flags().StringVar(&id, "source", "", "use the selectors of this source")
	c.AddCommand(try)
	return c
}

func trySource(cmd *cobra.Command, cfg *configs.Config, s configs.SourceSettings) error {
	client := fetch.New(fetch.Options{UserAgent: app.Agent(cfg), Contact: cfg.Collect.Contact,
		PerHost:  cfg.Collect.Pace,
		MaxBytes: int64(cfg.Collect.MaxBytes), Timeout: cfg.Collect.Timeout,
		AllowPrivate: cfg.Collect.AllowPrivate, Now: time.Now})
	defer client.Close()
	ways := collecting.Ways()
	if s.By != "" {
		ways = []configs.Way{s.By}
	}
	var haul collectors.Haul
	var err error
	for _, way := range ways {
		s.By = way
		var source collectors.Collector
		if source, err = collecting.Collector(s, client, time.Now); err != nil {
			return err
		}
		if haul, err = source.Collect(cmd.Context(), collectors.Memory{}); err == nil && len(haul.Mentions) > 0 {
			break
		}
	}
	enc := json.NewEncoder(cmd.OutOrStdout())
	enc.SetEscapeHTML(false)
	for _, m := range haul.Mentions {
		if err := enc.Encode(m); err != nil {
			return err
		}
	}
	for _, r := range haul.Refused {
		fmt.Fprintf(cmd.ErrOrStderr(), "refused %s: %s (%s)\n", r.Address, r.Reason, r.Code)
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "%d mentions, %d refused\n", len(haul.Mentions), len(haul.Refused))
	return err
}
