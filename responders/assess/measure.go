package assess

import (
	"slices"
	"time"

	"huiying/opinion"
)

// Verdict is what a measure says of one turn.
type Verdict int

// The verdicts. What is not counted says nothing for or against a unit.
const (
	NotCounted Verdict = iota
	Yes
	No
)

// Measure (指标) is one share and its published definition. What and WhatEn are the one text that
// pages, the open board, files and docs show.
type Measure struct {
	ID           string
	Name, NameEn string
	What, WhatEn string
	Less         bool // the smaller the better
	judge        func(t opinion.Turn, now time.Time) Verdict
}

// Of judges one turn as of a moment.
func (m Measure) Of(t opinion.Turn, now time.Time) Verdict {
	if t.Assists != (m.ID == assist) {
		return NotCounted
	}
	return m.judge(t, now)
}

// assist is the one measure of co-units; all others speak of leading units.
const assist = "assist"

// Measures are all measures, in the order in which pages show them.
func Measures() []Measure { return slices.Clone(measures) }

// Rules hold for all measures.
const (
	Rules = "按“承办”计数：一个单位自接到办件（派单、裁定、提级、重新办理）起，至办结、退回或转走为止，为一次承办；按承办开始的时间归入统计期。" +
		"“协办按时反馈率”只计协办单位，其余指标和承办次数只计主办单位；依申请公开另行统计。时限以办件的时钟为准，含已批准的延期；接手时已经到期的时限不计入接手单位；尚未到期也未完成的不计入。" +
		"不足 5 次不给出比率，不足 20 次不参加排名。"
	RulesEn = "Counted by turns: a turn is one unit's time with a case, from being given it (dispatch, arbitration, raising, reopening) until it closes it, returns it, or it is taken away; it belongs to the span in which it began. " +
		"The measure of parts given in time counts co-units only, from the moment they were asked; all others, and the number of turns, count leading units only. Requests for disclosure are counted apart. Due times are those of the case's clocks, granted extensions included; what was due before a unit got the case is not held against it; what is neither met nor due yet is not counted. " +
		"No share below 5 turns, no place in a ranking below 20."
)

var measures = []Measure{
	{"sign", "按时签收率", "Signed in time", "在签收时限内签收的承办 ÷ 应签收且已签收或已到期的承办。", "turns signed within the time to sign / turns signed or past it", false,
		func(t opinion.Turn, now time.Time) Verdict { return met(t, t.SignDue, t.Signed, now) }},
	{"first", "按时首次回应率", "First response in time", "在首次发布时限内（未设该时限的，在答复时限内）首次向公众发布信息或答复的承办 ÷ 已首次回应或已到期的承办。",
		"turns in which the first word to the public came within its time (that of the answer, where it has none of its own) / turns with a first word or past that time", false, firstWord},
	{"answer", "按时答复率", "Answered in time", "在答复时限内作出有效答复的承办 ÷ 已有效答复或已到期的承办；核查不通过的答复无效。",
		"turns with a standing answer within its time / turns with a standing answer or past that time; an answer that failed its check does not stand", false,
		func(t opinion.Turn, now time.Time) Verdict { return met(t, t.AnswerDue, t.Answered, now) }},
	{"complete", "按时办结率", "Closed in time", "在办结时限内办结的承办 ÷ 已办结或已到期的承办。", "turns closed within the time to complete / turns closed or past it", false,
		func(t opinion.Turn, now time.Time) Verdict { return met(t, t.CompleteDue, t.Completed, now) }},
	{"solved", "解决率", "Solved", "办结时问题已解决、此后未重新办理的承办 ÷ 已办结的承办；“部分解决”不计为解决。", "turns closed as solved for the public and not reopened / turns closed; partly solved is not solved", false,
		func(t opinion.Turn, _ time.Time) Verdict {
			return among(!t.Completed.IsZero(), t.Solved == "yes" && !t.Reopened)
		}},
	{"satisfied", "答复满意率", "Satisfied with the answer", "公开看板上收到不少于 5 票评价且“满意”多于“不满意”的承办 ÷ 收到不少于 5 票评价的承办。评价不记名，按小时汇总。",
		"turns whose answer has 5 votes or more on the open board, and more satisfied than not / turns whose answer has 5 votes or more; votes carry no name and are summed by the hour", false,
		func(t opinion.Turn, _ time.Time) Verdict {
			return among(t.Satisfied+t.Unsatisfied >= opinion.LeastVotes, t.Satisfied > t.Unsatisfied)
		}},
	{"promise", "承诺兑现率", "Promises kept", "答复中承诺的日期均已按期兑现的承办 ÷ 承诺均已兑现或已有承诺到期的承办；只计写明日期的承诺。",
		"turns whose answer promised something for a day and kept all of it by then / turns that kept all their promises or let one lapse; only promises that name a day", false, promised},
	{"redone", "返工率", "Redone", "答复被核查退回或重新答复的承办 ÷ 已答复过的承办。", "turns whose answer failed its check or was given again / turns with any answer", true,
		func(t opinion.Turn, _ time.Time) Verdict { return among(!t.Replied.IsZero(), t.Redone > 0) }},
	{"returned", "退单率", "Returned", "被该单位退回的承办 ÷ 全部承办。", "turns that the unit returned / all turns", true,
		func(t opinion.Turn, _ time.Time) Verdict { return among(true, !t.Returned.IsZero()) }},
	{"accuracy", "派单准确率", "Dispatch accuracy", "经派单或裁定开始、未因退回而改派其他单位的承办 ÷ 经派单或裁定开始的承办；退回后尚无结论的不计入。它评价的是派单，不是承办单位。",
		"turns begun by dispatch or arbitration that no return moved to another unit / turns so begun; returns not yet decided are not counted. It speaks of the dispatch and not of the unit.", false, accurate},
	{assist, "协办按时反馈率", "Parts given in time", "在协办时限内向主办单位反馈的协办 ÷ 已反馈或已到期的协办；主办单位在协办到期前已答复、不再需要反馈的不计入。",
		"co-units' parts given to the lead within their own time / parts given or past that time; not counted where the lead answered without it before it was due", false,
		func(t opinion.Turn, now time.Time) Verdict { return met(t, t.AssistDue, t.Assisted, now) }},
}

// met judges a duty with a due time.
func met(t opinion.Turn, due, done, now time.Time) Verdict {
	if due.IsZero() || due.Before(t.Began) {
		return NotCounted
	}
	if !done.IsZero() {
		return among(true, !done.After(due))
	}
	if !t.Ended.IsZero() {
		now = t.Ended
	}
	return among(now.After(due), false)
}

func among(counted, yes bool) Verdict {
	switch {
	case !counted:
		return NotCounted
	case yes:
		return Yes
	}
	return No
}

func firstWord(t opinion.Turn, now time.Time) Verdict {
	due := t.InformDue
	if due.IsZero() {
		due = t.AnswerDue
	}
	return met(t, due, t.Informed, now)
}

// promised judges what the answer said would be done by a day. A promise is owed beyond the turn.
func promised(t opinion.Turn, now time.Time) Verdict {
	switch open := !t.PromiseDue.IsZero(); {
	case t.PromiseLate || open && now.After(t.PromiseDue):
		return No
	case open || t.PromiseKept.IsZero():
		return NotCounted
	}
	return Yes
}

func accurate(t opinion.Turn, _ time.Time) Verdict {
	begun := t.By == opinion.MoveDispatch || t.By == opinion.MoveArbitrate
	decided := t.Returned.IsZero() || t.Next != ""
	return among(begun && decided, t.Returned.IsZero() || t.Next == t.Unit)
}
