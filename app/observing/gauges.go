package observing

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"huiying/console/facts"
	"huiying/opinion"
)

// gauges tells what goes on inside, each time somebody looks at /metrics. No label holds a
// word of a mention.
type gauges struct{ Parts }

var (
	stepIn = prometheus.NewDesc("huiying_step_done_total",
		"Messages a step has ended, by success or as dead letters.", []string{"step"}, nil)
	stepOut = prometheus.NewDesc("huiying_step_published_total",
		"Messages a step has published.", []string{"step"}, nil)
	stepRetried = prometheus.NewDesc("huiying_step_retried_total",
		"Attempts that failed and will be made again.", []string{"step"}, nil)
	stepDead    = prometheus.NewDesc("huiying_step_dead_total", "Messages a step gave up.", []string{"step"}, nil)
	stepPending = prometheus.NewDesc("huiying_step_pending", "Messages that wait for a step.", []string{"step"}, nil)
	stepLag     = prometheus.NewDesc("huiying_step_lag_seconds",
		"How long the oldest message that waits for a step has been waiting.", []string{"step"},
		nil)
	stepSeconds = prometheus.NewDesc("huiying_step_seconds", "What a step takes for a batch.", []string{"step"}, nil)
	stepAge     = prometheus.NewDesc("huiying_step_age_seconds",
		"From the storing of a message until a step has ended it.", []string{"step"}, nil)
	clockSkew = prometheus.NewDesc("huiying_clock_skew_seconds",
		"How far the clock of this process is ahead of the log's.", nil, nil)
	sourceSeen = prometheus.NewDesc("huiying_source_last_success_timestamp_seconds",
		"When a source was last visited with success.", []string{"source"}, nil)
	sourceNew = prometheus.NewDesc("huiying_source_last_new_timestamp_seconds",
		"When a source last had something new.", []string{"source"}, nil)
	deadLetter  = prometheus.NewDesc("huiying_dead_letters", "Dead letters that wait for somebody.", nil, nil)
	caseState   = prometheus.NewDesc("huiying_cases", "Cases by state.", []string{"state"}, nil)
	caseOverdue = prometheus.NewDesc("huiying_cases_overdue", "Cases whose answer is owed and late.", nil, nil)
	registerLag = prometheus.NewDesc("huiying_register_behind", "Events the register has not seen.", nil, nil)
	archiveLag  = prometheus.NewDesc("huiying_archive_behind", "Events that are not in the archive yet.", nil, nil)
	damaged     = prometheus.NewDesc("huiying_damaged",
		"Streams of the log (and the archive) that have not kept what they acknowledged.", nil, nil)
	noticeFails = prometheus.NewDesc("huiying_notice_channel_failures",
		"Failures in a row of a way of telling the office.", []string{"channel"}, nil)
	noticeDead = prometheus.NewDesc("huiying_notice_channel_failing",
		"1 where a way of telling the office counts as dead.", []string{"channel"}, nil)
	alertState = prometheus.NewDesc("huiying_alerts", "Alerts that are not over, by state and kind.",
		[]string{"state", "kind"}, nil)
	sourceState = prometheus.NewDesc("huiying_sources", "Sources by state, such as working, late, failing or blocked.",
		[]string{"state"}, nil)
)

// Describe sends nothing: the set of labels depends on the roles of this process.
func (gauges) Describe(chan<- *prometheus.Desc) {}

// Collect asks every part once. A part that does not answer is left out.
func (g gauges) Collect(out chan<- prometheus.Metric) {
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Second)
	defer stop()
	counter := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, v, labels...)
	}
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	for _, s := range g.Bus.Stats(ctx) {
		counter(stepIn, float64(s.In), s.Name)
		counter(stepOut, float64(s.Out), s.Name)
		counter(stepRetried, float64(s.Retried), s.Name)
		counter(stepDead, float64(s.Dead), s.Name)
		gauge(stepPending, float64(s.Pending), s.Name)
		gauge(stepLag, s.Lag.Seconds(), s.Name)
		out <- prometheus.MustNewConstHistogram(stepSeconds, s.Took.Count, s.Took.Sum, s.Took.Below, s.Name)
		out <- prometheus.MustNewConstHistogram(stepAge, s.Age.Count, s.Age.Sum, s.Age.Below, s.Name)
	}
	if ahead, err := g.Bus.Skew(ctx); err == nil {
		gauge(clockSkew, ahead.Seconds())
	}
	if n, err := g.Bus.DeadLetters().Count(ctx); err == nil {
		gauge(deadLetter, float64(n))
	}
	if n, err := g.RegisterBehind(ctx); err == nil {
		gauge(registerLag, float64(n))
	}
	if g.ArchiveBehind != nil {
		if n, err := g.ArchiveBehind(ctx); err == nil {
			gauge(archiveLag, float64(n))
		}
	}
	if g.Damaged != nil {
		gauge(damaged, float64(len(g.Damaged())))
	}
	if all, err := g.Channels(ctx); err == nil {
		for _, ch := range all {
			dead := 0.0
			if ch.State == "failing" {
				dead = 1
			}
			gauge(noticeFails, float64(ch.Failures), ch.ID)
			gauge(noticeDead, dead, ch.ID)
		}
	}
	if s, err := g.Register.Stats(ctx); err == nil {
		for state, n := range s.ByState {
			gauge(caseState, float64(n), string(state))
		}
	}
	if loads, err := g.Register.UnitLoad(ctx, g.Now()); err == nil {
		late := 0
		for _, l := range loads {
			late += l.Late
		}
		gauge(caseOverdue, float64(late))
	}
	if counts, err := g.Alerts(ctx); err == nil {
		g.alerts(counts, gauge)
	}
	if rows, err := g.Sources(ctx); err == nil {
		by := map[opinion.SourceState]int{}
		for _, r := range rows {
			by[r.State]++
			if !r.LastSuccess.IsZero() {
				gauge(sourceSeen, float64(r.LastSuccess.Unix()), r.ID)
			}
			if !r.LastNew.IsZero() {
				gauge(sourceNew, float64(r.LastNew.Unix()), r.ID)
			}
		}
		for state, n := range by {
			gauge(sourceState, float64(n), string(state))
		}
	}
}

// alerts tells each count, zeros too: what a monitoring system never saw it cannot miss.
func (g gauges) alerts(counts facts.AlertCounts, gauge func(*prometheus.Desc, float64, ...string)) {
	for _, state := range opinion.AlertStates {
		if !state.Open() {
			continue
		}
		for _, kind := range opinion.AlertKinds {
			n := counts[facts.AlertIs{State: state, Kind: kind}]
			gauge(alertState, float64(n), string(state), string(kind))
		}
	}
}
