package ask

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiying/console/access"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
	"huiying/words"
)

// ByOf is who a history names for a request of the API. A program acts as its account does; what it
// says of itself counts only where nobody signed in, or for whoever holds the data directory.
func ByOf(ctx context.Context, given, lang string) (string, error) {
	me := access.AccountOf(ctx)
	switch {
	case given == opinion.Asker: // by the query code alone
		return "", kit.BadInput("bad_by", words.Say(lang, "error.bad_by"))
	case (me.Role == "" || me.Role == access.Keeper) && given != "":
		return given, nil
	case me.Role == "" || me.Role == access.Keeper:
		return "api", nil
	case given != "" && given != me.By():
		return "", kit.BadInput("bad_by", words.Say(lang, "error.by_other", me.By()))
	}
	return me.By(), nil
}

// CommandOf reads the form that by sent.
func CommandOf(f url.Values, by, lang string) (opinion.Command, error) {
	expected, err := strconv.ParseUint(f.Get("expected_version"), 10, 64)
	if err != nil {
		return opinion.Command{}, kit.BadInput("no_version", words.Say(lang, "error.no_version"))
	}
	cmd := opinion.Command{
		Expected: expected, By: by, Unit: f.Get("unit"), Reason: strings.TrimSpace(f.Get("reason")),
		Text: strings.TrimSpace(f.Get("text")),
		Kind: f.Get("kind"), URL: strings.TrimSpace(f.Get("url")), OK: f.Get("ok") == "yes",
		Outcome: opinion.Outcome(f.Get("outcome")),
		Solved:  f.Get("solved"), Means: opinion.Means(f.Get("means")),
		Into: strings.TrimSpace(f.Get("into")), Statutory: f.Get("channel"), Of: f.Get("of"),
	}
	for _, co := range f["co"] {
		cmd.Co = append(cmd.Co, fields(co)...)
	}
	if s := f.Get("limit"); s != "" {
		if cmd.Limit, err = LimitOf(s, lang); err != nil {
			return cmd, err
		}
	}
	return cmd, nil
}

// LimitOf reads "48h" or "7d".
func LimitOf(s, lang string) (time.Duration, error) {
	bad := kit.BadInput("bad_limit", words.Say(lang, "error.bad_limit"))
	if n := len(s); n > 1 && s[n-1] == 'd' {
		days, err := strconv.Atoi(s[:n-1])
		if err != nil || days < 1 || days > 365 {
			return 0, bad
		}
		return time.Duration(days) * 24 * time.Hour, nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 || d > 365*24*time.Hour {
		return 0, bad
	}
	return d, nil
}

// CountOf adds up the cases of a matter in some states, in all of them for nil.
func CountOf(counts []register.CaseCount, states []opinion.State, matter opinion.Matter) int {
	n := 0
	for _, c := range counts {
		if c.Matter == matter && (states == nil || slices.Contains(states, c.State)) {
			n += c.N
		}
	}
	return n
}

func Join(s []opinion.State) string {
	w := make([]string, len(s))
	for i, x := range s {
		w[i] = string(x)
	}
	return strings.Join(w, ",")
}

// CaseQuery reads the question from an address; pages and the API ask alike. state takes
// several states with commas between.
func CaseQuery(q url.Values, lang string) (register.CaseQuery, error) {
	out := register.CaseQuery{
		Unit: q.Get("unit"), Q: opinion.Clip(strings.TrimSpace(q.Get("q")), 400),
		Topic: q.Get("topic"), Division: q.Get("division"),
		Issue: q.Get("issue"), Severity: opinion.Severity(q.Get("severity")), Overdue: q.Get("overdue") == "true",
		Source: q.Get("source"), Cursor: q.Get("cursor"), Matters: []opinion.Matter{opinion.Matter(q.Get("matter"))},
	}
	if m := out.Matters[0]; m != opinion.PublicMatter && m != opinion.Disclosure {
		return out, kit.BadInput("bad_matter", words.Say(lang, "error.bad_matter"))
	}
	for s := range strings.SplitSeq(q.Get("state"), ",") {
		if s == "" {
			continue
		}
		if !slices.Contains(opinion.States, opinion.State(s)) {
			return out, kit.BadInput("bad_state", words.Say(lang, "error.bad_state", Join(opinion.States)))
		}
		out.States = append(out.States, opinion.State(s))
	}
	var err error
	if out.Size, err = SizeOf(q.Get("size"), 20, lang); err != nil {
		return out, err
	}
	if out.DueBefore, err = MomentOf("due_before", q.Get("due_before"), true, lang); err != nil {
		return out, err
	}
	if out.Severity != "" && out.Severity.Rank() == 0 {
		return out, kit.BadInput("bad_severity", words.Say(lang, "error.bad_severity"))
	}
	if out.From, err = MomentOf("from", q.Get("from"), false, lang); err != nil {
		return out, err
	}
	if out.To, err = MomentOf("to", q.Get("to"), true, lang); err != nil {
		return out, err
	}
	out.Order, out.Reversed, err = OrderOf(q.Get("order"), CaseOrders, lang)
	return out, err
}

// CaseOrders are the orders of a list of cases, the usual one first.
var CaseOrders = []string{register.ByDue, register.ByUpdated, register.ByOpened, register.BySeverity,
	register.ByPlace, register.ByUnit, register.ByReports}

// OrderOf reads an order; a - before it turns it round.
func OrderOf(s string, known []string, lang string) (order string, reversed bool, err error) {
	order, reversed = strings.CutPrefix(s, "-")
	if s != "" && !slices.Contains(known, order) {
		err = kit.BadInput("bad_order", words.Say(lang, "error.bad_order", strings.Join(known, ", ")))
	}
	return order, reversed, err
}

// fields splits a list of ids at commas, of both widths, and blanks.
func fields(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,;\n\r\t\u3001\uff0c\uff1b", r) })
}
