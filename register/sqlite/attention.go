package sqlite

import (
	"context"
	"time"

	"huiying/register"
)

// attention is Attention in SQL, to the last bit: cursors compare with it.
const attention = `CASE WHEN i.today >= 3 AND i.today * 7 > max(7, i.before) THEN CAST(i.today * i.today * 7 AS REAL) / max(7, i.before) ELSE CAST(i.today AS REAL) END`

// byAttention lists what was heard of within the last 24 hours by attention, and after that
// the rest by size. All pages of one walk speak of the moment of its first.
func (s *issues) byAttention(ctx context.Context, f register.IssueQuery, w *where, after cursor,
	total int) (register.IssueList, error) {
	at := f.At
	if after.At != 0 {
		at = fromNS(after.At)
	}
	page, size := register.IssueList{Total: total}, pageSize(f.Size)
	since := (hourUp(at) - 24) * int64(time.Hour)
	if !after.Quiet {
		rows, err := s.heard(ctx, along(f, w, "issues_last"), at, since, w, after, size+1)
		if err != nil {
			return page, err
		}
		page.Items = rows
	}
	if short := size + 1 - len(page.Items); short > 0 {
		rows, err := s.quiet(ctx, along(f, w, "issues_size"), at, since, w, after, short)
		if err != nil {
			return page, err
		}
		page.Items = append(page.Items, rows...)
	}
	if len(page.Items) > size {
		page.Items = page.Items[:size]
		last := page.Items[size-1]
		page.Next = cursor{ID: last.ID, N: int64(last.Reports), Key: last.Attention, At: ns(at),
			Quiet: ns(last.Last) < since}.String()
	}
	return page, nil
}

// heard takes what was heard of within a day. How much was heard before is looked up where it
// matters: below leastGrowth reports there is no growth.
func (s *issues) heard(ctx context.Context, from string, at time.Time, since int64, w *where,
	after cursor, most int) ([]register.IssueRow, error) {
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

// heardIn are the issues of which something was heard within some hours, with the independent
// reports.
const heardIn = `(SELECT issue, sum(reports) AS today FROM heat INDEXED BY heat_hour WHERE hour >= ? AND hour < ? GROUP BY issue)`

func (s *issues) quiet(ctx context.Context, from string, at time.Time, since int64, w *where,
	after cursor, most int) ([]register.IssueRow, error) {
	narrow := w.with("i.last < ?", since)
	if after.Quiet {
		narrow.and("(i.size, i.id) < (?, ?)", after.N, after.ID)
	}
	return s.issueRows(ctx, at, from, narrow, "i.size DESC, i.id DESC", most)
}
