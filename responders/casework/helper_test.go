package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"huiying/opinion"
)

var t0 = time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC) // Friday 10:00 in Beijing

func testEnv(t testing.TB) Env {
	t.Helper()
	cals, err := NewCalendars()
	if err != nil {
		t.Fatal(err)
	}
	units := map[string]opinion.Unit{
		"town":   {ID: "town", Superior: "county"},
		"county": {ID: "county", Superior: "city"},
		"city":   {ID: "city", Superior: "prov"},
		"prov":   {ID: "prov"},
		"water":  {ID: "water", Superior: "city"},
	}
	clocks := map[string]opinion.ClockProfile{
		"emergency": {ID: "emergency", Limit: 5 * time.Hour, Calendar: opinion.CalendarAlways, Basis: "国办发〔2016〕80号"},
		"opinion": {ID: "opinion", Limit: 48 * time.Hour, Sign: 4 * time.Hour,
			Inform: 12 * time.Hour, Calendar: opinion.CalendarAlways, Basis: "国办发〔2016〕61号"},
		"hotline-utility": {ID: "hotline-utility", Limit: 24 * time.Hour, Calendar: opinion.CalendarAlways},
		"hotline-general": {ID: "hotline-general", Limit: 7 * day, Calendar: opinion.CalendarNatural},
	}
	topics := map[string]opinion.Topic{"municipal": {ID: "municipal"},
		"municipal/water": {ID: "municipal/water", Clock: "hotline-utility"}}
	return Env{
		Unit:      func(id string) (u opinion.Unit, ok bool) { u, ok = units[id]; return },
		Clock:     func(id string) (p opinion.ClockProfile, ok bool) { p, ok = clocks[id]; return },
		Topic:     func(id string) (x opinion.Topic, ok bool) { x, ok = topics[id]; return },
		Calendars: cals,
		Office:    "prov",
	}
}

func finding(n int, issue string) opinion.Finding {
	var f opinion.Finding
	f.ID = fmt.Sprintf("m%d", n)
	f.Source, f.Kind, f.PublishedAt = "board", opinion.KindBoard, t0.Add(-time.Hour)
	f.Issue = opinion.IssueRef{ID: issue, Size: 1}
	f.Topic.ID, f.Demand.ID, f.Severity.Level = "municipal", opinion.Complaint, opinion.SeverityIV
	f.Division, f.Route.Lead = "440106", "county"
	return f
}

// must carries out commands one after the other.
func must(t testing.TB, c opinion.Case, env Env, at time.Time, cmds ...opinion.Command) opinion.Case {
	t.Helper()
	for _, cmd := range cmds {
		c = fold(c, decided(t, c, env, at, cmd))
	}
	return c
}

// decided is what comes of one command; one that names nobody is given by who may.
func decided(t testing.TB, c opinion.Case, env Env, at time.Time, cmd opinion.Command) []opinion.Event {
	t.Helper()
	if cmd.By == "" {
		cmd.By = "coordinator"
		if may[cmd.Move] == bySystem {
			cmd.By = System
		}
	}
	events, err := Decide(c, cmd, env, at)
	if err != nil {
		t.Fatalf("%s: %v", cmd.Move, err)
	}
	return events
}

func opened(t testing.TB, env Env) opinion.Case {
	f := finding(1, "i1")
	return must(t, opinion.Case{}, env, t0, opinion.Command{Move: opinion.MoveOpen, Finding: &f})
}

var (
	cmdDispatch = opinion.Command{Move: opinion.MoveDispatch, Unit: "county"}
	cmdSign     = opinion.Command{Move: opinion.MoveSign, By: "unit:county"}
	cmdHandle   = opinion.Command{Move: opinion.MoveHandle, By: "unit:county"}
	cmdReturn   = opinion.Command{Move: opinion.MoveReturn, Reason: "职能不符", Text: "三定方案第三条"}
	cmdAnswer   = opinion.Command{Move: opinion.MoveAnswer, Text: "已修复。", Kind: "解决公布", URL: "https://a.gov.cn/1"}
	cmdVerified = opinion.Command{Move: opinion.MoveVerify, OK: true}
	cmdFailed   = opinion.Command{Move: opinion.MoveVerify, Reason: "网页上没有答复"}
	cmdClose    = opinion.Command{Move: opinion.MoveClose, Outcome: opinion.AnsweredInPublic, Solved: "yes"}
)

// memory keeps cases in memory. between is called before each write, to be faster than it.
type memory struct {
	mu      sync.Mutex
	events  map[string][]opinion.Event
	writes  int
	between func(id string)
}

type faster struct{}

func (faster) Error() string  { return "somebody was faster" }
func (faster) Conflict() bool { return true }

func newMemory() *memory { return &memory{events: map[string][]opinion.Event{}} }

func (m *memory) Load(_ context.Context, id string) (opinion.Case, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return fold(opinion.Case{}, m.events[id]), nil
}

func (m *memory) Append(ctx context.Context, before opinion.Case, events ...opinion.Event) error {
	return m.AppendAll(ctx, []opinion.Case{before}, [][]opinion.Event{events})
}

func (m *memory) AppendAll(_ context.Context, before []opinion.Case, events [][]opinion.Event) error {
	if m.between != nil {
		for i := range events {
			m.between(events[i][0].Case)
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, c := range before {
		if uint64(len(m.events[events[i][0].Case])) != c.Version {
			return faster{}
		}
	}
	m.writes++
	for _, list := range events {
		id := list[0].Case
		c := fold(opinion.Case{}, m.events[id])
		for _, e := range list {
			if err := e.Check(c); err != nil {
				return err
			}
			c = c.Apply(e)
			m.events[id] = append(m.events[id], e)
		}
	}
	return nil
}

// bells are timers that remember.
type bells struct {
	mu sync.Mutex
	at map[string]time.Time
}

func (b *bells) Schedule(_ context.Context, key string, at time.Time, _ []byte) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.at == nil {
		b.at = map[string]time.Time{}
	}
	b.at[key] = at
	return nil
}

func (b *bells) Cancel(_ context.Context, key string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.at, key)
	return nil
}

func code(err error) string {
	if r, ok := errors.AsType[*MoveRefusal](err); ok {
		return r.Code
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func moves(events []opinion.Event) string {
	var out []string
	for _, e := range events {
		out = append(out, string(e.Type))
	}
	return strings.Join(out, " ")
}

func has(list []opinion.Move, m opinion.Move) bool { return slices.Contains(list, m) }
