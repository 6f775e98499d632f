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

	"github.com/spf13/cobra"

	"huiying/analyzers/territory"
	"huiying/app/judging"
	"huiying/opinion"
	"huiying/redact"
)

// figures is what every task of evaluate reports: right answers by kind, and the misses.
type figures struct {
	Task   string            `json:"task"`
	Kinds  map[string]figure `json:"kinds"`
	Total  figure            `json:"total"`
	Extra  map[string]any    `json:"extra,omitempty"`
	Detail detail            `json:"detail,omitempty"`
	Misses []miss            `json:"misses"`
}

// detail is what one task alone reports; it stands in the place of the kinds.
type detail interface {
	print(w io.Writer, misses int)
}

type figure struct {
	Cases int `json:"cases"`
	Right int `json:"right"`
}

// miss is one wrong answer. Text is redacted and cut short: enough to find the case.
type miss struct {
	Kind     string   `json:"kind"`
	ID       string   `json:"id,omitempty"`
	Text     string   `json:"text,omitempty"`
	Got      string   `json:"got"`
	Want     string   `json:"want,omitempty"`
	Evidence []string `json:"evidence,omitempty"`
}

// brief is a text of which a miss may show something.
func brief(text string) string {
	text, _ = redact.Text(text)
	if r := []rune(strings.Join(strings.Fields(text), " ")); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
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
	config, task, gold, model string
	dispatch, home            string // dispatch model; home of the orders
	columns                   map[string]string
	sure                      float64
	json                      bool
	misses                    int
}

func evaluateCommand() *cobra.Command {
	var o evaluateOptions
	c := &cobra.Command{
		Use:  "evaluate FILE [--task topic|territory|issue|redact|route|answer|dispatch|alerts] [--json]",
		Args: exactly(1, "file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), args[0], cmd.OutOrStdout())
		},
	}
	f := c.Flags()
	f.StringVar(&o.task, "task", "territory", "")
	f.StringVar(&o.gold, "gold", "", "")
	f.StringVar(&o.model, "topic-model", "", "")
	f.StringVar(&o.dispatch, "model", "dispatch.model", "")
	f.StringToStringVar(&o.columns, "column", nil, "")
	f.Float64Var(&o.sure, "topic-sure", 0, "")
	f.StringVar(&o.config, "config", "", "")
	f.BoolVar(&o.json, "json", false, "")
	f.IntVar(&o.misses, "misses", 5, "")
	return c
}

func (o evaluateOptions) run(ctx context.Context, file string, out io.Writer) error {
	tasks := map[string]task{
		"territory": evaluateTerritory, "redact": evaluateRedact, "topic": evaluateTopic,
		"issue": o.evaluateIssue, "route": evaluateRoute,
		"alerts": o.evaluateAlerts, "answer": evaluateAnswer, "dispatch": func(ctx context.Context, j *judging.Judges,
			file string) (figures, error) {
			return o.evaluateDispatch(ctx, j, file)
		},
	}
	judge, ok := tasks[o.task]
	switch {
	case !ok:
		return wrongUse("choice", "--task", strings.Join(slices.Sorted(maps.Keys(tasks)), ", "))
	case (o.task == "issue" || o.task == "alerts") && o.gold == "":
		return wrongUse("gold")
	}
	cfg, j, err := judging.For(o.config)
	if err != nil {
		return err
	}
	defer j.Close()
	if o.config != "" {
		o.home = cfg.Region
	}
	if o.model != "" {
		if err := j.WithModel(cfg, o.model, o.sure); err != nil {
			return err
		}
	}
	return o.report(ctx, judge, j, file, out)
}

// task judges the cases of a file.
type task func(ctx context.Context, j *judging.Judges, file string) (figures, error)

