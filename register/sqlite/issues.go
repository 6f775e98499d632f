package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"huiying/opinion"
	"huiying/register"
)

const dayNS = int64(24 * time.Hour)

// issueColumns reads the rows of issueFrom.
const issueColumns = `i.id, i.title, i.size, i.mentions, i.first, i.last, i.topic, i.topic_name, i.division, i.severity, i.demand,
 coalesce(c.unit, i.unit), i.today, i.before, coalesce(c.id, ''), coalesce(c.state, '')`

// todayAndBefore are the independent reports of the last 24 hours and of the 7 days before.
const todayAndBefore = `i.*, coalesce((SELECT sum(reports) FROM heat WHERE issue = i.id AND hour >= ? AND hour < ?), 0) AS today,
 coalesce((SELECT sum(reports) FROM heat WHERE issue = i.id AND hour >= ? AND hour < ?), 0) AS before`

// issues answers for issues and their reports.
type issues struct{ *file }

// spans are the arguments of todayAndBefore. Heat is kept by the hour: the present hour counts
// whole. Without a moment nothing is counted.
func spans(at time.Time) []any {
	end := int64(0)
	if !at.IsZero() {
		end = hourUp(at)
	}
	return []any{end - 24, end, end - 8*24, end - 24}
}

// heaviness orders issues by severity, and those of one severity by independent reports.
const heaviness = `(CASE i.severity WHEN 'I' THEN 3 WHEN 'II' THEN 2 WHEN 'III' THEN 1 ELSE 0 END * 1000000000 + i.size)`

// orders are the keys of a list, the largest first.
var orders = map[string]string{"": "i.last", register.ByRecent: "i.last", register.BySize: "i.size",
	register.ByHeaviness: heaviness}

// Issues lists issues, page by page.
func (s *issues) Issues(ctx context.Context, f register.IssueQuery) (register.IssueList, error) {
	w, err := s.issuesWhere(ctx, f)
	page := register.IssueList{Items: []register.IssueRow{}}
	if err != nil {
		return page, err
	}
	if !f.Uncounted {
		if page.Total, err = s.issuesOf(ctx, f, w); err != nil || page.Total == 0 {
			return page, err
		}
	}
	var after cursor
	if f.Cursor != "" {
		var err error
		if after, err = parseCursor(f.Cursor); err != nil {
			return page, err
		}
	}
	if f.Order == register.ByAttention {
		if f.At.IsZero() {
			return page, errors.New("the order attention needs a moment")
		}
		return s.byAttention(ctx, f, w, after, page.Total)
	}
	key, ok := orders[f.Order]
	if !ok {
		return page, fmt.Errorf("unknown order %q; use recent, size, heavy or attention", opinion.Clip(f.Order, 20))
	}
	if f.Cursor != "" {
		beyond := " < (?, ?)"
		if f.Reversed {
			beyond = " > (?, ?)"
		}
		w.and("("+key+", i.id)"+beyond, after.N, after.ID)
	}
	size := pageSize(f.Size)
	rows, err := s.inOrder(ctx, f, w, key, size+1)
	if err != nil {
		return page, err
	}
	if len(rows) > size {
		rows = rows[:size]
		last := rows[size-1]
		n := map[string]int64{"": ns(last.Last), register.ByRecent: ns(last.Last),
			register.BySize: int64(last.Reports), register.ByHeaviness: heavinessOf(last)}[f.Order]
		page.Next = cursor{ID: last.ID, N: n}.String()
	}
	page.Items = rows
	return page, nil
}

// byWeight are walks along an index which together give the order heavy: of two issues of one
// weight the larger comes first. Those of the two heaviest levels are few and have an index of
// their own.
var byWeight = []struct{ from, level string }{
	{`issues i INDEXED BY issues_heavy`, "i.severity IN ('I', 'II') AND i.severity = 'I'"},
	{`issues i INDEXED BY issues_heavy`, "i.severity IN ('I', 'II') AND i.severity = 'II'"},
	{`issues i INDEXED BY issues_size`, "i.severity = 'III'"},
	{`issues i INDEXED BY issues_size`, "i.severity NOT IN ('I', 'II', 'III')"},
}

