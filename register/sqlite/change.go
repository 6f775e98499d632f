package sqlite

import (
	"context"
	"errors"
	"iter"
	"strings"
	"time"

	"huiying/opinion"
)

const insertFinding = `INSERT OR IGNORE INTO findings
 (id, seq, issue, copy, title, url, source, kind, topic, topic_name, division, path, severity, demand, unit, said, collected, why, place, corrected, judge, asks, own, report, later)
 VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`

// seq stays: an issue's reports are ordered by when each was first heard of.
const updateFinding = `UPDATE findings SET
 issue = ?, copy = ?, title = ?, url = ?, source = ?, kind = ?, topic = ?, topic_name = ?, division = ?, path = ?, severity = ?,
 demand = ?, unit = ?, said = ?, collected = ?, why = ?, place = ?, corrected = ?, judge = ?, asks = ?, own = ? WHERE id = ?`

const upsertIssue = `INSERT INTO issues
 (id, size, mentions, first, last, title, topic, topic_name, division, path, severity, rank, demand, unit)
 VALUES (?,?,1,?,?,?,?,?,?,?,?,?,?,?)
 ON CONFLICT DO UPDATE SET size = size + excluded.size, mentions = mentions + 1,
  first = min(first, excluded.first), last = max(last, excluded.last),
  severity = CASE WHEN excluded.rank < rank THEN excluded.severity ELSE severity END,
  rank = min(rank, excluded.rank)`

// batch is one run of findings on their way into the register. What counts them is gathered
// and written once, at its flush.
type batch struct {
	s  *projector
	tx txn

	counts tally
	heat   map[issueHour]pulse
	words  map[issueWord]int
	stale  map[string]bool   // issues to be built anew from the findings that are theirs now
	later  map[string]string // of the findings of the run: which one replaced it
}

type issueHour struct {
	issue string
	hour  int64
}

type issueWord struct{ issue, word string }

// pulse is what was said about an issue in one hour.
type pulse struct{ reports, copies int }

func (s *projector) newBatch(tx txn) *batch {
	return &batch{s: s, tx: tx, counts: tally{}, heat: map[issueHour]pulse{},
		words: map[issueWord]int{}, stale: map[string]bool{}, later: map[string]string{}}
}

// take applies one finding of the log. The same one again changes nothing; another judgement
// of a mention that is known replaces the one before, unless a person corrected that one since.
func (b *batch) take(ctx context.Context, r row, l opinion.LedgerLine) error {
	r.later = b.later[r.id]
	res, err := b.tx.exec(ctx, insertFinding, r.id, r.seq, r.issue, r.copy, r.title, r.url,
		r.source, r.kind, r.topic, r.topicName,
		r.division, r.path, r.severity, r.demand, r.unit, r.said, r.collected, r.why, r.place,
		r.corrected, r.judge, r.asks, r.own, r.report, r.later)
	if err != nil {
		return err
	}
	added, err := res.RowsAffected()
	if err != nil {
		return err
	}
	if added > 0 {
		// its case came first
		if _, err := b.tx.exec(ctx, `UPDATE titles SET title = ? WHERE mention = ?`, r.title,
			r.id); err != nil {
			return err
		}
		if err := enter(ctx, b.tx, l); err != nil {
			return err
		}
		return b.change(ctx, nil, &r)
	}
	if err := again(ctx, b.tx, r.id, r.seq); err != nil {
		return err
	}
	old, err := known(ctx, b.tx, r.id)
	if err != nil || old == nil || r.corrected < old.corrected {
		return err
	}
	if err := enter(ctx, b.tx, l); err != nil {
		return err
	}
	r.seq, r.title, r.url, r.report = old.seq, old.title, old.url,
		old.report // words are the id's, and may be forgotten by now
	// a judgement that is recalled gives no reasons again
	if r.issue == old.issue && r.copy == old.copy && r.why == "" {
		r.why = old.why
	}
	same := r
	if same.place = old.place; same == *old {
		return nil
	}
	if _, err := b.tx.exec(ctx, updateFinding, r.issue, r.copy, r.title, r.url, r.source, r.kind, r.topic, r.topicName,
		r.division, r.path, r.severity, r.demand, r.unit, r.said, r.collected, r.why, r.place,
		r.corrected, r.judge, r.asks, r.own, r.id); err != nil {
		return err
	}
	return b.change(ctx, old, &r)
}

// change takes a finding from what the register held of it (nil: nothing) to what it holds
// now (nil: nothing any more). Whatever is counted of findings is counted here and nowhere
// else: the counters, the heat of an issue, its shared words, the issue itself.
func (b *batch) change(ctx context.Context, old, now *row) error {
	old, now = old.counted(), now.counted()
	if old != nil {
		b.count(*old, -1)
		b.stale[old.issue] = true
	}
	if now == nil {
		return nil
	}
	b.count(*now, 1)
	if old != nil {
		b.stale[now.issue] = true
		return nil
	}
	if now.issue == "" {
		return nil
	}
	return now.intoIssue(ctx, b.tx)
}

