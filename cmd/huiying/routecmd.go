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
		Use:  "route --topic T --division D --severity S",
		Args: exactly(0, "nothing"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			req.Severity = opinion.Severity(level)
			if !req.Severity.Known() {
				return wrongUse("choice", "--severity", opinion.Listed(opinion.Severities))
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
	f.StringVar(&req.Topic, "topic", "", "")
	f.StringVar(&req.Division, "division", "", "")
	f.StringVar(&req.Home, "home", "", "")
	f.StringVar(&level, "severity", "IV", "")
	f.StringSliceVar(&req.Also, "also", nil, "")
	f.StringSliceVar(&req.Places, "places", nil, "")
	f.StringVar(&past.text, "text", "", "")
	f.StringVar(&past.model, "model", "", "")
	f.BoolVar(&asJSON, "json", false, "")
	f.StringVar(&at.Data, "data", "", "")
	f.StringVar(&at.Config, "config", "", "")
	return c
}

// knownPlaces refuses a topic or a place that does not exist: a route to nowhere would look like one.
func knownPlaces(cfg *configs.Config, req opinion.RouteRequest) error {
	for _, id := range append([]string{req.Topic}, req.Also...) {
		if no, unknown := cfg.UnknownTopic(id); unknown && id != "" {
			return misuse{no}
		}
	}
	places, err := judging.Places(cfg)
	if err != nil {
		return err
	}
	for _, code := range append([]string{req.Division, req.Home}, req.Places...) {
		if _, known := places.Division(code); code != "" && !known {
			no, _ := app.UnknownDivision(cfg, places, code)
			return misuse{no}
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
			return wrongUse("no_division", code)
		}
	}
	topic, ok := cfg.Topic(req.Topic)
	if req.Topic != "" && !ok {
		return wrongUse("no_topic", req.Topic)
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
