package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"huiying/console"
)

// china is the time zone in which a day begins and ends.
var china = time.FixedZone("CST", 8*60*60)

func briefCommand() *cobra.Command {
	var at address
	var date, out, lang string
	c := &cobra.Command{
		Use:   "brief --date YYYY-MM-DD --out FILE.{html,json}",
		Short: "The briefing of a day on one page (每日简报)",
		Args:  exactly(0, "flags only"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			day, err := time.ParseInLocation(time.DateOnly, date, china)
			if err != nil {
				return fmt.Errorf("%w: --date is a day such as 2026-11-22", errUsage)
			}
			ext := filepath.Ext(out)
			if ext != ".html" && ext != ".json" {
				return fmt.Errorf("%w: --out ends in .html or .json", errUsage)
			}
			if lang != "zh" && lang != "en" {
				return fmt.Errorf("%w: --lang is zh or en", errUsage)
			}
			return withOffice(cmd.Context(), at, func(ctx context.Context, o office) error {
				b, err := o.Briefing(ctx, day)
				if err != nil {
					return err
				}
				return writeBriefing(out, ext, b, lang)
			})
		},
	}
	f := c.Flags()
	at.flags(f)
	f.StringVar(&date, "date", time.Now().In(china).Format(time.DateOnly), "the day, in China's time")
	f.StringVar(&out, "out", "", "file to write")
	f.StringVar(&lang, "lang", "zh", "language of the page: zh or en")
	return c
}

// writeBriefing writes beside the target first, so that a failure leaves no half page.
func writeBriefing(out, ext string, b console.Briefing, lang string) error {
	part := out + ".part"
	f, err := os.Create(part)
	if err != nil {
		return err
	}
	if ext == ".json" {
		enc := json.NewEncoder(f)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		err = enc.Encode(b)
	} else {
		err = console.RenderBriefing(f, b, lang)
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		_ = os.Remove(part)
		return err
	}
	return os.Rename(part, out)
}
