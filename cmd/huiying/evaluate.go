package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"huiying/analyzers/issue"
	"huiying/analyzers/territory"
	"huiying/collectors/intake"
	"huiying/opinion"
)

// figures is what every task of evaluate reports: right answers by kind, and the misses.
type figures struct {
	Task   string            `json:"task"`
	Kinds  map[string]figure `json:"kinds"`
	Total  figure            `json:"total"`
	Extra  map[string]any    `json:"extra,omitempty"`
	Misses []string          `json:"misses,omitempty"`
}

type figure struct {
	Cases int `json:"cases"`
	Right int `json:"right"`
}

func (f *figures) add(kind string, right bool) {
	if f.Kinds == nil {
		f.Kinds = map[string]figure{}
	}
	k := f.Kinds[kind]
	k.Cases++
	f.Total.Cases++
	if right {
		k.Right++
		f.Total.Right++
	}
	f.Kinds[kind] = k
}

type evaluateOptions struct {
	config, task, gold string
	json               bool
	misses             int
}

func evaluateCommand() *cobra.Command {
	var o evaluateOptions
	c := &cobra.Command{
		Use:   "evaluate FILE [--task topic|territory|issue|redact|route] [--json]",
		Short: "How right a judgement is on cases whose answer is known",
		Long: `Each task reads JSON lines:
  territory  {"id","kind","text","expect":[{"code"}],"candidates","accept_also"}
  redact     {"kind","value","valid","personal"?}: an identifier that must go, or a look-alike that must stay
  topic      {"id","title","text","label"}: labels are matched to the catalogue's fields by majority
  issue      messages, with --gold FILE of {"id","name","message_ids","ambiguous_ids"}
  route      {"topic","division","home","severity","also","places","lead"}`,
		Args: exactly(1, "one file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), args[0], cmd.OutOrStdout())
		},
	}
	f := c.Flags()
	f.StringVar(&o.task, "task", "territory", "topic, territory, issue, redact or route")
	f.StringVar(&o.gold, "gold", "", "known issues, for --task issue")
	f.StringVar(&o.config, "config", "", "configuration directory (default: the shipped samples)")
	f.BoolVar(&o.json, "json", false, "print JSON, with all misses")
	f.IntVar(&o.misses, "misses", 0, "how many misses to print")
	return c
}

func (o evaluateOptions) run(ctx context.Context, file string, out io.Writer) error {
	tasks := map[string]func(context.Context, *judges, string) (figures, error){
		"territory": evaluateTerritory, "redact": evaluateRedact, "topic": evaluateTopic, "issue": o.evaluateIssue, "route": evaluateRoute,
	}
	task, ok := tasks[o.task]
	if !ok {
		return fmt.Errorf("%w: --task is one of %s", errUsage, strings.Join(slices.Sorted(maps.Keys(tasks)), ", "))
	}
	_, j, err := judgesFor(o.config)
	if err != nil {
		return err
	}
	defer j.Close()
	f, err := task(ctx, j, file)
	if err != nil {
		return err
	}
	f.Task = o.task
	if o.json {
		enc := json.NewEncoder(out)
		enc.SetEscapeHTML(false)
		return enc.Encode(f)
	}
	f.print(out, o.misses)
	return nil
}

func (f figures) print(w io.Writer, misses int) {
	fmt.Fprintf(w, "%-26s %7s %7s  %s\n", f.Task, "cases", "right", "share")
	line := func(name string, k figure) {
		fmt.Fprintf(w, "%-26s %7d %7d  %.3f\n", name, k.Cases, k.Right, float64(k.Right)/max(float64(k.Cases), 1))
	}
	for _, name := range slices.Sorted(maps.Keys(f.Kinds)) {
		line(name, f.Kinds[name])
	}
	line("all", f.Total)
	for _, name := range slices.Sorted(maps.Keys(f.Extra)) {
		fmt.Fprintf(w, "%-26s %v\n", name, f.Extra[name])
	}
	for _, m := range f.Misses[:min(misses, len(f.Misses))] {
		fmt.Fprintln(w, "miss:", m)
	}
}

// lines calls f with each JSON line of a file, decoded into a T.
func lines[T any](file string, f func(T) error) error {
	r, err := os.Open(file)
	if err != nil {
		return err
	}
	defer r.Close()
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 1<<16), 16<<20)
	for n := 1; s.Scan(); n++ {
		if len(s.Bytes()) == 0 {
			continue
		}
		var v T
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			return fmt.Errorf("%s:%d: this is no JSON object of that task: %w", file, n, err)
		}
		if err := f(v); err != nil {
			return err
		}
	}
	return s.Err()
}

func evaluateTerritory(_ context.Context, j *judges, file string) (figures, error) {
	r, err := os.Open(file)
	if err != nil {
		return figures{}, err
	}
	defer r.Close()
	cases, err := territory.ReadCases(r)
	if err != nil {
		return figures{}, err
	}
	rep := j.places.Score(cases)
	f := figures{Kinds: map[string]figure{}, Total: figure{rep.Total.Cases, rep.Total.Right},
		Extra: map[string]any{"right at the level expected": fmt.Sprintf("%.3f", float64(rep.Total.Exact)/max(float64(rep.Total.Cases), 1))}}
	for name, k := range rep.Kinds {
		f.Kinds[name] = figure{k.Cases, k.Right}
	}
	for _, m := range rep.Misses {
		got := "nothing"
		if m.Got != nil {
			got = fmt.Sprintf("%s %s %.2f", m.Got.Code, m.Got.Name, m.Got.Confidence)
		}
		f.Misses = append(f.Misses, fmt.Sprintf("%s %s %q: %s, want %v", m.Case.ID, m.Case.Kind, m.Case.Text, got, m.Case.Expect))
	}
	return f, nil
}

