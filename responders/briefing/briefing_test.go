package briefing

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/opinion"
)

var (
	at  = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)  // 11:00 in Beijing
	end = time.Date(2026, 11, 22, 16, 0, 0, 0, time.UTC) // of that day
)

// world is all that a briefing asks, in memory. fail makes every part fail.
type world struct {
	events  []opinion.Event
	issues  []Issue
	sources []SourceHealth
	titles  map[string]string
	said    int
	fail    error
	asked   [2]time.Time
	kept    map[string][]byte
}

func (f *world) Received(_ context.Context, from, to time.Time) ([]Arrived, error) {
	if f.asked[0].IsZero() {
		f.asked = [2]time.Time{from, to}
	}
	return []Arrived{{"2026-11-21", "s0", Received{N: 80, Known: 80}},
		{"2026-11-22", "s0", Received{N: f.said - 9, InCases: 60, Waiting: f.said - 70, Refused: 1,
			Why: map[string]int{"no_text": 1}}},
		{"2026-11-22", "s1", Received{N: 9, Dismissed: 9}}}, f.fail
}
func (f *world) ByPlace(context.Context, time.Time, time.Time) (map[string]int, error) {
	return map[string]int{"98": f.said, "9801": 70}, f.fail
}
func (f *world) EventsOf(_ context.Context, from, to time.Time, moves ...opinion.Move) ([]opinion.Event, error) {
	var out []opinion.Event
	for _, e := range f.events {
		if slices.Contains(moves, e.Type) && !e.At.Before(from) && e.At.Before(to) {
			out = append(out, e)
		}
	}
	return out, f.fail
}
func (f *world) CaseAt(_ context.Context, id string, at time.Time) (c opinion.Case, _ error) {
	for _, e := range f.events {
		if e.Case == id && e.At.Before(at) {
			c = c.Apply(e)
		}
	}
	return c, f.fail
}
func (f *world) OpenAt(ctx context.Context, at time.Time, do func(opinion.Case) error) error {
	seen := map[string]bool{}
	for _, e := range f.events {
		if c, _ := f.CaseAt(ctx, e.Case, at); !seen[e.Case] && c.State.Open() && c.ID != "" {
			_ = do(c)
		}
		seen[e.Case] = true
	}
	return f.fail
}
func (f *world) IssuesOf(context.Context, time.Time, time.Time, time.Time) ([]Issue, error) {
	return f.issues, f.fail
}
func (f *world) NamedBy(_ context.Context, ids []string) (map[string]string, error) {
	out := map[string]string{}
	for _, id := range ids {
		out[id] = "m-" + id
	}
	return out, f.fail
}
func (f *world) DailyOf(context.Context, []string, time.Time, time.Time) (map[string]map[string]int, error) {
	return map[string]map[string]int{"i2": {"2026-11-22": 9, "2026-11-20": 2}}, f.fail
}
func (f *world) Sources(context.Context) ([]SourceHealth, error) { return f.sources, f.fail }
func (f *world) Headings(context.Context, []string) (map[string]string, error) {
	return f.titles, nil
}
func (f *world) Cells() []opinion.Division {
	return []opinion.Division{{Code: "9801", Name: "澄川市"}, {Code: "9802", Name: "岚桥市"}}
}
func (f *world) CellOf(code string) string { return code[:min(4, len(code))] }
func (f *world) Kept(_ context.Context, key string) ([]byte, bool, error) {
	b, ok := f.kept[key]
	return b, ok, nil
}
func (f *world) Keep(_ context.Context, key string, value []byte) ([]byte, error) {
	if _, ok := f.kept[key]; !ok {
		f.kept[key] = value
	}
	return f.kept[key], nil
}

// happen puts an event into a case's history, hours before the end of the day.
func (f *world) happen(id string, hours float64, move opinion.Move, more opinion.Event) {
	more.Case, more.Type, more.At = id, move, end.Add(-time.Duration(hours*float64(time.Hour)))
	c, _ := f.CaseAt(context.Background(), id, end.AddDate(1, 0, 0))
	more.Seq = c.Version + 1
	f.events = append(f.events, more)
}

