package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"huiying/analyzers/route"
	"huiying/app"
	"huiying/app/judging"
	"huiying/configs"
	"huiying/internal/cli"
	"huiying/opinion"
	"huiying/register"
	"huiying/words"
)

func routeCommand() *cobra.Command {
	var at app.Address
	var asJSON bool
	var req opinion.RouteRequest
	var level string
	var past pastAsk
	c := &cobra.Command{
		Use:   "route --topic T --division D --severity S",
		Short: "Which unit must answer, and why, step by step (派单)",
		Args:  exactly(0, "flags only"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			req.Severity = opinion.Severity(level)
			if !req.Severity.Known() {
				return fmt.Errorf("%w: --severity is one of %s", cli.ErrUsage, opinion.Listed(opinion.Severities))
			}
			cfg, err := configs.Load(at.Config)
			if err != nil {
				return err
			}
			if err := knownPlaces(cfg, req); err != nil {
				return err
			}
			rules, err := adopted(cmd, at)
			if err != nil {
				return err
			}
			return printRoute(cmd, cfg, req, rules, past, asJSON)
		},
	}
	f := c.Flags()
	f.StringVar(&req.Topic, "topic", "", "catalogue item, such as ecology/noise")
	f.StringVar(&req.Division, "division", "", "code of the place, such as 540102")
	f.StringVar(&req.Home, "home", "", "home division of the source, where the text names no place")
	f.StringVar(&level, "severity", "IV", "I, II, III or IV")
	f.StringSliceVar(&req.Also, "also", nil, "further sectors")
	f.StringSliceVar(&req.Places, "places", nil, "further places")
	f.StringVar(&past.text, "text", "", "what was said, for what past orders propose; without it topic and place alone speak")
	f.StringVar(&past.model, "model", "", "a model of 'huiying learn' (default: as configured in route.model)")
	f.BoolVar(&asJSON, "json", false, "print JSON")
	f.StringVar(&at.Data, "data", "", "data directory, or that of a running server: past decisions that were adopted as rules (派单规则) count too")
	f.StringVar(&at.Config, "config", "", "configuration directory (default: the shipped samples)")
	return c
}

// knownPlaces refuses a topic or a place that does not exist: a route to nowhere would look like one.
func knownPlaces(cfg *configs.Config, req opinion.RouteRequest) error {
	for _, id := range append([]string{req.Topic}, req.Also...) {
		if no, unknown := cfg.UnknownTopic(id); unknown && id != "" {
			return fmt.Errorf("%w: %s", cli.ErrUsage, no)
		}
	}
	places, err := judging.Places(cfg)
	if err != nil {
		return err
	}
	for _, code := range append([]string{req.Division, req.Home}, req.Places...) {
		if _, known := places.Division(code); code != "" && !known {
			no, _ := app.UnknownDivision(cfg, places, code)
			return fmt.Errorf("%w: %s", cli.ErrUsage, no)
		}
	}
	return nil
}

// adopted are the rules of dispatch that a data directory holds. Without one it says on standard
// error that the principles alone decide.
func adopted(cmd *cobra.Command, at app.Address) (rules []register.DispatchRule, err error) {
	if at.Data == "" {
		fmt.Fprintln(cmd.ErrOrStderr(), "by the principles only: adopted rules (派单规则) are known with --data DIR")
		return nil, nil
	}
	err = app.WithOffice(cmd.Context(), at, func(ctx context.Context, o app.Office) error {
		rules, err = o.Rules(ctx)
		return err
	})
	if err == nil {
		fmt.Fprintf(cmd.ErrOrStderr(), "adopted rules (派单规则) in force: %d\n", len(rules))
	}
	return rules, err
}

func unitName(t *route.Table, id string) string {
	u, _ := t.Unit(id)
	return u.Name
}

func printRoute(cmd *cobra.Command, cfg *configs.Config, req opinion.RouteRequest,
	rules []register.DispatchRule, past pastAsk, asJSON bool) error {
	known, err := judging.Places(cfg)
	if err != nil {
		return err
	}
	for _, code := range append([]string{req.Division, req.Home}, req.Places...) {
		if _, ok := known.Division(code); code != "" && !ok {
			return fmt.Errorf("%w: no division has the code %q", cli.ErrUsage, code)
		}
	}
	topic, ok := cfg.Topic(req.Topic)
	if req.Topic != "" && !ok {
		return fmt.Errorf("%w: the catalogue has no item %q", cli.ErrUsage, req.Topic)
	}
	req.Refer = topic.Refer
	table, err := judging.Routes(cfg, known)
	if err != nil {
		return err
	}
	inForce := make([]route.Precedent, len(rules))
	for i, rule := range rules {
		inForce[i] = route.Precedent(rule)
	}
	r, err := table.ByPrecedent(req, table.Route(req), route.Adopted(inForce))
	if err != nil {
		return err
	}
	past.config = cmd.Flag("config").Value.String()
	if r, err = past.propose(cfg, req, r); err != nil {
		return err
	}
	w := cmd.OutOrStdout()
	if asJSON {
		return json.NewEncoder(w).Encode(r)
	}
	unit := func(id string) string { return fmt.Sprintf("%s (%s)", unitName(table, id), id) }
	line := func(key, value string) {
		fmt.Fprintf(w, "%s %-8s %s\n", words.Say(words.First, "cli.route."+key),
			words.Say("en", "cli.route."+key), value)
	}
	line("lead", unit(r.Lead))
	for _, co := range r.Co {
		line("co", unit(co))
	}
	if r.Refer != "" {
		line("channel", fmt.Sprintf("%s (%s)", opinion.Statutory(r.Refer).Name(), r.Refer))
	}
	line("rule", fmt.Sprintf("%s (%s)", route.RuleTitle(r.Rule), r.Rule))
	line("basis", r.Basis)
	fmt.Fprintf(w, "%s %s\n", words.Say(words.First, "cli.route.steps"), words.Say("en", "cli.route.steps"))
	for i, step := range r.Why {
		fmt.Fprintf(w, "  %d. %s\n", i+1, step)
	}
	if len(r.Proposals) > 0 {
		fmt.Fprintf(w, "%s %s\n", words.Say(words.First, "cli.route.proposals"), words.Say("en", "cli.route.proposals"))
	}
	for i, p := range r.Proposals {
		name := p.Name
		if p.Unit != "" {
			name = unit(p.Unit)
		}
		fmt.Fprintf(w, "  %d. %s %.0f %%  %s\n", i+1, name, p.Confidence*100, strings.Join(p.Evidence, "；"))
	}
	return nil
}

// pastAsk is what past orders are asked by.
type pastAsk struct{ config, model, text string }

// propose adds what past orders say, where there is a model of them.
func (a pastAsk) propose(cfg *configs.Config, req opinion.RouteRequest, r opinion.Route) (opinion.Route, error) {
	if a.model == "" && cfg.Route.Model == "" {
		return r, nil
	}
	cfg, j, err := judging.For(a.config)
	if err != nil {
		return r, err
	}
	defer j.Close()
	if a.model != "" {
		if err := j.WithHistory(cfg, a.model); err != nil {
			return r, err
		}
	}
	return j.Proposed(req, r, a.text), nil
}