// carriers are sentences into which an identifier is put; in some it touches other words.
var carriers = []string{"请回电%s，谢谢。", "我反映过三次：%s", "（%s）请尽快处理", "情况属实%s特此说明", "%s"}

func evaluateRedact(_ context.Context, _ *judges, file string) (figures, error) {
	var f figures
	type vector struct {
		Kind, Value string
		Valid       bool
		Personal    *bool
	}
	err := lines(file, func(v vector) error {
		if v.Kind == "mobile_prefixes" {
			return nil
		}
		mustGo := v.Valid && (v.Personal == nil || *v.Personal)
		kind := v.Kind
		if !mustGo {
			kind = "look-alike: " + v.Kind
		}
		for _, c := range carriers {
			out, _ := opinion.Redact(strings.Replace(c, "%s", v.Value, 1))
			right := strings.Contains(out, v.Value) != mustGo
			f.add(kind, right)
			if !right {
				f.Misses = append(f.Misses, fmt.Sprintf("%s %q -> %q", kind, strings.Replace(c, "%s", v.Value, 1), out))
			}
		}
		return nil
	})
	return f, err
}

// evaluateTopic shows how the catalogue's fields fall onto other labels: each field stands
// for the label that most of its texts have.
func evaluateTopic(_ context.Context, j *judges, file string) (figures, error) {
	type labelled struct{ ID, Title, Text, Label string }
	var all []labelled
	var got []string
	votes := map[string]map[string]int{}
	err := lines(file, func(m labelled) error {
		field, _, _ := strings.Cut(j.topics.Judge(m.Title, m.Text).ID, "/")
		all, got = append(all, m), append(got, field)
		if votes[field] == nil {
			votes[field] = map[string]int{}
		}
		votes[field][m.Label]++
		return nil
	})
	stands := map[string]string{}
	for field, labels := range votes {
		stands[field] = slices.MaxFunc(slices.Sorted(maps.Keys(labels)), func(a, b string) int { return cmp.Compare(labels[a], labels[b]) })
	}
	var f figures
	none := 0
	for i, m := range all {
		right := got[i] != "" && stands[got[i]] == m.Label
		f.add(m.Label, right)
		if got[i] == "" {
			none++
		}
		if !right {
			f.Misses = append(f.Misses, fmt.Sprintf("%s %s: %s", m.ID, m.Label, cmp.Or(got[i], "no topic")))
		}
	}
	f.Extra = map[string]any{"without a topic": none}
	return f, err
}

func (o evaluateOptions) evaluateIssue(ctx context.Context, j *judges, file string) (figures, error) {
	if o.gold == "" {
		return figures{}, fmt.Errorf("%w: --task issue needs --gold FILE, the known issues", errUsage)
	}
	var gold []issue.Gold
	if err := lines(o.gold, func(g issue.Gold) error { gold = append(gold, g); return nil }); err != nil {
		return figures{}, err
	}
	r, err := os.Open(file)
	if err != nil {
		return figures{}, err
	}
	defer r.Close()
	var mentions []opinion.Mention
	for rec := range intake.Read(r, file, intake.Options{Source: "evaluate", Kind: opinion.KindBoard, Now: time.Now}) {
		if m, err := opinion.NewMention(rec.Draft); rec.Err == nil && err == nil {
			mentions = append(mentions, m)
		}
	}
	// Grouping works in one pass, so it is judged in the order in which people spoke.
	slices.SortStableFunc(mentions, func(a, b opinion.Mention) int { return a.When().Compare(b.When()) })
	groups := map[string]string{}
	for _, m := range mentions {
		found, err := j.analyzer.Analyze(ctx, m)
		if err != nil {
			return figures{}, err
		}
		groups[m.Ref] = found.Issue.ID
	}
	res := issue.Score(groups, gold)
	f := figures{Extra: map[string]any{
		"mean best-cluster F1": fmt.Sprintf("%.3f", res.MeanF1),
		"largest group":        fmt.Sprintf("%d mentions (largest known issue: %d)", res.Largest, res.LargestTrue)}}
	for _, m := range res.Matches {
		f.Extra["F1 of "+m.Name] = fmt.Sprintf("%.2f (%d of %d, group of %d)", m.F1, m.Hit, m.True, m.Size)
		for range m.Hit {
			f.add(m.Gold, true)
		}
		for _, id := range m.Missed {
			f.add(m.Gold, false)
			f.Misses = append(f.Misses, m.Gold+" misses "+id)
		}
	}
	return f, nil
}

func evaluateRoute(_ context.Context, j *judges, file string) (figures, error) {
	var f figures
	type worked struct {
		opinion.RouteRequest
		Lead string
	}
	err := lines(file, func(w worked) error {
		got := j.units.Route(w.RouteRequest)
		f.add(got.Rule, got.Lead == w.Lead)
		if got.Lead != w.Lead {
			f.Misses = append(f.Misses, fmt.Sprintf("%+v: %s by %s, want %s", w.RouteRequest, got.Lead, got.Rule, w.Lead))
		}
		return nil
	})
	return f, err
}
