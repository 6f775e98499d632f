package consoletest

import (
	"context"
	"slices"
	"strconv"
	"time"

	"huiying/console/unitdesk"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/casework"
)

// workWorld is the desk of units over a world: its papers lie in memory, casework decides.
type workWorld struct {
	w      *World
	papers map[string]opinion.Paper
	texts  []unitdesk.DraftText
	policy []unitdesk.PolicyBasis
}

// NewUnitDesk is that of every unit of a world; answers are reviewed.
func NewUnitDesk(w *World) *unitdesk.Parts {
	x := &workWorld{w: w, papers: map[string]opinion.Paper{},
		texts: []unitdesk.DraftText{{ID: "solved", Name: "解决公布", NameEn: "Solved", Kind: "解决公布",
			Text: "您反映的问题经核查：〔待填：结果〕\n\n示例市水务局"}},
		policy: []unitdesk.PolicyBasis{{Number: "国办发〔2016〕61号", Title: "关于在政务公开工作中进一步做好政务舆情回应的通知",
			URL: "https://gov.example.org/61", From: "clock"},
			{Number: "样例条例", From: "topic"}}}
	cal, err := casework.NewCalendars()
	if err != nil {
		panic(err)
	}
	return &unitdesk.Parts{Book: x, Papers: x, Aids: x, Review: true, Day: cal[opinion.CalendarWorking].KindOf,
		Busy: func(context.Context) ([]register.UnitLoad, error) {
			return []register.UnitLoad{{Unit: "u-water", Open: 3, Late: 1, Soon: 1}, {Unit: "u-nowhere", Open: 1}}, nil
		}}
}

func (x *workWorld) rows(unit string) (out []register.DeskRow) {
	x.w.Lock()
	defer x.w.Unlock()
	for _, id := range x.w.Order {
		f := x.w.Files[id]
		p := x.papers[id+unit]
		if f.Case.OnDesk(unit, p.State) != "" {
			out = append(out, register.DeskRow{CaseRow: register.CaseRow{Case: f.Case,
				Title: f.Title}, Assists: f.Case.Lead != unit, Post: p.Post, Officer: p.To,
				Paper: p.State, Back: unitdesk.CameBackBy(f)})
		}
	}
	slices.SortStableFunc(out, func(a, b register.DeskRow) int {
		if x, y := a.CameBack(), b.CameBack(); x != y {
			return map[bool]int{true: -1, false: 1}[x]
		}
		return a.DueTo(unit).Compare(b.DueTo(unit))
	})
	return out
}

// fitting are the rows that a question asks for.
func (x *workWorld) fitting(q register.DeskQuery) []register.DeskRow {
	return slices.DeleteFunc(x.rows(q.Unit), func(r register.DeskRow) bool {
		due := r.DueTo(q.Unit)
		if due.IsZero() {
			due = time.Unix(1<<40, 0)
		}
		return len(q.Sections) > 0 && !slices.Contains(q.Sections, r.OnDesk(q.Unit, r.Paper)) ||
			q.Post != "" && r.Post != q.Post || q.Officer != "" && r.Officer != q.Officer ||
			q.Topic != "" && r.Topic != q.Topic || q.Severity != "" && r.Severity != q.Severity ||
			!q.From.IsZero() && due.Before(q.From) || !q.To.IsZero() && !due.Before(q.To)
	})
}

func (x *workWorld) Desk(_ context.Context, q register.DeskQuery) (register.DeskList, error) {
	out, next := page(x.fitting(q), q.Size, q.Cursor)
	return register.DeskList{Items: out, Next: next}, x.w.Fail
}

func (x *workWorld) CountDesk(_ context.Context, qs []register.DeskQuery) ([]int, error) {
	out := make([]int, len(qs))
	for i, q := range qs {
		out[i] = len(x.fitting(q))
	}
	return out, x.w.Fail
}

func (x *workWorld) PublicTitle(_ context.Context, id string) (string, error) {
	return x.w.Files[id].Title, x.w.Fail
}

func (x *workWorld) DeskLoad(_ context.Context, unit string, _ time.Time) (register.DeskLoad, error) {
	var l register.DeskLoad
	for _, s := range opinion.DeskSections {
		c := register.DeskCount{Section: s}
		for _, r := range x.rows(unit) {
			if r.OnDesk(unit, r.Paper) == s {
				c.N++
				if due := r.DueTo(unit); !due.IsZero() && due.Before(Now) {
					c.Late++
				}
			}
			if r.Post != "" && !slices.Contains(l.Posts, r.Post) {
				l.Posts = append(l.Posts, r.Post)
			}
		}
		l.Counts = append(l.Counts, c)
	}
	return l, x.w.Fail
}

func (x *workWorld) Deadlines(_ context.Context, unit string, from, to time.Time,
	most int) ([]register.Deadline, error) {
	var out []register.Deadline
	for _, r := range x.rows(unit) {
		for _, t := range r.Owes(unit) {
			if !t.Due.Before(from) && t.Due.Before(to) {
				out = append(out, register.Deadline{Case: r.ID, Title: r.Title, Duty: t.Duty,
					Due: t.Due, Severity: r.Severity})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b register.Deadline) int { return a.Due.Compare(b.Due) })
	return out[:min(most, len(out))], x.w.Fail
}

func (x *workWorld) Paper(_ context.Context, id, unit string) (opinion.Paper, error) {
	p := x.papers[id+unit]
	p.Case, p.Unit = id, unit
	return p, x.w.Fail
}

func (x *workWorld) Act(ctx context.Context, id, unit string, cmd opinion.PaperCommand) (opinion.Paper, error) {
	p, _ := x.Paper(ctx, id, unit)
	e, err := casework.DecidePaper(x.w.Files[id].Case, p, cmd, Now)
	if err != nil || e == nil {
		return p, err
	}
	p = p.Apply(*e, p.Version+1)
	x.papers[id+unit] = p
	return p, nil
}

func (x *workWorld) Templates(opinion.Case, string) []unitdesk.DraftText { return x.texts }
func (x *workWorld) Policies(opinion.Case) []unitdesk.PolicyBasis        { return x.policy }

// CaseIn is the first case of a unit in a state.
func (w *World) CaseIn(unit string, s opinion.State) string {
	for _, id := range w.Order {
		if c := w.Files[id].Case; c.Lead == unit && c.State == s {
			return id
		}
	}
	panic("no case of " + unit + " is " + string(s) + " among " + strconv.Itoa(len(w.Order)))
}