func (b *batch) count(r row, n int) {
	b.counts.count(r, b.s.opts.Path, n)
	if r.issue == "" {
		return
	}
	at := issueHour{r.issue, r.said / int64(time.Hour)}
	p := b.heat[at]
	if r.copy {
		p.copies += n
	} else {
		p.reports += n
	}
	b.heat[at] = p
	for word := range r.words() {
		b.words[issueWord{r.issue, word}] += n
	}
}

// words are those by which a report was put into its issue.
func (r row) words() iter.Seq[string] {
	if r.why == "" {
		return func(func(string) bool) {}
	}
	return strings.SplitSeq(r.why, "\n")
}

func (b *batch) flush(ctx context.Context) error {
	if err := b.counts.add(ctx, b.tx); err != nil {
		return err
	}
	if err := b.addHeat(ctx); err != nil {
		return err
	}
	if err := b.addWords(ctx); err != nil {
		return err
	}
	for issue := range b.stale {
		if issue == "" {
			continue
		}
		if err := b.refold(ctx, issue); err != nil {
			return err
		}
	}
	return nil
}

func (b *batch) addHeat(ctx context.Context) error {
	for at, p := range b.heat {
		if p == (pulse{}) {
			continue
		}
		if _, err := b.tx.exec(ctx, `INSERT INTO heat (issue, hour, reports, copies) VALUES (?,?,?,?)
			ON CONFLICT DO UPDATE SET reports = reports + excluded.reports, copies = copies + excluded.copies`, at.issue, at.hour, p.reports, p.copies); err != nil {
			return err
		}
	}
	return b.empty(ctx, `DELETE FROM heat WHERE issue = ? AND reports = 0 AND copies = 0`)
}

func (b *batch) addWords(ctx context.Context) error {
	for at, n := range b.words {
		if n == 0 {
			continue
		}
		if _, err := b.tx.exec(ctx, `INSERT INTO whys (issue, word, n) VALUES (?,?,?) ON CONFLICT DO UPDATE SET n = n + excluded.n`, at.issue, at.word, n); err != nil {
			return err
		}
	}
	return b.empty(ctx, `DELETE FROM whys WHERE issue = ? AND n = 0`)
}

// empty drops what has come to nothing in issues that lost something.
func (b *batch) empty(ctx context.Context, stmt string) error {
	for issue := range b.stale {
		if _, err := b.tx.exec(ctx, stmt, issue); err != nil {
			return err
		}
	}
	return nil
}

// refold builds an issue anew from the findings that are its own.
func (b *batch) refold(ctx context.Context, issue string) error {
	if _, err := b.tx.exec(ctx, `DELETE FROM issues WHERE id = ?`, issue); err != nil {
		return err
	}
	left, err := rowsOf(ctx, b.tx, `issue = ? AND later = '' ORDER BY seq`, issue)
	if err != nil {
		return err
	}
	for _, r := range left {
		if err := r.intoIssue(ctx, b.tx); err != nil {
			return err
		}
	}
	return nil
}

// known is what the register holds of a mention, nil for nothing.
func known(ctx context.Context, tx txn, id string) (*row, error) {
	rows, err := rowsOf(ctx, tx, `id = ?`, id)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

func rowsOf(ctx context.Context, tx txn, where string, args ...any) (out []row, err error) {
	rows, err := tx.query(ctx, `SELECT id, seq, issue, copy, title, url, source, kind, topic, topic_name, division, path,
		severity, demand, unit, said, collected, why, place, corrected, judge, asks, own, report, later FROM findings WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.id, &r.seq, &r.issue, &r.copy, &r.title, &r.url, &r.source, &r.kind,
			&r.topic, &r.topicName,
			&r.division, &r.path, &r.severity, &r.demand, &r.unit, &r.said, &r.collected, &r.why,
			&r.place, &r.corrected, &r.judge, &r.asks, &r.own, &r.report, &r.later); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// intoIssue adds the row to its issue. Heading, topic and
// place stay those of the issue's first finding.
func (r row) intoIssue(ctx context.Context, tx txn) error {
	_, err := tx.exec(ctx, upsertIssue, r.issue, independent(r), r.said, r.said, r.title, r.topic, r.topicName,
		r.division, r.path, r.severity, rankOf(opinion.Severity(r.severity)), r.demand, r.unit)
	return err
}

// independent is 1 for a report of its own and 0 for a copy.
func independent(r row) int {
	if r.copy {
		return 0
	}
	return 1
}
