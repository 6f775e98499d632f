package route

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"huiying/opinion"
)

// Historical (往年工单) is the rule by which past orders give the lead.
const Historical = "history"

const (
	historyTitle = "往年同类工单由此单位办理"
	historyBasis = doc66 + "（派单目录与历史工单）；可退单"
)

// Prefer says who decides where rules and past orders differ.
type Prefer string

// The choices. By either, a grave matter, one with a channel of its own and one that was arbitrated
// go by the rules.
const (
	PreferRules   Prefer = "rules"   // past orders decide where no department is in charge by the rules
	PreferHistory Prefer = "history" // past orders decide wherever they are sure
)

// Past is a unit that handled orders like the request.
type Past struct {
	Name       string // as past orders write it
	Unit       string // id; "" where no unit here is called so, any more or at all
	Confidence float64
	Words      []string // that decided
	Like       string   // which orders are like it: a word of theirs, "" where topic and place are
	Orders     int      // how many there were, 0: too few to say
	Handled    int      // how many of them this unit handled
}

// pastSure is the confidence from which past orders may give the lead.
const pastSure = .6

// ByHistory is r with what past orders propose, the likeliest first, and with the first of them in
// the lead where prefer and the principles let it. Work is never routed down to a township by habit,
// and nobody gets what lies outside the unit's division. The steps say both what the rules and what
// past orders say. r is not changed.
func (t *Table) ByHistory(req opinion.RouteRequest, r opinion.Route, past []Past, prefer Prefer) opinion.Route {
	if len(past) == 0 {
		return r
	}
	r.Proposals = make([]opinion.Proposal, len(past))
	for i, p := range past {
		r.Proposals[i] = opinion.Proposal{Unit: p.Unit, Name: p.Name, Confidence: p.Confidence,
			By: opinion.ByHistory, Evidence: p.evidence()}
		if p.Unit != "" && p.Unit == r.Lead {
			r.Proposals[i].Evidence = append([]string{"规则：" + RuleTitle(r.Rule)}, r.Proposals[i].Evidence...)
		}
	}
	best := past[0]
	lead, reason := t.yields(req, r, best, prefer)
	why := fmt.Sprintf("历史：%s；%s", strings.Join(best.evidence(), "，"), reason)
	if len(best.evidence()) == 0 {
		why = fmt.Sprintf("历史：最像由%s办理（%s）；%s", best.Name, percent(best.Confidence), reason)
	}
	r.Why = append(slices.Clip(r.Why), why)
	if lead {
		r.Why = append(r.Why, fmt.Sprintf("规则：%s，原建议%s", RuleTitle(r.Rule), t.units[r.Lead].Name))
		r.Lead, r.Rule, r.Basis = best.Unit, Historical, historyBasis
		r.Co = slices.DeleteFunc(slices.Clone(r.Co), func(id string) bool { return id == best.Unit })
	}
	return r
}

// yields says whether the rules let the unit of past orders lead, and why.
func (t *Table) yields(req opinion.RouteRequest, r opinion.Route, p Past, prefer Prefer) (bool, string) {
	u, rules := t.units[p.Unit], t.units[r.Lead].Name
	open := r.Rule == UnknownTopic || r.Rule == Backstop
	place := req.Division
	if place == "" {
		place = req.Home
	}
	switch {
	case u == nil:
		return false, "此处没有配置" + p.Name + "，按规则由" + rules + "负责"
	case u.ID == r.Lead:
		return false, "与规则一致"
	case req.Severity.Grave() || req.Refer != "" || r.Rule == Arbitrated || r.Rule == Referred:
		return false, "此事按规则由" + rules + "负责"
	case u.Level == opinion.Township:
		return false, "不按惯例向乡镇（街道）下派，按规则由" + rules + "负责"
	case place != "" && !slices.Contains(t.places.Path(place), u.Division) &&
		!slices.Contains(t.places.Path(u.Division), place):
		return false, u.Name + "不管辖此地，按规则由" + rules + "负责"
	case p.Confidence < pastSure:
		return false, fmt.Sprintf("把握不足（%s），按规则由%s负责", percent(p.Confidence), rules)
	case prefer == PreferHistory:
		return true, "按惯例由" + u.Name + "办理"
	case open:
		return true, "规则未定主管单位，按惯例由" + u.Name + "办理"
	}
	return false, "与规则不同，职责明确，按规则由" + rules + "负责"
}

// evidence are the reasons as people read them.
func (p Past) evidence() []string {
	out := []string{}
	if p.Orders > 0 {
		like := "同类"
		if p.Like != "" {
			like = "含「" + p.Like + "」的同类"
		}
		out = append(out, fmt.Sprintf("%s %s 件中 %s 由%s办理", like, grouped(p.Orders),
			percent(float64(p.Handled)/float64(p.Orders)), p.Name))
	}
	if len(p.Words) > 0 {
		out = append(out, "依据词："+strings.Join(p.Words, "、"))
	}
	return out
}

func percent(share float64) string { return fmt.Sprintf("%.0f %%", math.Floor(share*100+.5)) }

// grouped writes a number with commas between thousands.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
