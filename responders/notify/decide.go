package notify

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"huiying/opinion"
)

// fact is something that happened, before anybody in particular is told.
type fact struct {
	Notice
	once   string // what makes it this one
	unit   string // told, or
	roles  bool   // the roles that listen to the kind are
	orelse bool   // who has no rule of its own lets the coordinator be told
}

// Decide says who is told what of an event, and when. c is the case as it is now: what it no
// longer owes is not urged. now only tells what is too old to be news; the time of a notice comes
// of the event's own, so that deciding twice decides the same.
func Decide(e opinion.Event, c opinion.Case, r Rules, now time.Time) []Notice {
	if now.Sub(e.At) > cmp.Or(r.Stale, staleAfter) {
		return nil
	}
	var out []Notice
	for _, f := range facts(e, c, r) {
		f.At, f.Case, f.Topic, f.Division = e.At, e.Case, c.Topic, c.Division
		f.Severity = cmp.Or(f.Severity, c.Severity)
		f.Urgent = f.Severity.Grave() || f.Kind == Danger
		f.once = cmp.Or(f.once, strconv.FormatUint(e.Seq, 10))
		out = append(out, r.address(f)...)
	}
	return out
}

// Signal says who is told of something that is no event of a case: once makes it this one.
func Signal(n Notice, once string, r Rules) []Notice {
	return r.address(fact{Notice: n, once: once, roles: true})
}

func facts(e opinion.Event, c opinion.Case, r Rules) []fact {
	owes := cmp.Or(e.Unit, c.Lead)
	toUnit := func(k Kind, unit string, due time.Time) fact {
		return fact{Notice: Notice{Kind: k, Unit: unit, Due: due}, unit: unit}
	}
	toRoles := func(k Kind) fact {
		return fact{Notice: Notice{Kind: k, Unit: owes, Due: dueOf(e, c)}, roles: true}
	}
	switch e.Type {
	case opinion.MoveOpen, opinion.MoveJoin, opinion.MoveCorrect:
		return loud(e, toRoles)
	case opinion.MoveAmend:
		out := loud(e, toRoles)
		if workedOn(c) {
			for _, unit := range append([]string{c.Lead}, c.Co...) {
				f := toUnit(Amend, unit, c.Due)
				f.once = strconv.FormatUint(e.Seq, 10) + " " + unit
				out = append(out, f)
			}
		}
		return out
	case opinion.MoveFind:
		if workedOn(c) { // it may take the reply for its answer
			return []fact{toUnit(Found, c.Lead, c.Due)}
		}
	case opinion.MoveDispatch, opinion.MoveArbitrate, opinion.MoveReview, opinion.MoveReopen, opinion.MoveUnmerge:
		if !c.State.Open() || c.State == opinion.Triage || owes == "" {
			return nil
		}
		out := []fact{toUnit(Dispatch, owes, dueOf(e, c))}
		for _, co := range e.Co {
			out = append(out, toUnit(Assist, co, assistDue(c, co)))
		}
		return out
	case opinion.MoveReturn:
		k := Return
		if c.InARow >= 2 || e.Arbiter != "" {
			k = Arbitrate
		}
		return []fact{toRoles(k)}
	case opinion.MoveAsk:
		return []fact{toRoles(Ask)}
	case opinion.MoveDoubt:
		if c.State == opinion.Answered { // nobody has decided yet
			return []fact{toRoles(Doubt)}
		}
	case opinion.MoveContest:
		if c.Contested {
			return []fact{toRoles(Contest)}
		}
	case opinion.MoveVerify:
		if !e.OK {
			return []fact{toUnit(Redo, c.Lead, c.Due)}
		}
	case opinion.MoveRecount:
		var out []fact
		for _, t := range c.Running() {
			if slices.Contains(e.Moved, t.Duty) {
				f := toUnit(Recount, cmp.Or(t.Unit, c.Lead), t.Due)
				f.once = strconv.FormatUint(e.Seq, 10) + " " + string(t.Duty) + " " + t.Unit
				out = append(out, f)
			}
		}
		return out
	case opinion.MoveRemind, opinion.MoveOverdue, opinion.MoveLapse, opinion.MoveUrge, opinion.MoveEscalate:
		return pressed(e, c, r, toUnit)
	}
	return nil
}

