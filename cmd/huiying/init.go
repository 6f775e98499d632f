package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"huiying/analyzers/territory"
	"huiying/configs"
	"huiying/configs/usual"
	"huiying/internal/cli"
	"huiying/opinion"
	"huiying/words"
)

func initCommand() *cobra.Command {
	var o initOptions
	c := &cobra.Command{
		Use: "init [DIR] --division NAME|CODE --contact ADDRESS | init DIR (--fill | --units FILE | --orders FILE) [--dry-run]",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return wrongUse("one_directory")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.lang = langOf(cmd)
			if len(args) == 1 {
				o.dir = args[0]
			}
			if cli.Terminal(cmd.InOrStdin()) {
				o.ask = cli.NewAsker(cmd.InOrStdin(), cmd.ErrOrStderr())
			}
			if o.filling {
				return o.fill(cmd.OutOrStdout())
			}
			if o.list.given() && o.Division == "" {
				return o.lists(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr())
			}
			if o.dry {
				return wrongUse("dry_init")
			}
			if o.list.given() && o.dir == "" {
				return wrongUse("lists_directory")
			}
			if err := o.run(cmd.Context(), cmd.OutOrStdout()); err != nil || !o.list.given() {
				return err
			}
			return o.lists(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := c.Flags()
	f.StringVar(&o.Division, "division", "", "")
	f.StringVar(&o.Name, "office", "", "")
	f.StringVar(&o.Contact, "contact", "", "")
	f.StringArrayVar(&o.Records, "record", nil, "")
	f.StringVar(&o.Site, "site", "", "")
	f.StringVar(&o.emblem, "emblem", "", "")
	f.BoolVar(&o.filling, "fill", false, "")
	f.BoolVar(&o.dry, "dry-run", false, "")
	f.StringVar(&o.list.units, "units", "", "")
	f.StringVar(&o.list.orders, "orders", "", "")
	f.StringVar(&o.list.take, "take", "", "")
	f.StringToStringVar(&o.list.columns, "column", nil, "")
	return c
}

// initOptions are what was said about the place, and by whom the rest can be asked.
type initOptions struct {
	usual.Office
	dir, lang    string
	emblem       string // a picture's file
	filling, dry bool
	list         initLists
	ask          *cli.Asker // nil where nobody is there to ask
}

func (o initOptions) say(key string, args ...any) string { return words.Say(o.lang, key, args...) }

func (o initOptions) wrong(key string, args ...any) error {
	return fmt.Errorf("%w: %s", cli.ErrUsage, o.say(key, args...))
}

func (o initOptions) run(ctx context.Context, out io.Writer) error {
	places, err := territory.National()
	if err != nil {
		return err
	}
	table, err := usual.Organisation()
	if err != nil {
		return err
	}
	if err := o.draw(); err != nil {
		return err
	}
	if err := o.empty(); err != nil { // before anybody answers questions for nothing
		return err
	}
	place, err := o.place(ctx, places)
	if err != nil {
		return err
	}
	o.Division = place.Code
	if o.dir == "" {
		o.dir = place.Code
		if err := o.empty(); err != nil {
			return err
		}
	}
	if err := o.rest(ctx, places); err != nil {
		return err
	}
	files, err := usual.Make(places, table, o.Office)
	if errors.Is(err, usual.ErrElsewhere) {
		return o.wrong("cli.init.elsewhere", place.Name)
	}
	if err != nil {
		return err
	}
	if err := usual.WriteNew(o.dir, files); err != nil {
		return err
	}
	cfg, err := configs.Load(o.dir)
	if err != nil {
		return err
	}
	return o.tell(out, cfg, strings.Join(usual.Choices(places, []opinion.Division{place}), ""))
}

// draw reads the picture of the emblem and draws it anew.
func (o *initOptions) draw() error {
	if o.emblem == "" {
		return nil
	}
	raw, err := os.ReadFile(o.emblem)
	if err != nil {
		return err
	}
	if o.Emblem, err = usual.Emblem(raw); err != nil {
		return o.wrong("setup.bad.emblem")
	}
	return nil
}

// empty refuses a directory that holds something already.
func (o initOptions) empty() error {
	if o.dir == "" {
		return nil
	}
	switch list, err := os.ReadDir(o.dir); {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(list) > 0:
		return o.wrong("cli.init.full", o.dir)
	}
	return nil
}

// place is the one division that is meant.
func (o initOptions) place(ctx context.Context, places *territory.Table) (opinion.Division, error) {
	for given := o.Division; ; {
		found := usual.Find(places, given)
		if len(found) == 1 {
			return found[0], nil
		}
		said := ""
		switch {
		case len(found) > 1:
			said = o.say("cli.init.several", given) + "\n" + numbered(places, found)
		case given != "":
			said = words.Unknown("division", given, divisions(places)).In(o.lang)
		}
		if o.ask == nil {
			if said == "" {
				said = o.say("cli.init.no_division")
			}
			return opinion.Division{}, fmt.Errorf("%w: %s", cli.ErrUsage, said)
		}
		if said != "" {
			o.ask.Say(said)
		}
		question := o.say("cli.init.division")
		if len(found) > 1 {
			question = o.say("cli.init.which", len(found))
		}
		answer, err := o.answer(ctx, question, "cli.init.no_division")
		if err != nil {
			return opinion.Division{}, err
		}
		if n, err := strconv.Atoi(answer); err == nil && n > 0 && n <= len(found) {
			return found[n-1], nil
		}
		given = answer
	}
}

func numbered(places *territory.Table, list []opinion.Division) string {
	lines := usual.Choices(places, list)
	for i, d := range list {
		lines[i] = fmt.Sprintf("%3d  %s  %s", i+1, d.Code, lines[i])
	}
	return strings.Join(lines, "\n")
}

// divisions are all that can be meant, for what comes nearest to a slip.
func divisions(places *territory.Table) (out []words.Named) {
	for _, d := range usual.All(places) {
		out = append(out, words.Named{ID: d.Code, Name: d.Name})
	}
	return out
}

// answer asks; missing says what was not answered where nobody is there any more.
func (o initOptions) answer(ctx context.Context, question, missing string) (string, error) {
	answer, err := o.ask.Ask(ctx, question)
	if errors.Is(err, io.EOF) {
		return "", o.wrong(missing)
	}
	return answer, err
}

var plainMail = regexp.MustCompile(`^[^@\s:/]+@[^@\s]+$`)

// rest asks for what is not said, and looks at what is.
func (o *initOptions) rest(ctx context.Context, places *territory.Table) error {
	if err := o.reached(ctx); err != nil {
		return err
	}
	if o.ask == nil {
		if !configs.SiteCode(o.Site) {
			return o.wrong("cli.init.bad_site")
		}
		return nil
	}
	records := strings.Join(o.Records, "、")
	for _, x := range []struct {
		into     *string
		question string
	}{{&o.Name, o.say("cli.init.office", usual.OfficeOf(places, o.Division))},
		{&records, o.say("cli.init.records")}, {&o.Site, o.say("cli.init.site")}} {
		if err := o.optional(ctx, x.into, x.question); err != nil {
			return err
		}
	}
	for !configs.SiteCode(o.Site) {
		o.ask.Say(o.say("cli.init.bad_site"))
		o.Site = ""
		if err := o.optional(ctx, &o.Site, o.say("cli.init.site")); err != nil {
			return err
		}
	}
	o.Records = nil
	for r := range strings.FieldsFuncSeq(records, func(r rune) bool { return strings.ContainsRune(",，;；、", r) }) {
		if r = strings.TrimSpace(r); r != "" {
			o.Records = append(o.Records, r)
		}
	}
	return nil
}

// optional asks for what may stay empty; nobody who answers any more is no fault.
func (o *initOptions) optional(ctx context.Context, into *string, question string) (err error) {
	if *into == "" {
		*into, err = o.ask.Ask(ctx, question)
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// reached asks until the contact is one.
func (o *initOptions) reached(ctx context.Context) (err error) {
	for {
		if plainMail.MatchString(o.Contact) {
			o.Contact = "mailto:" + o.Contact
		}
		if configs.Reachable(o.Contact) {
			return nil
		}
		bad := "cli.init.bad_contact"
		if o.Contact == "" {
			bad = "cli.init.no_contact"
		}
		if o.ask == nil {
			return o.wrong(bad)
		}
		if o.Contact != "" {
			o.ask.Say(o.say(bad))
		}
		o.Contact, err = o.answer(ctx, o.say("cli.init.contact"), "cli.init.no_contact")
		if err != nil {
			return err
		}
	}
}

// tell says what was made and what to do with it.
func (o initOptions) tell(out io.Writer, cfg *configs.Config, place string) error {
	own := 0
	for _, u := range cfg.Units {
		if u.Division == cfg.Region {
			own++
		}
	}
	_, err := fmt.Fprintf(out, "%s\n%s\n  huiying check --config %s\n  huiying serve --config %s\n%s\n",
		o.say("cli.init.made", place, o.dir, own, len(cfg.Units)), o.say("cli.init.next"), o.dir, o.dir,
		o.say("cli.init.then", o.dir))
	return err
}