func (f *world) opened(id, unit string, hours float64, more opinion.Event) {
	more.Unit, more.Mention, more.Division = unit, "m-"+id, "980101"
	f.happen(id, hours, opinion.MoveOpen, more)
	if more.Unsure {
		return
	}
	f.happen(id, hours-1, opinion.MoveDispatch, opinion.Event{Unit: unit,
		Due: end.Add(-30 * time.Hour), Clock: &opinion.Clock{}})
	f.happen(id, hours-1, opinion.MoveSign, opinion.Event{})
	f.happen(id, hours-1, opinion.MoveHandle, opinion.Event{})
}

func newWorld() *world {
	f := &world{said: 120, kept: map[string][]byte{}, titles: map[string]string{"m-i1": "水管爆裂",
		"m-i2": "路灯不亮", "m-c3": "停水"}}
	f.happen("c1", 2, opinion.MoveOpen, opinion.Event{Mention: "m-c1", Unit: "u1", Severity: opinion.SeverityIV})
	f.opened("c2", "", 3, opinion.Event{Unsure: true, Severity: opinion.SeverityIII})
	f.opened("c3", "u2", 40, opinion.Event{})
	f.happen("c3", 6, opinion.MoveAnswer, opinion.Event{URL: "https://a.gov.cn/3"})
	f.happen("c3", 5, opinion.MoveVerify, opinion.Event{OK: true})
	f.opened("c4", "u1", 60, opinion.Event{})
	f.happen("c4", 7, opinion.MoveAnswer, opinion.Event{})
	f.happen("c4", 6, opinion.MoveVerify, opinion.Event{OK: false})
	f.opened("c7", "u1", 90, opinion.Event{})
	f.happen("c7", 20, opinion.MoveAsk, opinion.Event{Limit: 48 * time.Hour})
	f.issues = []Issue{
		{ID: "i1", Severity: opinion.SeverityII, Size: 4, First: at.Add(-time.Hour), Today: 4, Case: "c1"},
		{ID: "i2", Severity: opinion.SeverityIV, Size: 30, First: at.Add(-90 * time.Hour), Today: 9, Before: 7},
		{ID: "i3", Severity: opinion.SeverityIV, Size: 80, First: at.Add(-900 * time.Hour), Today: 10, Before: 70},
		{ID: "i4", Severity: opinion.SeverityIV, Size: 1, First: at, Today: 1},
	}
	f.sources = []SourceHealth{{ID: "s2", Name: "留言板", State: "failing"},
		{ID: "s1", Name: "信箱", State: "late"}, {ID: "s0", Name: "热线", State: "working"}}
	return f
}

func book(f *world, now time.Time) Editions {
	w := Writer{Came: f, Cases: f, Issues: f, Sources: f, Map: f, Unit: func(id string) (opinion.Unit, bool) {
		return opinion.Unit{ID: id, Name: "住建局"}, id == "u1"
	}}
	if !now.IsZero() {
		w.Now = func() time.Time { return now }
	}
	return Editions{Draft: w, Kept: f, Titles: f}
}

