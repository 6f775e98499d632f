package deploy

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/promql/promqltest"
)

// exported reads what /metrics really tells: a test of app holds the list to it.
func exported(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("testdata/metrics.txt")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{"up": {"job", "instance"}}
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		has := append(f[2:], "job", "instance")
		out[f[0]] = has
		if f[1] == "histogram" {
			delete(out, f[0])
			out[f[0]+"_bucket"], out[f[0]+"_sum"], out[f[0]+"_count"] = append(slices.Clone(has), "le"), has, has
		}
	}
	return out
}

// knows checks that an expression asks for nothing that nobody tells.
func knows(t *testing.T, where, text string, names map[string][]string) {
	t.Helper()
	expr, err := parser.ParseExpr(text)
	if err != nil {
		t.Errorf("%s: %v", where, err)
		return
	}
	have := []string{}
	parser.Inspect(expr, func(n parser.Node, _ []parser.Node) error {
		s, ok := n.(*parser.VectorSelector)
		if !ok {
			return nil
		}
		has, ok := names[s.Name]
		if !ok {
			t.Errorf("%s: nobody tells %s", where, s.Name)
		}
		for _, m := range s.LabelMatchers {
			if m.Name != labels.MetricName && !slices.Contains(has, m.Name) {
				t.Errorf("%s: %s has no label %s", where, s.Name, m.Name)
			}
		}
		have = append(have, has...)
		return nil
	})
	parser.Inspect(expr, func(n parser.Node, _ []parser.Node) error {
		if a, ok := n.(*parser.AggregateExpr); ok {
			for _, l := range a.Grouping {
				if !slices.Contains(have, l) {
					t.Errorf("%s: nothing in it has the label %s", where, l)
				}
			}
		}
		return nil
	})
}

func alarms(t *testing.T) map[string]rulefmt.Rule {
	t.Helper()
	groups, errs := rulefmt.ParseFile("prometheus/alerts.yaml", false, model.UTF8Validation)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	out := map[string]rulefmt.Rule{}
	for _, g := range groups.Groups {
		for _, r := range g.Rules {
			out[r.Alert] = r
		}
	}
	return out
}

func TestAlarmsAskForWhatIsTold(t *testing.T) {
	names := exported(t)
	for name, r := range alarms(t) {
		knows(t, name, r.Expr, names)
		if r.Annotations["summary"] == "" || r.Annotations["do"] == "" || r.Labels["severity"] == "" || r.For == 0 {
			t.Errorf("%s does not say what is wrong, what to do, how grave it is, and when", name)
		}
	}
}

func TestDashboardAsksForWhatIsTold(t *testing.T) {
	text, err := os.ReadFile("grafana/huiying.json")
	if err != nil {
		t.Fatal(err)
	}
	var board struct {
		UID        string
		Templating struct{ List []struct{ Name, Type string } }
		Panels     []struct {
			ID         int
			Title      string
			Datasource struct{ Type, UID string }
			GridPos    struct{ X, Y, W, H int }
			Targets    []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(text, &board); err != nil {
		t.Fatal(err)
	}
	names, ids, asked := exported(t), map[int]bool{}, ""
	for _, p := range board.Panels {
		if ids[p.ID] || p.Datasource.UID != "${source}" || p.GridPos.X+p.GridPos.W > 24 || len(p.Targets) == 0 {
			t.Errorf("panel %q: %+v", p.Title, p)
		}
		ids[p.ID] = true
		for _, q := range p.Targets {
			knows(t, p.Title, q.Expr, names)
			asked += q.Expr
		}
	}
	if len(board.Templating.List) != 1 || board.Templating.List[0].Name != "source" {
		t.Errorf("the dashboard does not ask which Prometheus it stands on: %+v", board.Templating)
	}
	for name := range names {
		family := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, "_bucket"), "_sum"), "_count")
		if strings.HasPrefix(name, "huiying_step") && !strings.Contains(asked, family) {
			t.Errorf("the dashboard does not show %s", family)
		}
	}
}

