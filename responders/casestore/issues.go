package casestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"time"

	"huiying/opinion"
)

// IssueFilter chooses issues. Empty fields ask for nothing.
type IssueFilter struct {
	Topic    string // an item, or a field with everything below it
	Division string // with everything below it
	Severity opinion.Severity
	Demand   opinion.Demand
	From, To time.Time // said last within [From, To)
	NewFrom  time.Time // said first at or after
	MinSize  int
	Q        string    // in the heading
	Sort     string    // "last" (default), "size", "heavy" (by severity, then size), "growth"
	At       time.Time // the moment for growth: its last 24 hours against the 7 days before them
	Size     int
	Cursor   string
}

// IssueRow is an issue in a list.
type IssueRow struct {
	ID        string           `json:"id"`
	Title     string           `json:"title"`    // heading of its first mention
	Size      int              `json:"size"`     // independent reports
	Mentions  int              `json:"mentions"` // copies too
	First     time.Time        `json:"first"`
	Last      time.Time        `json:"last"`
	Topic     string           `json:"topic"`
	TopicName string           `json:"topic_name"`
	Division  string           `json:"division"`
	Severity  opinion.Severity `json:"severity"`
	Demand    opinion.Demand   `json:"demand"`
	Unit      string           `json:"unit"`             // proposed or in charge
	Today     int              `json:"today,omitempty"`  // independent reports in the last 24 hours
	Before    int              `json:"before,omitempty"` // in the 7 days before them
	Growth    float64          `json:"growth,omitempty"` // Today less a day's mean of Before
	Case      string           `json:"case,omitempty"`   // its case, when one was opened
	State     opinion.State    `json:"state,omitempty"`
}

// IssuePage is one page of issues.
type IssuePage struct {
	Total  int        `json:"total"`
	Issues []IssueRow `json:"issues"`
	Next   string     `json:"next,omitempty"`
}

// MentionRow is a mention as the register keeps it: without its text.
type MentionRow struct {
	ID        string           `json:"id"`
	Issue     string           `json:"issue"`
	Copy      bool             `json:"copy,omitempty"`
	Title     string           `json:"title"`
	URL       string           `json:"url,omitempty"`
	Source    string           `json:"source"`
	Topic     string           `json:"topic"`
	Division  string           `json:"division"`
	Severity  opinion.Severity `json:"severity"`
	Demand    opinion.Demand   `json:"demand"`
	Unit      string           `json:"unit"`
	Said      time.Time        `json:"said"`
	Collected time.Time        `json:"collected"`
}

const dayNS = int64(24 * time.Hour)

// issueColumns need the joins of issueFrom.
const issueColumns = `i.id, i.title, i.size, i.mentions, i.first, i.last, i.topic, i.topic_name, i.division, i.severity, i.demand,
 coalesce(c.unit, i.unit), coalesce(g.today, 0), coalesce(g.before, 0), coalesce(c.id, ''), coalesce(c.state, '')`

const growthOf = `coalesce(g.today, 0) - coalesce(g.before, 0) / 7.0`

// issueFrom joins an issue with its case and its growth at a moment. The condition narrows
// the findings that growth looks at; "0" spares the look.
func issueFrom(join string, at time.Time, cond string, args ...any) (string, []any) {
	now := ns(at)
	return ` FROM issues i ` + join + ` (SELECT issue, sum(said >= ?) AS today, sum(said < ?) AS before
		FROM findings WHERE said >= ? AND said < ? AND copy = 0 AND ` + cond + ` GROUP BY issue) g ON g.issue = i.id
		LEFT JOIN cases c ON c.id = (SELECT id FROM cases WHERE issue = i.id LIMIT 1)`,
		append([]any{now - dayNS, now - dayNS, now - 8*dayNS, now}, args...)
}

// heaviness orders issues by severity, and those of one severity by independent reports.
const heaviness = `(CASE i.severity WHEN 'I' THEN 3 WHEN 'II' THEN 2 WHEN 'III' THEN 1 ELSE 0 END * 1000000000 + i.size)`

// Issues lists issues, page by page.
func (s *Store) Issues(ctx context.Context, f IssueFilter) (IssuePage, error) {
	key, ok := map[string]string{"": "i.last", "last": "i.last", "size": "i.size", "heavy": heaviness, "growth": growthOf}[f.Sort]
	if !ok {
		return IssuePage{}, fmt.Errorf("unknown order %q; use last, size, heavy or growth", opinion.Clip(f.Sort, 20))
	}
	join, cond := "LEFT JOIN", "1"
	switch {
	case f.Sort == "growth" && f.At.IsZero():
		return IssuePage{}, errors.New("the order growth needs a moment")
	case f.Sort == "growth": // what was not said lately does not grow
		join = "JOIN"
	case f.At.IsZero():
		cond = "0"
	}
	from, fromArgs := issueFrom(join, f.At, cond)
	w := s.issuesWhere(f)
	page := IssuePage{}
	if err := s.read(func(db *sql.DB) error {
		if f.Sort == "growth" {
			return db.QueryRowContext(ctx, `SELECT count(*)`+from+w.sql(), append(fromArgs, w.args...)...).Scan(&page.Total)
		}
		return db.QueryRowContext(ctx, `SELECT count(*) FROM issues i`+w.sql(), w.args...).Scan(&page.Total)
	}); err != nil {
		return page, fmt.Errorf("register: %w", err)
	}
	if f.Cursor != "" {
		at, err := parseCursor(f.Cursor)
		if err != nil {
			return page, err
		}
		if f.Sort == "growth" {
			w.and("("+key+", i.id) < (?, ?)", at.Key, at.ID)
		} else {
			w.and("("+key+", i.id) < (?, ?)", at.N, at.ID)
		}
	}
	size := pageSize(f.Size)
	rows, err := query(ctx, s, `SELECT `+issueColumns+from+w.sql()+` ORDER BY `+key+` DESC, i.id DESC LIMIT ?`,
		append(append(fromArgs, w.args...), size+1), scanIssue)
	if err != nil {
		return page, err
	}
	if len(rows) > size {
		rows = rows[:size]
		last := rows[size-1]
		n := map[string]int64{"": ns(last.Last), "last": ns(last.Last), "size": int64(last.Size), "heavy": last.heaviness()}[f.Sort]
		page.Next = cursor{ID: last.ID, N: n, Key: last.growth()}.String()
	}
	page.Issues = rows
	return page, nil
}

