package consoletest

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

// releases is the world's released answers: what the register would hold of its cases.
type releases struct{ w *World }

func (r releases) all() []register.Released {
	r.w.Lock()
	defer r.w.Unlock()
	var out []register.Released
	for _, id := range r.w.Order {
		f := r.w.Files[id]
		c := f.Case
		if c.State != opinion.Verified && c.State != opinion.Closed {
			continue
		}
		a := register.Released{ID: c.ID, Topic: c.Topic, Division: c.Division, Severity: c.Severity,
			Reports: c.Reports, Unit: c.Lead, State: c.State,
			Kind: c.Kind, Opened: c.Opened, Dispatched: c.Dispatch, Answered: c.AnswerAt,
			Released: c.AnswerAt.Add(time.Hour), Closed: c.ClosedAt,
			Overdue: c.Overdue, Answer: c.Answer, AnswerURL: c.AnswerURL, Outcome: c.Outcome, Solved: c.Solved,
			Solution: c.Solution(), Facts: c.Facts()}
		if c.SourceKind == opinion.KindBoard {
			a.Title = f.Title
		}
		for _, e := range f.History {
			a.Steps = append(a.Steps, register.ReleasedStep{Move: e.Type, At: e.At, Unit: e.Unit})
		}
		out = append(out, a)
	}
	return out
}

func (r releases) Released(_ context.Context, q register.ReleasedQuery) (register.ReleasedList, error) {
	if r.w.Fail != nil {
		return register.ReleasedList{}, r.w.Fail
	}
	all := slices.DeleteFunc(r.all(), func(a register.Released) bool {
		return !strings.Contains(a.Title+a.Answer, q.Q) || q.Unit != "" && a.Unit != q.Unit ||
			!strings.HasPrefix(a.Topic, q.Topic) || !strings.HasPrefix(a.Division, q.Division)
	})
	from, _ := strconv.Atoi(q.Cursor)
	out := register.ReleasedList{Total: len(all)}
	all = all[min(from, len(all)):]
	if len(all) > q.Size {
		all, out.Next = all[:q.Size], strconv.Itoa(from+q.Size)
	}
	out.Items = all
	return out, nil
}

func (r releases) ReleasedCase(_ context.Context, id string) (register.Released, error) {
	for _, a := range r.all() {
		if a.ID == id {
			return a, nil
		}
	}
	return register.Released{}, &kit.Error{Kind: kit.NotFound, Code: "no_such_case", Words: "没有这一项"}
}

func (r releases) Tree(_ context.Context, by string) ([]facts.OpenCount, error) {
	n := map[string]int{}
	for _, a := range r.all() {
		n[map[string]string{"topic": a.Topic, "division": a.Division}[by]]++
	}
	var out []facts.OpenCount
	for key := range n {
		out = append(out, facts.OpenCount{Key: key, Depth: strings.Count(key, "/"), N: n[key]})
	}
	slices.SortFunc(out, func(a, b facts.OpenCount) int { return strings.Compare(a.Key, b.Key) })
	return out, nil
}

func (r releases) Votes(_ context.Context, id string, _ time.Time) (int, int, error) {
	r.w.Lock()
	defer r.w.Unlock()
	v := r.w.Votes[id]
	return v[0], v[1], nil
}

func (r releases) Vote(_ context.Context, id string, satisfied bool) error {
	r.w.Lock()
	defer r.w.Unlock()
	if r.w.Votes == nil {
		r.w.Votes = map[string][2]int{}
	}
	v := r.w.Votes[id]
	if satisfied {
		v[0]++
	} else {
		v[1]++
	}
	r.w.Votes[id] = v
	return nil
}

// Released are the world's released answers.
func (w *World) Released() []register.Released { return releases{w}.all() }
