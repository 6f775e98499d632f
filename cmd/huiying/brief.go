package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/app/judging"
	"huiying/configs"
	"huiying/console/leader"
	"huiying/internal/cli"
	"huiying/opinion"
	"huiying/responders/briefing"
	"huiying/responders/briefing/pagedata"
)

func briefCommand() *cobra.Command {
	var at app.Address
	var date, period, division, out, lang, link string
	c := &cobra.Command{
		Use:   "brief --date YYYY-MM-DD [--period day|week|month] --out FILE.{" + strings.Join(leader.BriefingFormats(), ",") + "}",
		Short: "The briefing of a day, week or month on one page (每日简报)",
		Args:  exactly(0, "flags only"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			day, err := time.ParseInLocation(time.DateOnly, date, opinion.Beijing)
			if err != nil {
				return fmt.Errorf("%w: --date is a day such as 2026-11-22", cli.ErrUsage)
			}
			if _, err := briefing.ParsePeriod(period); err != nil {
				return fmt.Errorf("%w: --period is day, week or month", cli.ErrUsage)
			}
			f := leader.BriefingFile{Ext: strings.TrimPrefix(filepath.Ext(out), "."), Lang: lang}
			if leader.BriefingKind(f.Ext) == "" {
				return fmt.Errorf("%w: --out ends in .%s", cli.ErrUsage, strings.Join(leader.BriefingFormats(), ", ."))
			}
			if err := knownLanguage(lang); err != nil {
				return err
			}
			cfg, err := configs.Load(at.Config)
			if err != nil {
				return err
			}
			if division != "" {
				places, err := judging.Places(cfg)
				if err != nil {
					return err
				}
				if no, unknown := app.UnknownDivision(cfg, places, division); unknown {
					return fmt.Errorf("%w: %s", cli.ErrUsage, no)
				}
			}
			f.Font, f.Link = cfg.Briefing.Font, cmp.Or(link, cfg.Briefing.Link)
			return app.WithOffice(cmd.Context(), at, func(ctx context.Context, o app.Office) error {
				b, err := o.Briefing(ctx, day, period, division)
				if err != nil {
					return err
				}
				return writeBriefing(out, b, f)
			})
		},
	}
	f := c.Flags()
	addressFlags(&at, f)
	f.StringVar(&date, "date", opinion.DayOf(time.Now()), "the day, in China's time")
	f.StringVar(&period, "period", "day", "what the date lies in: day, week or month")
	f.StringVar(&division, "division", "", "code of a division below the region: its briefing alone")
	f.StringVar(&out, "out", "", "file to write")
	f.StringVar(&lang, "lang", "zh", "language of the page: zh or en")
	f.StringVar(&link, "link", "", "address of the console, which opens what a sentence speaks of (default: briefing.link)")
	return c
}

// writeBriefing writes beside the target first, so that a failure leaves no half page.
func writeBriefing(out string, b pagedata.Briefing, f leader.BriefingFile) error {
	part := out + ".part"
	file, err := os.Create(part)
	if err != nil {
		return err
	}
	err = leader.RenderBriefing(file, b, f)
	if e := file.Close(); err == nil {
		err = e
	}
	if err != nil {
		_ = os.Remove(part)
		return err
	}
	return os.Rename(part, out)
}
