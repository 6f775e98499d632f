package sqlite

import (
	"context"
	"time"
)

// leastGrowth is the number of reports of a day below which nobody speaks of growth.
const leastGrowth = 3

// Growth is how many times its usual day an issue hears today: the independent reports of the
// last 24 hours through a day's mean of the 7 days before, which counts as one report at the
// least. 0 stands for "too few to tell": fewer than three reports in the last 24 hours.
func Growth(today, before int) float64 {
	if today < leastGrowth {
		return 0
	}
	return float64(today*7) / float64(max(7, before))
}

// Attention is what the list of issues is ordered by: the independent reports of the last 24
// hours, times their growth where there is any. So it is size and growth of the present; how
// much was said long ago only decides between equals.
func Attention(today, before int) float64 {
	if Growth(today, before) <= 1 {
		return float64(today)
	}
	return float64(today*today*7) / float64(max(7, before))
}

// attention is Attention in SQL, to the last bit: cursors compare with it.
const attention = `CASE WHEN i.today >= 3 AND i.today * 7 > max(7, i.before) THEN CAST(i.today * i.today * 7 AS REAL) / max(7, i.before) ELSE CAST(i.today AS REAL) END`

// byAttention lists what was heard of within the last 24 hours by attention, and after that
// the rest by size. All pages of one walk speak of the moment of its first.
func (s *Store) byAttention(ctx context.Context, f IssueFilter, w *where, after cursor, total int) (IssuePage, error) {
	at := f.At
	if after.At != 0 {
		at = fromNS(after.At)
	}
	page, size := IssuePage{Total: total}, pageSize(f.Size)
	since := (hourUp(at) - 24) * int64(time.Hour)
	if !after.Quiet {
		rows, err := s.heard(ctx, f.along(w, "issues_last"), at, since, w, after, size+1)
		if err != nil {
			return page, err
		}
		page.Issues = rows
	}
	if short := size + 1 - len(page.Issues); short > 0 {
		rows, err := s.quiet(ctx, f.along(w, "issues_size"), at, since, w, after, short)
		if err != nil {
			return page, err
		}
		page.Issues = append(page.Issues, rows...)
	}
	if len(page.Issues) > size {
		page.Issues = page.Issues[:size]
		last := page.Issues[size-1]
		page.Next = cursor{ID: last.ID, N: int64(last.Size), Key: last.Attention, At: ns(at), Quiet: ns(last.Last) < since}.String()
	}
	return page, nil
}

// heard takes what was heard of within a day. How much was heard before is looked up where it matters: below
// leastGrowth reports there is no growth.
func (s *Store) heard(ctx context.Context, from string, at time.Time, since int64, w *where, after cursor, most int) ([]IssueRow, error) {
	narrow := w.with("i.last >= ?", since)
	span := spans(at)
	args := append([]any{span[2], span[3], span[0], span[1]}, narrow.args...)
	beyond := ""
	if after.ID != "" {
		beyond = ` WHERE (` + attention + `, i.size, i.id) < (?, ?, ?)`
		args = append(args, after.Key, after.N, after.ID)
	}
	const order = attention + ` DESC, i.size DESC, i.id DESC`
	first := `(SELECT i.id FROM (SELECT i.id, i.size, coalesce(t.today, 0) AS today, CASE WHEN t.today >= ` + leastHeard + `
		THEN coalesce((SELECT sum(reports) FROM heat WHERE issue = i.id AND hour >= ? AND hour < ?), 0) ELSE 0 END AS before
		FROM ` + from + ` LEFT JOIN ` + heardIn + ` t ON t.issue = i.id` + narrow.sql() + `) i` + beyond + ` ORDER BY ` + order + ` LIMIT ?)`
	return s.rowsOf(ctx, at, first, order, append(args, most))
}

// heardIn are the issues of which something was heard within some hours, with the independent reports.
const heardIn = `(SELECT issue, sum(reports) AS today FROM heat INDEXED BY heat_hour WHERE hour >= ? AND hour < ? GROUP BY issue)`

func (s *Store) quiet(ctx context.Context, from string, at time.Time, since int64, w *where, after cursor, most int) ([]IssueRow, error) {
	narrow := w.with("i.last < ?", since)
	if after.Quiet {
		narrow.and("(i.size, i.id) < (?, ?)", after.N, after.ID)
	}
	return s.issueRows(ctx, at, from, narrow, "i.size DESC, i.id DESC", most)
}
