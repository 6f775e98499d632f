package ask

import (
	"net/url"
	"strconv"
	"time"

	"huiying/console/kit"
	"huiying/words"
)

// SpanOf reads from and to; the last 30 days when they are absent.
func SpanOf(q url.Values, now time.Time, lang string) (from, to time.Time, err error) {
	if from, err = MomentOf("from", q.Get("from"), false, lang); err != nil {
		return
	}
	if to, err = MomentOf("to", q.Get("to"), true, lang); err != nil {
		return
	}
	if to.IsZero() {
		to = now
	}
	if from.IsZero() {
		from = kit.Midnight(to).AddDate(0, 0, -30)
	}
	if from.After(to) {
		err = kit.BadInput("bad_span", words.Say(lang, "error.bad_span"))
	}
	return
}

// OrEmpty makes a list that is never null in JSON.
func OrEmpty[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

// DayOf reads a date of +08:00.
func DayOf(s, lang string) (time.Time, error) {
	t, err := time.ParseInLocation("2006-01-02", s, kit.Shanghai)
	if err != nil {
		return t, kit.BadInput("bad_date", words.Say(lang, "error.bad_date"))
	}
	return t, nil
}

// SizeOf reads how many rows are wanted, 1..200.
func SizeOf(s string, usual int, lang string) (int, error) {
	if s == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 200 {
		return 0, kit.BadInput("bad_size", words.Say(lang, "error.bad_size"))
	}
	return n, nil
}

// MomentOf reads a date of +08:00 (the whole day: its end when it closes a span) or an
// RFC 3339 moment.
func MomentOf(name, s string, end bool, lang string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.ParseInLocation("2006-01-02", s, kit.Shanghai); err == nil {
		if end {
			t = t.AddDate(0, 0, 1)
		}
		return t, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, kit.BadInput("bad_time", words.Say(lang, "error.bad_time", name))
	}
	return t, nil
}
