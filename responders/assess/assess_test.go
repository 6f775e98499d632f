package assess

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/opinion"
)

var t0 = time.Date(2026, 11, 2, 1, 0, 0, 0, time.UTC) // a Monday, 09:00 in Beijing

func hour(n int) time.Time { return t0.Add(time.Duration(n) * time.Hour) }

func given(change ...func(*opinion.Turn)) opinion.Turn {
	t := opinion.Turn{Case: "c", N: 1, Unit: "u", By: opinion.MoveDispatch, Topic: "city/light",
		Division: "440106", Began: hour(0),
		SignDue: hour(4), AnswerDue: hour(48), CompleteDue: hour(96)}
	for _, c := range change {
		c(&t)
	}
	return t
}

func TestVerdicts(t *testing.T) {
	type turn = *opinion.Turn
	for _, c := range []struct {
		name, measure string
		now           int
		is            func(turn)
		want          Verdict
	}{
		{"not due", "sign", 3, func(turn) {}, NotCounted},
		{"to the second", "sign", 4, func(t turn) { t.Signed = hour(4) }, Yes},
		{"past due", "sign", 5, func(turn) {}, No},
		{"signed late", "sign", 9, func(t turn) { t.Signed = hour(5) }, No},
		{"returned before it was due", "sign", 99, func(t turn) { t.Ended, t.Returned = hour(2), hour(2) }, NotCounted},
		{"no clock", "sign", 99, func(t turn) { t.SignDue = time.Time{} }, NotCounted},
		{"due before the unit had it", "answer", 99, func(t turn) { t.AnswerDue = hour(-1) }, NotCounted},
		{"handed on after it was due", "answer", 99, func(t turn) { t.Ended = hour(49) }, No},
		{"answered", "answer", 9, func(t turn) { t.Answered = hour(9) }, Yes},
		{"first word by the answer's time", "first", 9, func(t turn) { t.Informed = hour(8) }, Yes},
		{"first word late, answer in time", "first", 50, func(t turn) {
			t.InformDue,
				t.Informed = hour(5), hour(40)
		}, No},
		{"closed late", "complete", 200, func(t turn) { t.Completed = hour(100) }, No},
		{"confirmed by others", "confirmed", 200, func(t turn) {
			t.Completed, t.Solved,
				t.Verdict = hour(50), "yes", "yes"
		}, Yes},
		{"the unit's own word", "confirmed", 200, func(t turn) { t.Completed, t.Solved = hour(50), "yes" }, No},
		{"the unit's own word", "claimed", 200, func(t turn) { t.Completed, t.Solved = hour(50), "yes" }, Yes},
		{"partly", "claimed", 200, func(t turn) { t.Completed, t.Solved = hour(50), "partly" }, No},
		{"confirmed and opened again", "confirmed", 200, func(t turn) {
			t.Completed, t.Verdict,
				t.Reopened = hour(50), "yes", true
		}, No},
		{"contradicted", "contradicted", 200, func(t turn) {
			t.Completed, t.Solved,
				t.Verdict = hour(50), "yes", "no"
		}, Yes},
		{"contradicted", "claimed", 200, func(t turn) { t.Completed, t.Solved, t.Verdict = hour(50), "yes", "no" }, No},
		{"contradicted and opened again", "contradicted", 200, func(t turn) {
			t.Completed,
				t.Verdict, t.Reopened = hour(50), "no", true
		}, Yes},
		{"open", "confirmed", 200, func(turn) {}, NotCounted},
		{"nothing promised", "promise", 200, func(turn) {}, NotCounted},
		{"promised for later", "promise", 50, func(t turn) { t.PromiseDue = hour(60) }, NotCounted},
		{"promised and past", "promise", 61, func(t turn) { t.PromiseDue = hour(60) }, No},
		{"kept in time, after the turn", "promise", 200,
			func(t turn) { t.Ended, t.PromiseKept = hour(5), hour(59) }, Yes},
		{"one kept, one to come", "promise", 59, func(t turn) {
			t.PromiseKept,
				t.PromiseDue = hour(20), hour(60)
		}, NotCounted},
		{"kept late", "promise", 200, func(t turn) { t.PromiseKept, t.PromiseLate = hour(99), true }, No},
		{"never answered", "redone", 200, func(turn) {}, NotCounted},
		{"answered once", "redone", 200, func(t turn) { t.Replied = hour(9) }, No},
		{"answered again", "redone", 200, func(t turn) { t.Replied, t.Redone = hour(9), 1 }, Yes},
		{"returned", "returned", 1, func(t turn) { t.Returned = hour(1) }, Yes},
		{"kept", "accuracy", 1, func(turn) {}, Yes},
		{"return not decided", "accuracy", 1, func(t turn) { t.Returned = hour(1) }, NotCounted},
		{"return refused", "accuracy", 1, func(t turn) { t.Returned, t.Next = hour(1), "u" }, Yes},
		{"went to another", "accuracy", 1, func(t turn) { t.Returned, t.Next = hour(1), "v" }, No},
		{"a part given in time", "assist", 99, func(t turn) {
			t.Assists, t.AssistDue,
				t.Assisted = true, hour(24), hour(24)
		}, Yes},
		{"a part given late", "assist", 99, func(t turn) {
			t.Assists, t.AssistDue,
				t.Assisted = true, hour(24), hour(25)
		}, No},
		{"a part that is owed", "assist", 25, func(t turn) { t.Assists, t.AssistDue = true, hour(24) }, No},
		{"a part that was not needed", "assist", 99, func(t turn) {
			t.Assists, t.AssistDue,
				t.Ended = true, hour(24), hour(20)
		}, NotCounted},
		{"the lead owes no part", "assist", 99, func(t turn) { t.AssistDue = hour(24) }, NotCounted},
		{"a co-unit owes no answer", "answer", 99, func(t turn) { t.Assists = true }, NotCounted},
		{"a co-unit returns nothing", "returned", 99, func(t turn) { t.Assists = true }, NotCounted},
		{"raised, which is no dispatch", "accuracy", 1, func(t turn) { t.By = opinion.MoveRaise }, NotCounted},
	} {
		for _, m := range measures {
			if got := m.Of(given(c.is), hour(c.now)); m.ID == c.measure && got != c.want {
				t.Errorf("%s, %s: got %d, want %d", c.measure, c.name, got, c.want)
			}
		}
	}
}

