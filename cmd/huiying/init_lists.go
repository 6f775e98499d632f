package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"huiying/analyzers/territory"
	"huiying/app/judging"
	"huiying/collectors/intake"
	"huiying/configs"
	"huiying/configs/usual"
	"huiying/opinion"
	"huiying/words"
)

// initLists are files that tell who is there and who does what, and which of the proposals are taken.
type initLists struct {
	units, orders string
	columns       map[string]string
	take          string // "all", or numbers such as 1,3-5
}

func (l initLists) given() bool { return l.units != "" || l.orders != "" }

// lists compares a directory with lists of the office and writes what a person takes of the proposals.
func (o initOptions) lists(ctx context.Context, out, beside io.Writer) error {
	if o.dir == "" {
		return wrongUse("lists_directory")
	}
	cfg, err := configs.Load(o.dir)
	if err != nil {
		return o.tellOthers(out, err)
	}
	places, err := judging.Places(cfg)
	if err != nil {
		return err
	}
	all, err := o.proposals(ctx, cfg, places, out, beside)
	if errors.Is(err, usual.ErrElsewhere) || errors.Is(err, usual.ErrDivision) {
		return o.wrong("cli.init.elsewhere", usualName(places, cfg.Region))
	}
	if err != nil {
		return err
	}
	for i, p := range all {
		fmt.Fprintf(out, "%3d  %s\n", i+1, o.proposal(cfg, p))
	}
	if len(all) == 0 {
		fmt.Fprintln(out, o.say("cli.lists.none"))
		return nil
	}
	taken, err := o.taken(ctx, all)
	if err != nil {
		return err
	}
	path := filepath.Join(o.dir, unitsFile)
	switch {
	case len(taken) == 0:
		fmt.Fprintln(out, o.say("cli.lists.take"))
		return nil
	case o.dry:
		fmt.Fprintln(out, o.say("cli.fill.dry", path))
		return nil
	}
	text, err := o.withTaken(cfg, taken)
	switch {
	case errors.Is(err, usual.ErrEdit):
		return errors.New(o.say("cli.fill.by_hand", err))
	case err != nil:
		return o.tellOthers(out, err)
	}
	if err := replace(path, text); err != nil {
		return err
	}
	fmt.Fprintln(out, o.say("cli.lists.written", len(taken), path, o.dir))
	return nil
}

// proposals are those of all lists; what was understood of the lists is told first.
func (o initOptions) proposals(ctx context.Context, cfg *configs.Config, places *territory.Table,
	out, beside io.Writer) (all []usual.Proposal, err error) {
	table, err := usual.Organisation()
	if err != nil {
		return nil, err
	}
	if o.list.units != "" {
		listed, err := o.readUnits(cfg, out)
		if err != nil {
			return nil, err
		}
		some, unknown, err := usual.Compare(places, table, cfg.Region, cfg.Units, cfg.Topics, listed)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
		for _, u := range unknown {
			fmt.Fprintln(out, o.say("cli.lists.unknown", u.Line, u.Name))
		}
	}
	if o.list.orders != "" {
		tally, err := o.tally(ctx, cfg, places, table, beside)
		if err != nil {
			return nil, err
		}
		all = append(all, usual.ByOrders(cfg.Units, cfg.Region, cfg.Topics, tally)...)
	}
	return all, nil
}

// readUnits reads a list of departments, and says what its columns mean and what was dropped.
func (o initOptions) readUnits(cfg *configs.Config, out io.Writer) ([]usual.Listed, error) {
	raw, err := os.ReadFile(o.list.units)
	if err != nil {
		return nil, err
	}
	list, err := intake.ReadUnits(raw, o.list.units, o.list.columns)
	if errors.Is(err, intake.ErrHeader) {
		return nil, errors.New(o.say("cli.lists.header", o.list.units))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.list.units, err)
	}
	for _, c := range list.Columns {
		if c.Label != "" {
			means := c.Means
			if means == "" || means == intake.Waived {
				means = "none"
			}
			fmt.Fprintln(out, o.say("cli.lists.column", c.Label, o.say("cli.lists.means."+means)))
		}
	}
	fmt.Fprintln(out, o.say("cli.lists.read", len(list.Units), list.Dropped))
	var listed []usual.Listed
	for _, u := range list.Units {
		if u.Division == "" || u.Division == cfg.Region || strings.TrimRight(u.Division, "0") == strings.TrimRight(cfg.Region, "0") {
			listed = append(listed, usual.Listed{Line: u.Line, Name: u.Name, Duties: u.Duties})
		}
	}
	return listed, nil
}

