package main

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/app/judging"
	"huiying/configs"
	"huiying/console/leader"
	"huiying/opinion"
	"huiying/responders/briefing"
	"huiying/responders/briefing/pagedata"
	"huiying/words"
)

func briefCommand() *cobra.Command {
	var at app.Address
	var date, period, division, out, link string
	c := &cobra.Command{
		Use:  "brief --date YYYY-MM-DD [--period day|week|month] --out FILE.{" + strings.Join(leader.BriefingFormats(), ",") + "}",
		Args: exactly(0, "nothing"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			day, err := time.ParseInLocation(time.DateOnly, date, opinion.Beijing)
			if err != nil {
				return wrongUse("day", "--date", date)
			}
			if _, err := briefing.ParsePeriod(period); err != nil {
				return wrongUse("choice", "--period", "day, week, month")
			}
			f := leader.BriefingFile{Ext: strings.TrimPrefix(filepath.Ext(out), "."), Lang: words.First}
			if cmd.Flag("lang").Changed { // a document is in the office's language, whoever calls
				f.Lang = langOf(cmd)
			}
			if leader.BriefingKind(f.Ext) == "" {
				return wrongUse("ending", "--out", "."+strings.Join(leader.BriefingFormats(), ", ."))
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
					return misuse{no}
				}
			}
			f.Font, f.Link, f.Paper = cfg.Briefing.Font, cmp.Or(link, cfg.Briefing.Link), app.PaperOf(cfg)
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
	f.StringVar(&date, "date", opinion.DayOf(time.Now()), "")
	f.StringVar(&period, "period", "day", "")
	f.StringVar(&division, "division", "", "")
	f.StringVar(&out, "out", "", "")
	f.StringVar(&link, "link", "", "")
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