// inOrder takes the first issues by a key. Words may name few issues, which are looked up; else one
// index after the other is walked until the page is full. Of a span of time there may be few in a
// long walk: past the heaviest levels those are sorted.
func (s *issues) inOrder(ctx context.Context, f register.IssueQuery, w *where, key string,
	most int) (rows []register.IssueRow, err error) {
	walks, down := byWeight, " DESC"
	if f.Reversed {
		down = ""
	}
	switch {
	case f.Order != register.ByHeaviness || w.few:
		walks = nil
	case f.Reversed:
		walks = slices.Clone(byWeight)
		slices.Reverse(walks)
	case !f.From.IsZero() || !f.NewFrom.IsZero():
		walks = byWeight[:2]
	}
	for _, walk := range walks {
		some, err := s.issueRows(ctx, f.At, walk.from, w.with(walk.level), "i.size"+down+", i.id"+down, most-len(rows))
		if err != nil {
			return nil, err
		}
		if rows = append(rows, some...); len(rows) >= most {
			return rows, nil
		}
	}
	if len(walks) == len(byWeight) {
		return rows, nil
	}
	index := "issues_last"
	if f.Order == register.BySize {
		index = "issues_size"
	}
	return s.issueRows(ctx, f.At, along(f, w, index), w, key+down+", i.id"+down, most)
}

// along walks an index: in the order of the list, or by last reports where those bound it. Left to
// choose, SQLite takes all issues of a place and sorts them, and a place may be the whole country.
// Where words or the first report say which issues it is about, it may choose.
func along(f register.IssueQuery, w *where, index string) string {
	if w.few || !f.NewFrom.IsZero() {
		return `issues i`
	}
	return `issues i INDEXED BY ` + index
}

// issueRows takes the first issues in an order, and only then looks up what a list shows
// beside them.
func (s *issues) issueRows(ctx context.Context, at time.Time, from string, w *where, order string,
	most int) ([]register.IssueRow, error) {
	return s.rowsOf(ctx, at, `(SELECT i.id FROM `+from+w.sql()+` ORDER BY `+order+` LIMIT ?)`,
		order, append(slices.Clone(w.args), most))
}

// rowsOf reads the issues that first names, in an order, with what a list shows beside them.
func (s *issues) rowsOf(ctx context.Context, at time.Time, first, order string,
	args []any) ([]register.IssueRow, error) {
	return s.withCases(ctx, `(SELECT `+todayAndBefore+` FROM (SELECT i.* FROM `+first+` f JOIN issues i ON i.id = f.id) i)`, order, append(spans(at), args...))
}

// withCases reads issues from a table of them, with the case of each.
func (s *issues) withCases(ctx context.Context, table, order string, args []any) ([]register.IssueRow, error) {
	return query(ctx, s.file, `SELECT `+issueColumns+` FROM `+table+` i
		LEFT JOIN cases c ON c.id = (SELECT id FROM cases WHERE issue = i.id LIMIT 1) ORDER BY `+order, args, scanIssue)
}

// issuesOf counts the issues that fit a filter, w in SQL. Counters know all but words, times and
// units.
func (s *issues) issuesOf(ctx context.Context, f register.IssueQuery, w *where) (int, error) {
	if f.Q != "" || f.Unit != "" || f.MinSize > 0 || f.Within != nil && len(f.Within.Units) > 0 ||
		!f.From.IsZero() || !f.To.IsZero() || !f.NewFrom.IsZero() {
		return s.count(ctx, `issues i`, w)
	}
	return s.sum(ctx, `issue_counters i`, w)
}

func (s *issues) issuesWhere(ctx context.Context, f register.IssueQuery) (*where, error) {
	w := &where{}
	w.below("i.topic", f.Topic)
	w.below("i.path", s.pathOf(f.Division))
	w.equal("i.severity", string(f.Severity))
	w.equal("i.demand", string(f.Demand))
	w.equal("i.unit", f.Unit)
	if !f.From.IsZero() {
		w.and("i.last >= ?", ns(f.From))
	}
	if !f.To.IsZero() {
		w.and("i.last < ?", ns(f.To))
	}
	if !f.NewFrom.IsZero() {
		w.and("i.first >= ?", ns(f.NewFrom))
	}
	if f.MinSize > 0 {
		w.and("i.size >= ?", f.MinSize)
	}
	s.seen(w, f.Within, "i.path", "(i.unit IN (SELECT value FROM json_each(?)) OR i.id IN (SELECT issue FROM parties WHERE unit IN (SELECT value FROM json_each(?))))", 2)
	if f.Q == "" {
		return w, nil
	}
	return w, s.named(ctx, w, "i.number", issuesHeaded, f.Q)
}

