package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"huiying/analyzers/dispatch"
	"huiying/app/judging"
	"huiying/collectors/intake"
	"huiying/internal/cli"
	"huiying/opinion"
	"huiying/redact"
)

type learnOptions struct {
	config, out string
	columns     map[string]string
	json        bool
}

func learnCommand() *cobra.Command {
	var o learnOptions
	c := &cobra.Command{
		Use:  "learn ORDERS… [--out MODEL]",
		Args: atLeastOne("orders"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := c.Flags()
	f.StringVar(&o.out, "out", "dispatch.model", "")
	f.StringVar(&o.config, "config", "", "")
	f.StringToStringVar(&o.columns, "column", nil, "")
	f.BoolVar(&o.json, "json", false, "")
	return c
}

func (o learnOptions) run(ctx context.Context, files []string, out, errOut io.Writer) error {
	if _, err := os.Stat(filepath.Dir(o.out)); err != nil {
		return err // better now than after minutes
	}
	cfg, j, err := judging.For(o.config)
	if err != nil {
		return err
	}
	defer j.Close()
	home := ""
	if o.config != "" {
		home = cfg.Region
	}
	debug.SetMemoryLimit(learnMemory)
	start := time.Now()
	past, err := readPast(ctx, j, files, home, o.columns, errOut)
	if err != nil {
		return err
	}
	bar := cli.NewBar(-1, "learning and measuring", errOut, false)
	model, report, err := dispatch.Learn(ctx, past.orders, dispatch.Options{
		Place:  func(unit string) (string, string) { return j.Seat(unit, past.home) },
		Topics: judging.Duties(cfg),
		Progress: func(done, total int) {
			bar.ChangeMax(total)
			_ = bar.Set(done)
		}})
	if err != nil {
		return err
	}
	_ = bar.Finish()
	if err := writeWhole(o.out, model.Save); err != nil {
		return err
	}
	if report.Until == "" {
		fmt.Fprintln(errOut, "huiying: no order tells its date; where this office's own dispatches teach the model "+
			"day by day, those among these orders count twice. A column 'date' (日期) ends that")
	}
	if o.json {
		return asJSON(out, report)
	}
	fmt.Fprintf(out, "%d orders, %d units: first %.3f, among three %.3f, calibration error %.3f on %d orders not seen; %.1f s; %s\n",
		report.Orders, report.Units, report.First, report.Three, report.ECE, report.Measured,
		time.Since(start).Seconds(), o.out)
	return nil
}

// learnMemory is from how many bytes on the collector of garbage works harder: 100,000 orders are to be
// learned within 2 GB.
const learnMemory = 1500 << 20

// pastOrders are the orders of files as the dispatch model learns them.
type pastOrders struct {
	orders []dispatch.Order
	ids    []string // as the records call them
	home   string   // where most of them are at home
}

// readPast reads, redacts and judges past orders on all cores, with a bar by bytes. Records that
// cannot be read, and those without a unit, are counted on errOut and left out.
func readPast(ctx context.Context, j *judging.Judges, files []string, home string,
	columns map[string]string, errOut io.Writer) (pastOrders, error) {
	p := pastOrders{home: home}
	var without, faulty int
	homes := map[string]int{}
	for _, name := range files {
		err := eachPast(ctx, name, columns, errOut, func(batch []intake.PastOrder) {
			orders, ids := make([]dispatch.Order, len(batch)), make([]string, len(batch))
			errs := make([]error, len(batch))
			judging.AtOnce(0, len(batch), func(i int) {
				orders[i], ids[i], errs[i] = orderOf(j, batch[i], home)
			})
			for i, err := range errs {
				switch {
				case err != nil:
					faulty++
					fmt.Fprintf(errOut, "%s:%d: %v\n", name, batch[i].Line, err)
				case orders[i].Unit == "":
					without++
				default:
					p.orders, p.ids = append(p.orders, orders[i]), append(p.ids, ids[i])
					homes[batch[i].Draft.Division]++
				}
			}
		})
		if err != nil {
			return p, fmt.Errorf("%s: %w", name, err)
		}
	}
	if without > 0 {
		fmt.Fprintf(errOut, "huiying: %d orders name no unit and were left out\n", without)
	}
	if faulty > 0 {
		fmt.Fprintf(errOut, "huiying: %d orders could not be read and were left out\n", faulty)
	}
	most := 0
	for at, n := range homes {
		if at != "" && (n > most || n == most && at < p.home) {
			p.home, most = at, n
		}
	}
	return p, nil
}

// eachPast hands on the orders of a file, so many at once.
func eachPast(ctx context.Context, name string, columns map[string]string, errOut io.Writer,
	do func([]intake.PastOrder)) error {
	f, bar, err := openShown(name, errOut)
	if err != nil {
		return err
	}
	defer f.Close()
	defer func() { _ = bar.Finish() }()
	const many = 1024
	batch := make([]intake.PastOrder, 0, many)
	for o := range intake.ReadPast(f, name, intake.Options{Source: "past", Kind: opinion.KindHotline,
		Columns: columns, Anyway: true, OnBytes: func(n int64) { _ = bar.Set64(n) }}) {
		if batch = append(batch, o); len(batch) == many {
			do(batch)
			batch = batch[:0]
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
	}
	do(batch)
	return ctx.Err()
}

// orderOf redacts and judges one past order.
func orderOf(j *judging.Judges, p intake.PastOrder, home string) (dispatch.Order, string, error) {
	if p.Err != nil {
		return dispatch.Order{}, "", p.Err
	}
	m, err := opinion.NewMention(p.Draft)
	if err != nil {
		return dispatch.Order{}, "", err
	}
	if p.Draft.Division != "" {
		home = p.Draft.Division
	}
	o := dispatch.Order{Reading: j.Reading(m, home), Unit: plainName(p.Unit), Returned: p.Returned}
	if !m.PublishedAt.IsZero() {
		o.Date = opinion.DayOf(m.PublishedAt)
	}
	for _, level := range p.Category {
		o.Category = append(o.Category, plainName(level))
	}
	if p.District != "" {
		o.District = j.District(p.District, home)
	}
	return o, m.Ref, nil
}

// plainName is a name of a unit or a category, which stays in the model: nobody's number or name is in
// it, whatever column it was taken from.
func plainName(name string) string {
	name, _ = redact.Text(opinion.CleanText(name))
	if r := []rune(name); len(r) > 60 {
		return string(r[:60])
	}
	return name
}
