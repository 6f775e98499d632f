package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/netip"
	"time"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/app/collecting"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/fetch"
	"huiying/opinion"
)

func sourceCommand() *cobra.Command {
	c := group("source")
	var o tryOptions
	try := &cobra.Command{
		Use:  "try URL [--source ID] [--json] [--allow CIDR]",
		Args: exactly(1, "address"),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := configs.Load(o.configDir)
			if err != nil {
				return err
			}
			s := configs.SourceSettings{Source: opinion.Source{ID: "try", Kind: opinion.KindOther}}
			if o.id != "" {
				var ok bool
				if s, ok = cfg.Source(o.id); !ok {
					no, _ := cfg.UnknownSource(o.id)
					return misuse{no}
				}
			}
			s.URL = args[0]
			return trySource(cmd, cfg, s, o)
		},
	}
	try.Flags().StringVar(&o.configDir, "config", "", "")
	try.Flags().StringVar(&o.id, "source", "", "")
	try.Flags().BoolVar(&o.json, "json", false, "")
	try.Flags().StringSliceVar(&o.allow, "allow", nil, "")
	c.AddCommand(try)
	return c
}

type tryOptions struct {
	configDir, id string
	json          bool
	allow         []string
}

func trySource(cmd *cobra.Command, cfg *configs.Config, s configs.SourceSettings, o tryOptions) error {
	var allowed []netip.Prefix
	for _, a := range o.allow {
		p, err := netip.ParsePrefix(a)
		if err != nil {
			return wrongUse("range", "--allow", a)
		}
		allowed = append(allowed, p)
	}
	client := fetch.New(fetch.Options{UserAgent: app.Agent(cfg), Contact: cfg.Collect.Contact,
		PerHost:  cfg.Collect.Pace,
		MaxBytes: int64(cfg.Collect.MaxBytes), Timeout: cfg.Collect.Timeout,
		AllowPrivate: cfg.Collect.AllowPrivate, AllowPrefixes: allowed, Now: time.Now})
	defer client.Close()
	trial, err := collecting.Try(cmd.Context(), s, client, time.Now)
	if o.json {
		enc := json.NewEncoder(cmd.OutOrStdout())
		enc.SetEscapeHTML(false)
		if werr := enc.Encode(trial); werr != nil {
			return werr
		}
	} else {
		printTrial(cmd.OutOrStdout(), trial)
	}
	for _, r := range trial.Refused {
		fmt.Fprintf(cmd.ErrOrStderr(), "refused %s: %s (%s)\n", r.Address, r.Reason, r.Code)
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "%d mentions, %d refused\n", len(trial.Items), len(trial.Refused))
	return err
}

// printTrial shows a trial to a person: what it is, each item, and the source as sources.yaml
// would say it.
func printTrial(w io.Writer, t facts.Trial) {
	fmt.Fprintf(w, "%s %s\n", t.Kind, t.Charset)
	for _, i := range t.Items {
		at := "-"
		if !i.Published.IsZero() {
			at = i.Published.Format(time.DateTime)
		}
		fmt.Fprintf(w, "\n%s  %s\n%s\n%s\n", at, i.Title, i.URL, i.Text)
		if i.Reply != nil {
			fmt.Fprintf(w, ">>> %s\n%s\n", i.Reply.Unit, t.Replies[i.Reply.Index].Text)
		}
	}
	for _, code := range t.Warnings {
		fmt.Fprintf(w, "\n! %s\n", code)
	}
	fmt.Fprint(w, "\n", t.YAML)
}