func write(t *testing.T, k Editions, p Period) Briefing {
	t.Helper()
	b, err := k.Briefing(t.Context(), p, at)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func number(t *testing.T, b Briefing, id string) Number {
	t.Helper()
	for _, n := range b.Numbers {
		if n.ID == id {
			return n
		}
	}
	t.Fatalf("no number %s", id)
	return Number{}
}

func text(b Briefing) string {
	var out []string
	for _, l := range b.Sentences {
		out = append(out, l.Zh, l.En)
	}
	return strings.Join(out, "\n")
}

func raw(t *testing.T, b Briefing) string {
	t.Helper()
	out, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestWrite(t *testing.T) {
	f := newWorld()
	b := write(t, book(f, time.Time{}), Day)
	if b.Date != "2026-11-22" || !f.asked[0].Equal(end.AddDate(0, 0, -29)) || !f.asked[1].Equal(end) {
		t.Errorf("the day runs in Beijing: %s, asked %v", b.Date, f.asked)
	}
	for id, want := range map[string]int{"mentions": 120, "new_issues": 2, "new_cases": 2, "answered": 2,
		"verified": 1, "doubted": 1, "closed": 0, "overdue": 2, "became_overdue": 0} {
		n := number(t, b, id)
		if n.N != want || n.None || n.Name == "" || n.En == "" {
			t.Errorf("%s: %+v, want %d", id, n, want)
		}
		if id != "mentions" && len(n.IDs) != want {
			t.Errorf("%s: ids %v, link %q behind %d", id, n.IDs, n.Link, want)
		}
	}
	if len(b.Heavy) != 1 || b.Heavy[0].ID != "i1" || !b.Heavy[0].New ||
		b.Heavy[0].Title != "水管爆裂" || b.Heavy[0].State != opinion.Triage {
		t.Errorf("heavy: %+v", b.Heavy)
	}
	if len(b.Growing) != 1 || b.Growing[0].ID != "i2" || len(b.Growing[0].Days) != 14 ||
		b.Growing[0].Days[13] != 9 || b.Growing[0].Days[11] != 2 {
		t.Errorf("growing: %+v: i3 has its usual day", b.Growing)
	}
	if len(b.Overdue) != 1 || b.Overdue[0].Name != "住建局" ||
		!slices.Equal(b.Overdue[0].Cases, []string{"c4", "c7"}) || b.Overdue[0].Hours != 30 {
		t.Errorf("overdue: %+v", b.Overdue)
	}
	if len(b.Answered) != 2 || b.Answered[0].ID != "c4" || b.Answered[1].Hours != 33 ||
		b.Answered[1].State != opinion.Verified || b.Answered[1].Title != "停水" {
		t.Errorf("answered: %+v", b.Answered)
	}
	var kinds []string
	for _, d := range b.Decide {
		kinds = append(kinds, d.Kind+" "+d.Case)
	}
	if !slices.Equal(kinds, []string{"extend c7", "doubt c4", "unsure c2"}) {
		t.Errorf("to decide: %v", kinds)
	}
	if len(b.Places) != 2 || b.Places[0].N != 70 || b.Places[0].Open != 4 ||
		b.Places[0].Overdue != 2 || b.Places[1].N != 0 {
		t.Errorf("places: %+v", b.Places)
	}
	if len(b.Days) != 14 || b.Days[13] != (DayCount{"2026-11-22", 120}) || b.Sources[1].N != 9 || len(b.Missing) != 0 {
		t.Errorf("days %+v, sources %+v, missing %+v", b.Days, b.Sources, b.Missing)
	}
	all := text(b)
	for _, want := range []string{"收到信息120条（按收到之日计）", "其中入办件60条，等待50条，已排除9条，先前已有0条，未能接收1条（没有正文 1）",
		"120 texts came in", "新议题“水管爆裂”：重大，独立反映4次",
		"住建局逾期未答复2件", "来源“留言板”采集失败", "申请延期待批1件"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, all)
		}
	}
	for _, l := range b.Sentences {
		if len(l.IDs) == 0 && l.Link == "" {
			t.Errorf("a sentence with nothing behind it: %s", l.Zh)
		}
	}
}