// heaviness is the value that SQLite sorts by for the order of the same name.
func heavinessOf(r register.IssueRow) int64 {
	n := int64(r.Reports)
	if rank := r.Severity.Rank(); rank > 0 {
		n += int64(4-rank) * 1_000_000_000
	}
	return n
}

func scanIssue(r *sql.Rows) (i register.IssueRow, err error) {
	var first, last int64
	err = r.Scan(&i.ID, &i.Title, &i.Reports, &i.Mentions, &first, &last, &i.Topic, &i.TopicName,
		&i.Division, &i.Severity, &i.Demand,
		&i.Unit, &i.Today, &i.Before, &i.Case, &i.State)
	i.First, i.Last = fromNS(first), fromNS(last)
	i.Growth, i.Attention = register.Growth(i.Today, i.Before), register.Attention(i.Today, i.Before)
	return i, err
}

// Issue returns one issue, with growth as of at, or ErrNotFound.
func (s *issues) Issue(ctx context.Context, id string, at time.Time) (register.IssueRow, error) {
	w := &where{}
	w.and("i.id = ?", id)
	rows, err := s.issueRows(ctx, at, `issues i`, w, "i.id", 1)
	if err != nil {
		return register.IssueRow{}, err
	}
	if len(rows) == 0 {
		return register.IssueRow{}, &register.Missing{What: "issue", ID: id}
	}
	return rows[0], nil
}

const mentionColumns = `id, issue, copy, title, url, source, topic, division, severity, demand, unit, said, collected, corrected`

func scanMention(r *sql.Rows) (m register.MentionRow, err error) {
	var said, collected int64
	err = r.Scan(&m.ID, &m.Issue, &m.Copy, &m.Title, &m.URL, &m.Source, &m.Topic, &m.Division,
		&m.Severity, &m.Demand, &m.Unit, &said, &collected, &m.Corrected)
	m.Said, m.Collected = fromNS(said), fromNS(collected)
	return m, err
}

// IssueMentions lists the mentions of an issue, oldest first, from the cursor on.
func (s *issues) IssueMentions(ctx context.Context, issue string, size int,
	after string) (rows []register.MentionRow, next string, err error) {
	w := &where{}
	w.and("issue = ? AND later = ''", issue)
	if after != "" {
		at, err := parseCursor(after)
		if err != nil {
			return nil, "", err
		}
		w.and("(said, id) > (?, ?)", at.N, at.ID)
	}
	size = pageSize(size)
	rows, err = query(ctx, s.file, `SELECT `+mentionColumns+` FROM findings`+w.sql()+` ORDER BY said, id LIMIT ?`, append(w.args, size+1), scanMention)
	if err == nil && len(rows) > size {
		rows = rows[:size]
		next = cursor{N: ns(rows[size-1].Said), ID: rows[size-1].ID}.String()
	}
	return rows, next, err
}

// Mention returns one mention's row, or ErrNotFound.
func (s *issues) Mention(ctx context.Context, id string) (register.MentionRow, error) {
	rows, err := query(ctx, s.file, `SELECT `+mentionColumns+` FROM findings WHERE id = ?`, []any{id}, scanMention)
	if err != nil {
		return register.MentionRow{}, err
	}
	if len(rows) == 0 {
		return register.MentionRow{}, &register.Missing{What: "mention", ID: id}
	}
	return rows[0], nil
}

// Reports returns the reports of an issue in order of arrival, 200 at most, with what a case
// needs to count them. casework.Worker asks for them when it opens a case.
func (s *issues) Reports(ctx context.Context, issue string) ([]opinion.Finding, error) {
	return query(ctx, s.file, `SELECT id, copy, source, severity, said, asks FROM findings WHERE issue = ? AND later = '' ORDER BY seq LIMIT 200`, []any{issue},
		func(r *sql.Rows) (f opinion.Finding, err error) {
			var said int64
			err = r.Scan(&f.ID, &f.Issue.Copy, &f.Source, &f.Severity.Level, &said, &f.Asks)
			f.Issue.ID, f.PublishedAt = issue, fromNS(said)
			return f, err
		})
}