// many makes n turns of a unit, ok of them answered in time and the rest not.
func many(unit string, n, ok int) []opinion.Turn {
	var out []opinion.Turn
	for i := range n {
		out = append(out, given(func(t *opinion.Turn) {
			t.Case, t.Unit = fmt.Sprint(unit, i), unit
			if i < ok {
				t.Answered, t.Replied = hour(10), hour(10)
			}
		}))
	}
	return out
}

func digits(code string) []string {
	return []string{code[:2], code[:min(4, len(code))], code}[:max(1, len(code)/2)]
}

func TestNoShareAndNoRankOfTooFew(t *testing.T) {
	var turns []opinion.Turn
	for _, g := range [][]opinion.Turn{many("few", 4, 4), many("some", 19, 19), many("low", 20, 10),
		many("high", 40, 38), many("tie", 20, 19)} {
		turns = append(turns, g...)
	}
	q := Question{By: ByUnit, Rank: "answer", Now: hour(99), Order: []string{"tie", "few", "low", "some", "high"}}
	rows, all := tableOf(turns, q, digits)
	var got []string
	for _, r := range rows {
		share := "-"
		if s := r.Rates[2].Share; s != nil {
			share = fmt.Sprintf("%.2f", *s)
		}
		got = append(got, fmt.Sprint(r.Key, r.Rank, share))
	}
	if want := []string{"tie10.95", "high10.95", "low30.50", "few0-", "some01.00"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if all.Turns != 103 || all.Rates[2].Of != 103 || all.Rates[2].N != 90 || all.Median != 10 {
		t.Errorf("all: %+v", all)
	}
	q.Rank = ""
	if rows, _ = tableOf(turns, q, digits); rows[0].Key != "tie" || rows[1].Key != "few" || rows[0].Rank != 0 {
		t.Errorf("without a ranking the directory decides: %+v", rows)
	}
	q.Rank = "returned" // the smaller the better: nobody returned any
	if rows, _ = tableOf(turns, q, digits); rows[0].Rank != 1 || rows[2].Rank != 1 {
		t.Errorf("equal shares rank alike: %+v", rows)
	}
}

func TestGroups(t *testing.T) {
	in := func(division, topic string, hours int) opinion.Turn {
		return given(func(t *opinion.Turn) { t.Division, t.Topic, t.Began = division, topic, hour(hours) })
	}
	turns := []opinion.Turn{in("440106", "city/light", 0), in("440103", "city/water", 24*6),
		in("440106", "school", 24*40), in("4401", "city/light", 14), in("", "", 0)}
	for _, c := range []struct {
		q    Question
		want string
	}{
		{Question{By: ByDivision}, " 4401 440103 440106"},
		{Question{By: ByDivision, Division: "44"}, " 4401"},
		{Question{By: ByDivision, Division: "440106"}, " 4401 440103 440106"}, // the store leaves the others out
		{Question{By: ByTopic}, " city school"},
		{Question{By: ByTopic, Topic: "city"}, " city/light city/water school"},
		{Question{By: ByWeek}, "2026-11-02 2026-12-07"},
		{Question{By: ByMonth}, "2026-11 2026-12"},
		{Question{By: ByUnit}, "u"},
	} {
		rows, _ := tableOf(turns, c.q, digits)
		var keys []string
		for _, r := range rows {
			keys = append(keys, r.Key)
		}
		if got := strings.Join(keys, " "); got != c.want {
			t.Errorf("%+v: got %q, want %q", c.q, got, c.want)
		}
	}
}

// Every number opens to exactly the turns that it counts, whatever the turns are.
func TestEveryNumberOpensToItsTurns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		moment := func(name string) time.Time {
			if n := rapid.IntRange(-2, 120).Draw(t, name); n >= 0 {
				return hour(n)
			}
			return time.Time{}
		}
		leads := 0
		var turns []opinion.Turn
		for i := range rapid.IntRange(0, 60).Draw(t, "turns") {
			turns = append(turns, opinion.Turn{Case: fmt.Sprint(i),
				Unit: rapid.SampledFrom([]string{"u", "v", "w"}).Draw(t, "unit"),
				By: rapid.SampledFrom([]opinion.Move{opinion.MoveDispatch,
					opinion.MoveRaise}).Draw(t, "by"),
				Topic: "a/b", Division: rapid.SampledFrom([]string{"440106", "4401", ""}).Draw(t,
					"place"), Began: hour(i), Ended: moment("ended"), SignDue: moment("due"),
				Signed:    moment("done"),
				AnswerDue: moment("due"), Answered: moment("done"), Informed: moment("done"),
				CompleteDue: moment("due"), Completed: moment("done"), Replied: moment("done"),
				Returned: moment("back"), Next: rapid.SampledFrom([]string{"", "u", "v"}).Draw(t,
					"next"), Redone: rapid.IntRange(0, 2).Draw(t, "redone"),
				Solved:  rapid.SampledFrom([]string{"", "yes", "no"}).Draw(t, "solved"),
				Assists: rapid.Bool().Draw(t, "assists"), AssistDue: moment("due"), Assisted: moment("done")})
			if !turns[i].Assists {
				leads++
			}
		}
		q := Question{By: rapid.SampledFrom(Ways).Draw(t, "way"), Now: hour(60)}
		rows, all := tableOf(turns, q, digits)
		sum := 0
		for _, r := range append(rows, all) {
			key := &r.Key
			if reflect.DeepEqual(r, all) {
				key = nil
			}
			if n := len(behindOf(turns, key, "", NotCounted, q, digits)); n != r.Turns {
				t.Fatalf("group %q has %d turns, opens to %d", r.Key, r.Turns, n)
			}
			for i, m := range measures {
				n, of := len(behindOf(turns, key, m.ID, Yes, q, digits)),
					len(behindOf(turns, key, m.ID, NotCounted, q, digits))
				if no := len(behindOf(turns, key, m.ID, No, q, digits)); r.Rates[i].N != n ||
					r.Rates[i].Of != of || n+no != of {
					t.Fatalf("%s of %q: %+v, opens to %d of %d", m.ID, r.Key, r.Rates[i], n, of)
				}
			}
		}
		for _, r := range rows {
			sum += r.Turns
		}
		if sum != leads {
			t.Fatalf("groups hold %d of %d turns", sum, leads)
		}
	})
}