// well is an installation that has nothing to complain of, a value a minute for three hours.
// The clock of the story begins at 0, so moments are seconds since then.
var well = map[string]string{
	`up{job="huiying",instance="a"}`:                            "1x180",
	`huiying_step_done_total{step="analyze",instance="a"}`:      "0+60x180",
	`huiying_step_done_total{step="index",instance="a"}`:        "0+60x180",
	`huiying_step_done_total{step="respond",instance="a"}`:      "0+60x180",
	`huiying_step_done_total{step="deadline",instance="a"}`:     "0+1x180",
	`huiying_step_lag_seconds{step="index",instance="a"}`:       "2x180",
	`huiying_step_retried_total{step="index",instance="a"}`:     "3x180",
	`huiying_dead_letters{instance="a"}`:                        "0x180",
	`huiying_sources{state="ok",instance="a"}`:                  "4x180",
	`huiying_sources{state="failing",instance="a"}`:             "0x180",
	`huiying_source_last_success_timestamp_seconds{source="s"}`: "0+60x180",
	`huiying_source_last_new_timestamp_seconds{source="s"}`:     "0+60x180",
	`huiying_cases_overdue{instance="a"}`:                       "0x180",
	`huiying_clock_skew_seconds{instance="a"}`:                  "0.05x180",
	`huiying_notice_channel_failing{channel="c",instance="a"}`:  "0x180",
	`huiying_register_behind{instance="a"}`:                     "12x180",
	`huiying_archive_behind{instance="a"}`:                      "12x180",
	`huiying_damaged{instance="a"}`:                             "0x180",
}

// Each alarm is silent while all is well, and rings in its own trouble.
func TestAlarmsRingWhenTheyShould(t *testing.T) {
	trouble := map[string][2]string{ // the series that changes, and how; "" = it is not there
		"HuiyingDown":            {`up{job="huiying",instance="a"}`, "0x180"},
		"HuiyingStepMissing":     {`huiying_step_done_total{step="respond",instance="a"}`, ""},
		"HuiyingLag":             {`huiying_step_lag_seconds{step="index",instance="a"}`, "0+60x180"},
		"HuiyingLagGrave":        {`huiying_step_lag_seconds{step="index",instance="a"}`, "0+60x180"},
		"HuiyingDeadLetters":     {`huiying_dead_letters{instance="a"}`, "1x180"},
		"HuiyingRetrying":        {`huiying_step_retried_total{step="index",instance="a"}`, "0+60x180"},
		"HuiyingSourceFailing":   {`huiying_sources{state="failing",instance="a"}`, "1x180"},
		"HuiyingSourceUnreached": {`huiying_source_last_success_timestamp_seconds{source="s"}`, "-90000x180"},
		"HuiyingSourceSilent":    {`huiying_source_last_new_timestamp_seconds{source="s"}`, "-700000x180"},
		"HuiyingCasesOverdue":    {`huiying_cases_overdue{instance="a"}`, "2x180"},
		"HuiyingChannelDead":     {`huiying_notice_channel_failing{channel="c",instance="a"}`, "1x180"},
		"HuiyingClockSkew":       {`huiying_clock_skew_seconds{instance="a"}`, "-3600x180"},
		"HuiyingRegisterBehind":  {`huiying_register_behind{instance="a"}`, "5000x180"},
		"HuiyingArchiveBehind":   {`huiying_archive_behind{instance="a"}`, "5000x180"},
		"HuiyingDamaged":         {`huiying_damaged{instance="a"}`, "1x180"},
	}
	engine := promqltest.NewTestEngine(t, false, 5*time.Minute, promqltest.DefaultMaxSamplesPerQuery)
	rings := func(rule rulefmt.Rule, series map[string]string) bool {
		load := "load 1m\n"
		for name, values := range series {
			if values != "" {
				load += fmt.Sprintf("  %s %s\n", name, values)
			}
		}
		store := promqltest.LoadedStorage(t, load)
		defer store.Close()
		// it rings when it holds at every minute of its time
		end := time.Unix(0, 0).Add(3 * time.Hour)
		for at := end.Add(-time.Duration(rule.For)); !at.After(end); at = at.Add(5 * time.Minute) {
			q, err := engine.NewInstantQuery(t.Context(), store, promql.NewPrometheusQueryOpts(false, 0), rule.Expr, at)
			if err != nil {
				t.Fatal(err)
			}
			res := q.Exec(t.Context())
			v, err := res.Vector()
			q.Close()
			if err != nil {
				t.Fatal(err)
			}
			if len(v) == 0 {
				return false
			}
		}
		return true
	}
	for name, rule := range alarms(t) {
		if rings(rule, well) {
			t.Errorf("%s rings while all is well", name)
		}
		how, ok := trouble[name]
		if !ok {
			t.Errorf("%s is tried by no story", name)
			continue
		}
		if _, known := well[how[0]]; !known {
			t.Fatalf("the story of %s changes %s, which nobody tells", name, how[0])
		}
		story := map[string]string{}
		for k, v := range well {
			story[k] = v
		}
		story[how[0]] = how[1]
		if !rings(rule, story) {
			t.Errorf("%s does not ring in its own trouble", name)
		}
	}
}