// tally counts which unit handled how many past orders about which topic.
func (o initOptions) tally(ctx context.Context, cfg *configs.Config, places *territory.Table, table *usual.Table,
	beside io.Writer) (usual.Tally, error) {
	_, j, err := judging.For(o.dir)
	if err != nil {
		return nil, err
	}
	defer j.Close()
	past, err := readPast(ctx, j, []string{o.list.orders}, cfg.Region, o.list.columns, beside)
	if err != nil {
		return nil, err
	}
	named, err := usual.Named(places, table, cfg.Region, cfg.Units)
	if err != nil {
		return nil, err
	}
	tally := usual.Tally{}
	for _, order := range past.orders {
		topic := order.Topic
		if topic == "" || order.Returned {
			continue
		}
		unit, known := named(order.Unit)
		if !known {
			unit = order.Unit
		}
		if tally[topic] == nil {
			tally[topic] = map[string]int{}
		}
		tally[topic][unit]++
	}
	return tally, nil
}

// proposal is one as a person reads it, with its evidence.
func (o initOptions) proposal(cfg *configs.Config, p usual.Proposal) string {
	name := func(id string) string {
		if i := slices.IndexFunc(cfg.Units, func(u opinion.Unit) bool { return u.ID == id }); i >= 0 {
			return cfg.Units[i].Name
		}
		return o.say("cli.lists.nobody")
	}
	switch topics := o.topics(cfg, []string{p.Topic}); {
	case p.What == usual.Renamed:
		return o.say("cli.lists.renamed", p.Unit.Name, p.Name, p.Line)
	case p.What == usual.Added:
		return o.say("cli.lists.added", p.Unit.Name, o.topics(cfg, p.Unit.Topics), p.Line, p.Words)
	case p.Orders > 0:
		return o.say("cli.lists.by_orders", topics, p.Unit.Name, name(p.From), p.Orders, p.Of)
	default:
		return o.say("cli.lists.moved", topics, p.Unit.Name, name(p.From), p.Line, p.Words)
	}
}

// taken are the proposals that a person takes: by --take, or asked for each at a terminal.
func (o initOptions) taken(ctx context.Context, all []usual.Proposal) (out []usual.Proposal, err error) {
	given := o.list.take
	if given == "" && o.ask != nil && !o.dry {
		if given, err = o.ask.Ask(ctx, o.say("cli.lists.which", len(all))); err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
	}
	numbers, ok := chosen(given, len(all))
	if !ok {
		return nil, o.wrong("cli.lists.numbers", len(all))
	}
	for _, n := range numbers {
		out = append(out, all[n-1])
	}
	return out, nil
}

// chosen reads "all", or numbers of a list such as 1,3-5.
func chosen(given string, most int) (out []int, ok bool) {
	if given = strings.TrimSpace(given); given == "all" || given == words.Say(words.First, "cli.lists.all") {
		for n := range most {
			out = append(out, n+1)
		}
		return out, true
	}
	for part := range strings.FieldsFuncSeq(given, func(r rune) bool { return strings.ContainsRune(",，、 ", r) }) {
		first, last, span := strings.Cut(part, "-")
		if !span {
			last = first
		}
		from, err1 := strconv.Atoi(first)
		to, err2 := strconv.Atoi(last)
		if err1 != nil || err2 != nil || from < 1 || to < from || to > most {
			return nil, false
		}
		for n := from; n <= to; n++ {
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out, true
}

// withTaken is units.yaml with proposals. It is read again and checked before anybody writes it.
func (o initOptions) withTaken(cfg *configs.Config, taken []usual.Proposal) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(o.dir, unitsFile))
	if err != nil {
		return nil, err
	}
	after := usual.Taken(cfg.Units, taken)
	if text, err = usual.Rewrite(text, cfg.Units, after, words.Say(words.First, "cli.fill.heading")); err != nil {
		return nil, err
	}
	got, err := configs.LoadChanged(o.dir, map[string][]byte{unitsFile: text})
	if err != nil {
		return nil, err
	}
	if !sameUnits(got.Units, after) {
		return nil, fmt.Errorf("%s: %w", unitsFile, usual.ErrEdit)
	}
	return text, nil
}