// workedOn says whether a unit has the case and still works on it.
func workedOn(c opinion.Case) bool {
	return c.State.Open() && c.State != opinion.Triage && c.State != opinion.Returned
}

// loud is what a report says that nobody may miss.
func loud(e opinion.Event, toRoles func(Kind) fact) (out []fact) {
	if len(e.Danger) > 0 { // once for a case: whoever was told calls
		f := toRoles(Danger)
		f.Severity, f.Call, f.once = e.Severity, e.Danger, "danger"
		out = append(out, f)
	}
	if e.Severity.Grave() {
		f := toRoles(Heavy)
		f.Severity, f.once = e.Severity, "heavy "+string(e.Severity)
		out = append(out, f)
	}
	return out
}

var pressing = map[opinion.Move]Kind{opinion.MoveRemind: Remind, opinion.MoveOverdue: Due, opinion.MoveLapse: Due,
	opinion.MoveUrge: Urge, opinion.MoveEscalate: Escalate}

// pressed is what is said about a clock, while it is still owed.
func pressed(e opinion.Event, c opinion.Case, r Rules, toUnit func(Kind, string, time.Time) fact) []fact {
	t, ok := c.TimedOf(cmp.Or(e.Duty, opinion.DutyAnswer), e.Unit)
	if !ok || !t.Done.IsZero() || !c.State.Open() && !c.Contested {
		return nil
	}
	owes := cmp.Or(t.Unit, e.Unit, c.Lead)
	k := pressing[e.Type]
	if k != Escalate {
		return []fact{toUnit(k, owes, t.Due)}
	}
	f := toUnit(k, owes, t.Due)
	f.orelse, f.unit = true, ""
	if r.Superior != nil {
		f.unit = r.Superior(owes)
	}
	return []fact{f}
}

func dueOf(e opinion.Event, c opinion.Case) time.Time {
	if !e.Due.IsZero() {
		return e.Due
	}
	return c.Due
}

func assistDue(c opinion.Case, unit string) time.Time {
	t, _ := c.TimedOf(opinion.DutyAssist, unit)
	return t.Due
}

// address makes the notices of a fact: one for each channel of each rule that wants it. Two rules
// that lead to one channel tell it once, by the one that tells it earlier.
func (r Rules) address(f fact) []Notice {
	var out []Notice
	add := func(rule Rule, to, why string) {
		if !rule.wants(f.Kind) {
			return
		}
		for _, ch := range rule.Channels {
			n := f.Notice
			n.Channel, n.To, n.Reason = ch, to, why
			n.Key = KeyOf(string(f.Kind), f.Case, f.once, f.unit, ch)
			if !n.Urgent {
				n.Tell = rule.When.Next(n.At)
			}
			i := slices.IndexFunc(out, func(o Notice) bool { return o.Key == n.Key })
			switch {
			case i < 0:
				out = append(out, n)
			case n.Tell.Before(out[i].Tell):
				out[i] = n
			}
		}
	}
	for _, rule := range r.Tell {
		switch {
		case f.unit != "" && rule.Unit == f.unit:
			add(rule, "unit:"+rule.Unit, fmt.Sprintf("%s goes to unit %s", f.Kind, rule.Unit))
		case f.roles && rule.Role != "":
			add(rule, "role:"+rule.Role, fmt.Sprintf("role %s listens to %s", rule.Role, f.Kind))
		}
	}
	if len(out) == 0 && f.orelse {
		for _, rule := range r.Tell {
			if rule.Role == "coordinator" {
				add(rule, "role:coordinator",
					fmt.Sprintf("%s: the superior %q has no rule, so the coordinator is told",
						f.Kind, f.unit))
			}
		}
	}
	return out
}

// wants says whether the rule lets a kind be told. Who is told of heavy cases is told of danger: a rule
// written before there was that kind leaves nobody in it.
func (r Rule) wants(k Kind) bool {
	switch {
	case r.Kinds != nil:
		return slices.Contains(r.Kinds, k) || k == Danger && slices.Contains(r.Kinds, Heavy)
	case r.Unit != "":
		return true
	}
	return slices.Contains(Roles[r.Role], k)
}