func TestAPastDayIsToldAgainAsItWas(t *testing.T) {
	for name, keep := range map[string]bool{"from events": false, "as kept": true} {
		t.Run(name, func(t *testing.T) {
			f := newWorld()
			k := book(f, end.Add(2*time.Hour))
			if !keep {
				k.Kept = nil
			}
			first := raw(t, write(t, k, Day))
			// the world goes on: answers, closings, a correction, a purge of what a case held, late
			// texts
			f.happen("c4", -3, opinion.MoveAnswer, opinion.Event{})
			f.happen("c7", -3, opinion.MoveExtend, opinion.Event{Due: end.Add(99 * time.Hour)})
			f.happen("c7", -4, opinion.MoveAnswer, opinion.Event{})
			f.happen("c3", -5, opinion.MoveClose, opinion.Event{Solved: "yes"})
			f.happen("c2", -5, opinion.MoveCorrect, opinion.Event{Mention: "m-c2",
				Severity: opinion.SeverityIV, Division: "980201"})
			f.happen("c1", -6, opinion.MovePurge, opinion.Event{Mention: "m-c1"})
			f.opened("c9", "u2", -9, opinion.Event{})
			if keep {
				f.said, f.issues, f.sources = 500, nil, nil
			}
			if again := raw(t, write(t, k, Day)); again != first {
				t.Errorf("told again:\n%s\nfirst:\n%s", again, first)
			}
			// what is forgotten is gone from the past too, and nothing else
			delete(f.titles, "m-i1")
			after := raw(t, write(t, k, Day))
			if strings.Contains(after, "水管爆裂") || !strings.Contains(after, "标题已不保存") || !strings.Contains(after, "停水") {
				t.Errorf("after forgetting: %s", after)
			}
			for _, b := range f.kept {
				if strings.Contains(string(b), "停水") || strings.Contains(string(b), "水管爆裂") {
					t.Errorf("a heading was kept: %s", b)
				}
			}
		})
	}
}

func TestOnlyWhatIsOverAndWholeIsKept(t *testing.T) {
	away := newWorld()
	k := book(away, end.Add(2*time.Hour))
	k.Draft.Issues = nil
	write(t, k, Day)
	behind := newWorld()
	l := book(behind, end.Add(2*time.Hour))
	l.Ready = func(context.Context) bool { return false }
	write(t, l, Day)
	early := newWorld()
	b := write(t, book(early, end.Add(-2*time.Hour)), Day)
	write(t, book(early, end.Add(time.Minute)), Day)
	if len(away.kept)+len(behind.kept)+len(early.kept) != 0 {
		t.Error("a part was missing, the register behind, or the day not over, and it was kept")
	}
	if !b.Until.Equal(end.Add(-2*time.Hour)) || number(t, b, "overdue").Link == "" {
		t.Errorf("a day that is not over ends now: %v", b.Until)
	}
	old := newWorld()
	o := write(t, book(old, end.Add(99*time.Hour)), Day)
	if len(old.kept) != 1 || len(o.Missing) != 1 || o.Sources[0].State != "" || strings.Contains(text(o), "采集失败") {
		t.Errorf("how sources did long ago is not known: %+v %+v", o.Sources, o.Missing)
	}
}

func TestSameFactsSameBytes(t *testing.T) {
	var first string
	for range 20 {
		f := newWorld()
		rand.Shuffle(len(f.issues), func(i, j int) { f.issues[i], f.issues[j] = f.issues[j], f.issues[i] })
		rand.Shuffle(len(f.sources), func(i, j int) { f.sources[i], f.sources[j] = f.sources[j], f.sources[i] })
		got := raw(t, write(t, book(f, time.Time{}), Day))
		if first == "" {
			first = got
		}
		if got != first {
			t.Fatal("the order in which facts come changes the briefing")
		}
	}
	if strings.Contains(first, "null") {
		t.Error("an empty list is null in JSON")
	}
}

func TestMissingPartsAreNamed(t *testing.T) {
	failing := newWorld()
	failing.fail = errors.New("register away")
	for name, k := range map[string]Editions{"failing": book(failing, time.Time{}), "not wired": {}} {
		t.Run(name, func(t *testing.T) {
			b := write(t, k, Day)
			if len(b.Missing) < 5 {
				t.Errorf("missing %+v", b.Missing)
			}
			if all := text(b); !strings.Contains(all, "无数据") || !strings.Contains(all, "no data") ||
				strings.Contains(all, "没有逾期") || strings.Contains(all, "没有待决") {
				t.Errorf("what is not known is said:\n%s", all)
			}
			for _, n := range b.Numbers {
				if !n.None {
					t.Errorf("%s shows a number", n.ID)
				}
			}
		})
	}
	k := book(newWorld(), time.Time{})
	k.Draft.Issues = nil
	if b := write(t, k, Day); len(b.Missing) != 1 || number(t, b, "new_cases").N != 2 {
		t.Errorf("one part away, the rest is issued: %+v", b.Missing)
	}
}