func (o evaluateOptions) report(ctx context.Context, judge task, j *judging.Judges, file string, out io.Writer) error {
	f, err := judge(ctx, j, file)
	if err != nil {
		return err
	}
	f.Task = o.task
	if !o.json {
		f.print(out, o.misses)
		return nil
	}
	if f.Misses == nil {
		f.Misses = []miss{}
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return enc.Encode(f)
}

func (f figures) print(w io.Writer, misses int) {
	fmt.Fprintf(w, "%s %7s %7s  %s\n", pad(f.Task, 26), "cases", "right", "share")
	line := func(name string, k figure) {
		fmt.Fprintf(w, "%s %7d %7d  %.3f\n", pad(name, 26), k.Cases, k.Right, share(k.Right, k.Cases))
	}
	if f.Detail == nil {
		for _, name := range slices.Sorted(maps.Keys(f.Kinds)) {
			line(name, f.Kinds[name])
		}
	}
	line("all", f.Total)
	for _, name := range slices.Sorted(maps.Keys(f.Extra)) {
		fmt.Fprintf(w, "%s %v\n", pad(name, 26), f.Extra[name])
	}
	if f.Detail != nil {
		fmt.Fprintln(w)
		f.Detail.print(w, misses)
	}
	printMisses(w, f.Misses, misses)
}

// printMisses lists up to so many misses of each kind, and how many more there are.
func printMisses(w io.Writer, all []miss, limit int) {
	if limit == 0 {
		return
	}
	kinds := map[string][]miss{}
	for _, m := range all {
		kinds[m.Kind] = append(kinds[m.Kind], m)
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		fmt.Fprintf(w, "\nmissed, %s: %d\n", kind, len(kinds[kind]))
		for i, m := range kinds[kind] {
			if limit > 0 && i == limit {
				fmt.Fprintf(w, "  and %d more (--misses -1 prints all)\n", len(kinds[kind])-i)
				break
			}
			fmt.Fprintln(w, " ", m)
		}
	}
}

func (m miss) String() string {
	var parts []string
	if m.ID != "" {
		parts = append(parts, m.ID)
	}
	if m.Text != "" {
		parts = append(parts, "「"+m.Text+"」")
	}
	parts = append(parts, "got "+m.Got)
	if len(m.Evidence) > 0 {
		parts = append(parts, "by "+strings.Join(m.Evidence, " "))
	}
	if m.Want != "" {
		parts = append(parts, "want "+m.Want)
	}
	return strings.Join(parts, ", ")
}

func share(part, whole int) float64 { return float64(part) / float64(max(whole, 1)) }

// pad fills a name up to a width, counting a Chinese character as two columns.
func pad(name string, width int) string {
	for _, r := range name {
		if width--; r >= 0x1100 {
			width--
		}
	}
	return name + strings.Repeat(" ", max(width, 0))
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

func evaluateTerritory(_ context.Context, j *judging.Judges, file string) (figures, error) {
	r, err := os.Open(file)
	if err != nil {
		return figures{}, err
	}
	defer r.Close()
	cases, err := territory.ReadCases(r)
	if err != nil {
		return figures{}, err
	}
	rep := j.Places.Score(cases, j.Words.Jieba.Cut)
	f := figures{Kinds: map[string]figure{}, Total: figure{rep.Total.Cases, rep.Total.Right},
		Extra: map[string]any{"right at the level expected": fmt.Sprintf("%.3f",
			float64(rep.Total.Exact)/max(float64(rep.Total.Cases), 1))}}
	for name, k := range rep.Kinds {
		f.Kinds[name] = figure{k.Cases, k.Right}
	}
	for _, m := range rep.Misses {
		got, want := "nothing", make([]string, len(m.Case.Expect))
		if m.Got != nil {
			got = fmt.Sprintf("%s %s %.2f", m.Got.Code, m.Got.Name, m.Got.Confidence)
		}
		for i, e := range m.Case.Expect {
			want[i] = e.Code
		}
		f.Misses = append(f.Misses, miss{Kind: m.Case.Kind, ID: m.Case.ID, Text: brief(m.Case.Text),
			Got: got, Want: cmp.Or(strings.Join(want, " or "), "nothing")})
	}
	return f, nil
}

// sentenceFrames are sentences into which an identifier is put; in some it touches other words.
var sentenceFrames = []string{"请回电%s，谢谢。", "我反映过三次：%s", "（%s）请尽快处理", "情况属实%s特此说明", "%s"}

func evaluateRedact(_ context.Context, _ *judging.Judges, file string) (figures, error) {
	var f figures
	type vector struct {
		Kind, Value, Text string
		Valid             bool
		Personal          *bool
	}
	var gone, kept figure
	restless := 0
	err := lines(file, func(v vector) error {
		if v.Kind == "mobile_prefixes" {
			return nil
		}
		mustGo := v.Valid && (v.Personal == nil || *v.Personal)
		kind, want, sum := v.Kind, "gone", &gone
		if !mustGo {
			kind, want, sum = "look-alike: "+v.Kind, "kept", &kept
		}
		for _, text := range sentences(v.Text, v.Value) {
			out, _ := redact.Text(text)
			if again, _ := redact.Text(out); again != out {
				restless++
			}
			right := strings.Contains(out, v.Value) != mustGo
			f.add(kind, right)
			sum.Cases++
			if right {
				sum.Right++
				continue
			}
			f.Misses = append(f.Misses, miss{Kind: kind, Text: text, Got: out, Want: want})
		}
		return nil
	})
	f.Extra = map[string]any{
		"identifiers gone":   fmt.Sprintf("%.4f of %d", share(gone.Right, gone.Cases), gone.Cases),
		"look-alikes kept":   fmt.Sprintf("%.4f of %d", share(kept.Right, kept.Cases), kept.Cases),
		"not the same twice": restless,
	}
	return f, err
}

// sentences to try a value in: the case's own, or the frames.
func sentences(text, value string) []string {
	if text != "" {
		return []string{text}
	}
	out := make([]string, len(sentenceFrames))
	for i, c := range sentenceFrames {
		out[i] = strings.Replace(c, "%s", value, 1)
	}
	return out
}

func evaluateRoute(_ context.Context, j *judging.Judges, file string) (figures, error) {
	var f figures
	type worked struct {
		opinion.RouteRequest
		ID, Kind, Lead, Rule string
		Co                   []string
	}
	err := lines(file, func(w worked) error {
		got := j.Units.Route(w.RouteRequest)
		right := got.Lead == w.Lead && (w.Co == nil || slices.Equal(got.Co, w.Co)) &&
			(w.Rule == "" || got.Rule == w.Rule)
		kind := cmp.Or(w.Kind, w.Rule, got.Rule)
		f.add(kind, right)
		if !right {
			asked := strings.Join(slices.DeleteFunc(append([]string{w.Topic, w.Division, w.Home,
				string(w.Severity)}, w.Places...), func(s string) bool { return s == "" }), " ")
			f.Misses = append(f.Misses, miss{Kind: kind, ID: w.ID, Text: asked, Evidence: got.Why,
				Got: routed(got.Lead, got.Co, got.Rule), Want: routed(w.Lead, w.Co, w.Rule)})
		}
		return nil
	})
	return f, err
}

func routed(lead string, co []string, rule string) string {
	if len(co) > 0 {
		lead += " with " + strings.Join(co, " ")
	}
	if rule != "" {
		lead += " (" + rule + ")"
	}
	return lead
}