// docs/rates.md and its Chinese twin carry the definitions word for word; write both anew with
// HUIYING_WRITE=1.
func TestTheDefinitionsAreInTheDocs(t *testing.T) {
	for file, text := range map[string]string{
		"../../docs/rates.md": ratesPage("en", "# How units are counted (考核)\n\n[中文](rates.zh-CN.md)\n\n"+
			"This text is that of the code (`responders/assess`), of the page 考核 and of the open board; a test holds it so.\n",
			"measure | definition", " (less is better)",
			"Every number opens to its turns: on the page by a click, for programs by %s with the filters of %s."),
		"../../docs/rates.zh-CN.md": ratesPage("zh-CN", "# 考核指标怎样计算\n\n[English](rates.md)\n\n"+
			"本页文字与程序（`responders/assess`）、“考核”页和公开看板一致，由测试核对。\n",
			"指标 | 算法", "（越低越好）",
			"每个数字都能点开，看到它所统计的承办；程序用 %s，筛选条件与 %s 相同。"),
	} {
		if os.Getenv("HUIYING_WRITE") == "1" {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != text {
			t.Errorf("%s does not say what the code counts (%v); run this test with HUIYING_WRITE=1", file, err)
		}
	}
}

// ratesPage is the page of rates in a language, between the given words. The English one names each
// measure in Chinese, too, as the pages of the console do.
func ratesPage(lang, head, columns, less, foot string) string {
	var b strings.Builder
	b.WriteString(head + "\n" + Rules(lang) + "\n\n| id | " + columns + " |\n|---|---|---|\n")
	for _, m := range measures {
		name := m.Name("zh-CN")
		if lang != "zh-CN" {
			name += " " + m.Name(lang)
		}
		if m.Less {
			name += less
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", m.ID, name, m.What(lang))
	}
	fmt.Fprintf(&b, "\n"+foot+"\n", "`GET /api/v1/rates/turns?measure=ID&verdict=yes`", "`GET /api/v1/rates`")
	return b.String()
}