func (s *Store) issuesWhere(f IssueFilter) *where {
	w := &where{}
	w.below("i.topic", f.Topic)
	w.below("i.path", s.pathOf(f.Division))
	w.equal("i.severity", string(f.Severity))
	w.equal("i.demand", string(f.Demand))
	w.contains("i.title", f.Q)
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
	return w
}

// heaviness is the value that SQLite sorts by for the order of the same name.
func (r IssueRow) heaviness() int64 {
	n := int64(r.Size)
	if rank := r.Severity.Rank(); rank > 0 {
		n += int64(4-rank) * 1_000_000_000
	}
	return n
}

// growth is the exact value that SQLite sorts by.
func (r IssueRow) growth() float64 { return float64(r.Today) - float64(r.Before)/7.0 }

func scanIssue(r *sql.Rows) (i IssueRow, err error) {
	var first, last int64
	err = r.Scan(&i.ID, &i.Title, &i.Size, &i.Mentions, &first, &last, &i.Topic, &i.TopicName, &i.Division, &i.Severity, &i.Demand,
		&i.Unit, &i.Today, &i.Before, &i.Case, &i.State)
	i.First, i.Last = fromNS(first), fromNS(last)
	i.Growth = math.Round(i.growth()*100) / 100
	return i, err
}

// Issue returns one issue, with growth as of at, or ErrNotFound.
func (s *Store) Issue(ctx context.Context, id string, at time.Time) (IssueRow, error) {
	from, args := issueFrom("LEFT JOIN", at, "issue = ?", id)
	rows, err := query(ctx, s, `SELECT `+issueColumns+from+` WHERE i.id = ?`, append(args, id), scanIssue)
	if err != nil {
		return IssueRow{}, err
	}
	if len(rows) == 0 {
		return IssueRow{}, fmt.Errorf("issue %s: %w", opinion.Clip(id, 40), ErrNotFound)
	}
	return rows[0], nil
}

const mentionColumns = `id, issue, copy, title, url, source, topic, division, severity, demand, unit, said, collected`

func scanMention(r *sql.Rows) (m MentionRow, err error) {
	var said, collected int64
	err = r.Scan(&m.ID, &m.Issue, &m.Copy, &m.Title, &m.URL, &m.Source, &m.Topic, &m.Division, &m.Severity, &m.Demand, &m.Unit, &said, &collected)
	m.Said, m.Collected = fromNS(said), fromNS(collected)
	return m, err
}

// IssueMentions lists the mentions of an issue, oldest first, from the cursor on.
func (s *Store) IssueMentions(ctx context.Context, issue string, size int, after string) (rows []MentionRow, next string, err error) {
	w := &where{}
	w.and("issue = ?", issue)
	if after != "" {
		at, err := parseCursor(after)
		if err != nil {
			return nil, "", err
		}
		w.and("(said, id) > (?, ?)", at.N, at.ID)
	}
	size = pageSize(size)
	rows, err = query(ctx, s, `SELECT `+mentionColumns+` FROM findings`+w.sql()+` ORDER BY said, id LIMIT ?`, append(w.args, size+1), scanMention)
	if err == nil && len(rows) > size {
		rows = rows[:size]
		next = cursor{N: ns(rows[size-1].Said), ID: rows[size-1].ID}.String()
	}
	return rows, next, err
}

// Mention returns one mention's row, or ErrNotFound.
func (s *Store) Mention(ctx context.Context, id string) (MentionRow, error) {
	rows, err := query(ctx, s, `SELECT `+mentionColumns+` FROM findings WHERE id = ?`, []any{id}, scanMention)
	if err != nil {
		return MentionRow{}, err
	}
	if len(rows) == 0 {
		return MentionRow{}, fmt.Errorf("mention %s: %w", opinion.Clip(id, 40), ErrNotFound)
	}
	return rows[0], nil
}

// Reports returns the reports of an issue in order of arrival, 200 at most, with what a case
// needs to count them. It is what casework.Worker asks for when it opens a case.
func (s *Store) Reports(ctx context.Context, issue string) ([]opinion.Finding, error) {
	return query(ctx, s, `SELECT id, copy, source, severity, said FROM findings WHERE issue = ? ORDER BY seq LIMIT 200`, []any{issue},
		func(r *sql.Rows) (f opinion.Finding, err error) {
			var said int64
			err = r.Scan(&f.ID, &f.Issue.Copy, &f.Source, &f.Severity.Level, &said)
			f.Issue.ID, f.PublishedAt = issue, fromNS(said)
			return f, err
		})
}
