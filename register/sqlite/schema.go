package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"sync/atomic"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// schemaVersion goes up with every change of schema: an older register is built again.
const schemaVersion = 31

// The tables. Times are nanoseconds since 1970 UTC, 0 for none; path is the place's codes
// from the province down, joined by "/", so that what lies within a place is one range.
var schema = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE positions (stream TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE findings (
  id TEXT PRIMARY KEY, seq INTEGER NOT NULL, issue TEXT NOT NULL, copy INTEGER NOT NULL,
  title TEXT NOT NULL, url TEXT NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL,
  topic TEXT NOT NULL, topic_name TEXT NOT NULL, division TEXT NOT NULL, path TEXT NOT NULL,
  severity TEXT NOT NULL, demand TEXT NOT NULL, unit TEXT NOT NULL,
  said INTEGER NOT NULL, collected INTEGER NOT NULL, why TEXT NOT NULL,
  place INTEGER NOT NULL, -- seq of the version that holds; seq is that of the first
  corrected INTEGER NOT NULL, judge TEXT NOT NULL,
  asks TEXT NOT NULL, -- what a person said of whether it asks
  own INTEGER NOT NULL, -- 0: its heading is made of its text
  report TEXT NOT NULL, -- names the report that it is a text of (opinion.Mention.Report)
  later TEXT NOT NULL) WITHOUT ROWID; -- the mention that replaced it: what counts findings passes over it
CREATE INDEX findings_report ON findings (report, seq) WHERE report <> '' AND later = '';
CREATE INDEX findings_label ON findings (seq) WHERE judge = 'person';
CREATE INDEX findings_corrected ON findings (issue, seq) WHERE corrected > 0;
CREATE INDEX findings_issue ON findings (issue, said, copy, source, division) WHERE later = '';
CREATE INDEX findings_url ON findings (url) WHERE url <> '';
CREATE INDEX findings_kept ON findings (collected) WHERE title <> '' OR url <> '' OR why <> '';
CREATE TABLE again (id TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (id, seq)) WITHOUT ROWID; -- where else the log holds a finding
CREATE TABLE forgotten (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE remains (stream TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (stream, seq)) WITHOUT ROWID; -- where the log may still hold words of one of them
CREATE TABLE replaced (older TEXT PRIMARY KEY, later TEXT NOT NULL) WITHOUT ROWID; -- which mention's text is the newer one
CREATE INDEX replaced_later ON replaced (later);

CREATE TABLE issues (
  number INTEGER PRIMARY KEY, -- by which headings are found
  id TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, mentions INTEGER NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL, title TEXT NOT NULL,
  topic TEXT NOT NULL, topic_name TEXT NOT NULL, division TEXT NOT NULL, path TEXT NOT NULL,
  severity TEXT NOT NULL, rank INTEGER NOT NULL, demand TEXT NOT NULL, unit TEXT NOT NULL);
CREATE INDEX issues_size ON issues (size DESC, id DESC, severity, last, topic, path, unit, demand);
CREATE INDEX issues_heavy ON issues (severity, size DESC, id DESC, last, topic, path, unit, demand) WHERE severity IN ('I', 'II'); -- the few that lists begin with
CREATE INDEX issues_last ON issues (last DESC, id, size, severity, topic, path, unit, demand);
CREATE INDEX issues_first ON issues (first, id);
CREATE INDEX issues_path ON issues (path, id);
CREATE TABLE heat (issue TEXT NOT NULL, hour INTEGER NOT NULL, reports INTEGER NOT NULL, copies INTEGER NOT NULL,
  PRIMARY KEY (issue, hour)) WITHOUT ROWID;
CREATE INDEX heat_hour ON heat (hour, issue, reports); -- what was heard of within a day
CREATE TABLE whys (issue TEXT NOT NULL, word TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (issue, word)) WITHOUT ROWID; -- reports that a word brought in

CREATE TABLE cases (
  number INTEGER PRIMARY KEY, -- by which headings are found
  id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, seq INTEGER NOT NULL, state TEXT NOT NULL,
  open INTEGER NOT NULL, unit TEXT NOT NULL, issue TEXT NOT NULL, mention TEXT NOT NULL,
  topic TEXT NOT NULL, division TEXT NOT NULL, path TEXT NOT NULL, severity TEXT NOT NULL,
  due INTEGER NOT NULL, owed INTEGER NOT NULL, overdue INTEGER NOT NULL, reports INTEGER NOT NULL,
  promised INTEGER NOT NULL, -- promises that are not kept yet
  contested INTEGER NOT NULL, -- closed, and called unsolved by others: whether it is opened again is to be decided
  opened INTEGER NOT NULL, updated INTEGER NOT NULL, source TEXT NOT NULL,
  unsure INTEGER NOT NULL, danger INTEGER NOT NULL, urgent INTEGER NOT NULL, -- why a person must look; danger: life is at stake now; urgent: its source says so
  decide INTEGER NOT NULL, -- when the coordinating office must have given it to a unit, or decided whether it is opened again; 0 where it need not
  rings INTEGER, -- when a clock of it calls for something next; NULL for never
  holders TEXT NOT NULL, -- units in charge or assisting, each between bars
  json TEXT NOT NULL);
CREATE INDEX cases_waiting ON cases (decide, id, severity, issue, topic, path, unit, source, unsure, danger, urgent, opened, reports) WHERE state = 'triage';
CREATE INDEX cases_contested ON cases (decide, id, severity, issue, topic, path, unit, source, unsure, danger, urgent, opened, reports) WHERE contested = 1;
-- the orders of lists, each with all that lists ask for: cases are wide
CREATE INDEX cases_opened ON cases (opened, id, state, unit, issue, topic, path, severity, due, owed, open, source);
CREATE INDEX cases_due ON cases (due, id, state, unit, issue, topic, path, severity, owed, open, opened, updated, source);
CREATE INDEX cases_updated ON cases (updated, id, state, unit, issue, topic, path, severity, due, owed, open, opened, source);
-- orders that are asked for now and then: narrow, for the rows of a page are soon met on a walk
CREATE INDEX cases_severity ON cases (severity, opened, id);
CREATE INDEX cases_place ON cases (path, opened, id);
CREATE INDEX cases_lead ON cases (unit, opened, id);
CREATE INDEX cases_reports ON cases (reports, opened, id);
CREATE INDEX cases_state ON cases (state, opened, id);
CREATE INDEX cases_unit ON cases (unit, state, opened, id);
CREATE INDEX cases_issue ON cases (issue);
CREATE INDEX cases_promised ON cases (id) WHERE promised > 0;
CREATE INDEX cases_rings ON cases (rings, id) WHERE rings IS NOT NULL;
CREATE INDEX cases_load ON cases (unit, owed, due) WHERE open = 1;

CREATE TABLE parties ( -- what a unit is in charge of or assists in, with all that lists ask for, in their usual order
  unit TEXT NOT NULL, due INTEGER NOT NULL, case_id TEXT NOT NULL, state TEXT NOT NULL, lead TEXT NOT NULL, issue TEXT NOT NULL, topic TEXT NOT NULL,
  path TEXT NOT NULL, severity TEXT NOT NULL, owed INTEGER NOT NULL, open INTEGER NOT NULL, PRIMARY KEY (unit, due, case_id)) WITHOUT ROWID;
CREATE INDEX parties_case ON parties (case_id);
CREATE INDEX parties_issue ON parties (unit, issue); -- of which issues a unit has a case

CREATE TABLE titles (id TEXT PRIMARY KEY, number INTEGER NOT NULL, mention TEXT NOT NULL, title TEXT NOT NULL) WITHOUT ROWID; -- of cases; narrow, for searching
CREATE INDEX titles_mention ON titles (mention);

CREATE TABLE events ( -- in the order of the log: what is new is appended
  seq INTEGER PRIMARY KEY, case_id TEXT NOT NULL, n INTEGER NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL,
  unit TEXT NOT NULL, ok INTEGER NOT NULL, json TEXT NOT NULL);
CREATE UNIQUE INDEX events_case ON events (case_id, n);
CREATE INDEX events_type ON events (type, at);
CREATE TABLE arbitrations ( -- who was found responsible for what, to be offered the next time
  case_id TEXT NOT NULL, n INTEGER NOT NULL, topic TEXT NOT NULL, division TEXT NOT NULL, unit TEXT NOT NULL,
  returner TEXT NOT NULL, arbiter TEXT NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (case_id, n)) WITHOUT ROWID;
CREATE INDEX arbitrations_topic ON arbitrations (topic, at);
CREATE TABLE rules ( -- decisions that became rules of dispatch
  case_id TEXT PRIMARY KEY, topic TEXT NOT NULL, division TEXT NOT NULL, unit TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE turns ( -- a unit's time with a case (opinion.Turn)
  case_id TEXT NOT NULL, n INTEGER NOT NULL, unit TEXT NOT NULL, by TEXT NOT NULL, topic TEXT NOT NULL,
  division TEXT NOT NULL, path TEXT NOT NULL, severity TEXT NOT NULL, began INTEGER NOT NULL, ended INTEGER NOT NULL,
  sign_due INTEGER NOT NULL, signed INTEGER NOT NULL, inform_due INTEGER NOT NULL, informed INTEGER NOT NULL,
  answer_due INTEGER NOT NULL, answered INTEGER NOT NULL, complete_due INTEGER NOT NULL, completed INTEGER NOT NULL,
  replied INTEGER NOT NULL, returned INTEGER NOT NULL, next TEXT NOT NULL, redone INTEGER NOT NULL, solved TEXT NOT NULL,
  reopened INTEGER NOT NULL, verdict TEXT NOT NULL, promise_due INTEGER NOT NULL, promise_kept INTEGER NOT NULL, promise_late INTEGER NOT NULL,
  PRIMARY KEY (case_id, n)) WITHOUT ROWID;
CREATE INDEX turns_began ON turns (began);
CREATE INDEX turns_unit ON turns (unit, began);
CREATE TABLE assists ( -- a co-unit's part in a case (opinion.Assisted)
  case_id TEXT NOT NULL, unit TEXT NOT NULL, by TEXT NOT NULL, topic TEXT NOT NULL, division TEXT NOT NULL, path TEXT NOT NULL,
  severity TEXT NOT NULL, began INTEGER NOT NULL, ended INTEGER NOT NULL, assist_due INTEGER NOT NULL, assisted INTEGER NOT NULL,
  PRIMARY KEY (case_id, began, unit)) WITHOUT ROWID;
CREATE INDEX assists_began ON assists (began);
CREATE INDEX assists_unit ON assists (unit, began);
CREATE TABLE papers ( -- what a unit has of a case beside its history (opinion.Paper)
  case_id TEXT NOT NULL, unit TEXT NOT NULL, state TEXT NOT NULL, post TEXT NOT NULL, officer TEXT NOT NULL,
  at INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY (case_id, unit)) WITHOUT ROWID;
CREATE INDEX papers_at ON papers (at);
CREATE TABLE desk ( -- what lies on a unit's desk; back is 0 for what came back, so that it is first
  unit TEXT NOT NULL, section TEXT NOT NULL, back INTEGER NOT NULL, due INTEGER NOT NULL, case_id TEXT NOT NULL,
  assists INTEGER NOT NULL, post TEXT NOT NULL, officer TEXT NOT NULL, PRIMARY KEY (unit, section, back, due, case_id)) WITHOUT ROWID;
CREATE INDEX desk_case ON desk (case_id);
CREATE TABLE owed ( -- the clocks that run against a unit
  unit TEXT NOT NULL, due INTEGER NOT NULL, case_id TEXT NOT NULL, duty TEXT NOT NULL, severity TEXT NOT NULL,
  PRIMARY KEY (unit, due, case_id, duty)) WITHOUT ROWID;
CREATE INDEX owed_case ON owed (case_id);
CREATE TABLE faults (stream TEXT NOT NULL, seq INTEGER NOT NULL, case_id TEXT NOT NULL,
  reason TEXT NOT NULL, PRIMARY KEY (stream, seq)) WITHOUT ROWID;

CREATE TABLE counters (hour INTEGER NOT NULL, by TEXT NOT NULL, key TEXT NOT NULL,
  n INTEGER NOT NULL, PRIMARY KEY (by, hour, key)) WITHOUT ROWID;
CREATE TABLE days (day INTEGER NOT NULL, by TEXT NOT NULL, key TEXT NOT NULL, -- the same by days of Beijing since 1970: weeks of hours are many rows
  n INTEGER NOT NULL, PRIMARY KEY (by, day, key)) WITHOUT ROWID;
` + counterSchema + headingSchema + releasedSchema + ledgerSchema + replySchema

// errUnfit: the file is no register of this form; it is dropped and built again.
var errUnfit = errors.New("the register is damaged or of an older form")

// database is one writer and a few readers of the same file.
type database struct {
	pool *sql.DB // of the one writer
	w    *sql.Conn
	kept map[string]*sql.Stmt // the writer's statements, by their texts
	r    *sql.DB
	fast atomic.Bool // the file is built from nothing: see hasten
	// releasing: answers that a building left are still to be released; see releaseBuilt.
	releasing atomic.Bool

	pages  *os.File    // the same file, to look at its sums
	unsure atomic.Bool // nobody has looked yet whether the file is whole
	hurt   chan error  // holds the damage that somebody met; see met
}

func (d *database) close() error {
	if d == nil {
		return nil
	}
	err := d.r.Close()
	for _, s := range d.kept {
		err = errors.Join(err, s.Close())
	}
	if d.w != nil {
		err = errors.Join(err, d.w.Close())
	}
	err = errors.Join(err, d.pool.Close())
	if d.pages != nil { // last: closing a file ends the locks that this process holds on it
		err = errors.Join(err, d.pages.Close())
	}
	return err
}

// openDatabase opens the file, making it when it is new. It returns errUnfit for a file that
// cannot be used; every other error is one of the disk.
// One larger than beside that was not left in order is still to be looked through: see unsure.
func openDatabase(ctx context.Context, path, form string, beside int64) (*database, error) {
	info, statErr := os.Stat(path)
	fresh := statErr != nil || info.Size() == 0
	d := &database{kept: map[string]*sql.Stmt{}, hurt: make(chan error, 1)}
	err := withSums()
	if err == nil && fresh {
		err = blank(path)
	}
	if err != nil {
		return nil, fmt.Errorf("open register: %w", err)
	}
	if d.pool, err = connect(path, fmt.Sprintf("&_pragma=wal_autocheckpoint(%d)", mostJournal), 1); err != nil {
		return nil, err
	}
	if d.r, err = connect(path, "&_pragma=query_only(1)", 4); err != nil {
		return nil, errors.Join(err, d.pool.Close())
	}
	if d.w, err = d.pool.Conn(ctx); err != nil { // the first that touches the file
		if damaged(err) {
			err = fmt.Errorf("%w: %w", errUnfit, err)
		}
		return nil, errors.Join(err, d.close())
	}
	if fresh {
		err = create(ctx, d.w, form)
	} else {
		err = d.take(ctx, form, info.Size() > beside)
	}
	if err == nil {
		d.pages, err = os.Open(path)
	}
	if err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

// take takes up a file that was found.
func (d *database) take(ctx context.Context, form string, large bool) error {
	clean, err := fits(ctx, d.w, form)
	if err == nil && !clean {
		if d.unsure.Store(large); !large {
			err = whole(ctx, d.w)
		}
	}
	if err != nil && !errors.Is(err, errUnfit) {
		err = fmt.Errorf("%w: %w", errUnfit, err)
	}
	return err
}

// Raw opens the file of a register as it is, whatever it holds, for those that look into it or harm it.
func Raw(path string) (*sql.DB, error) {
	if err := withSums(); err != nil {
		return nil, err
	}
	return sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?vfs="+sumsVFS)
}

func connect(path, more string, n int) (*sql.DB, error) {
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() +
		"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=secure_delete(ON)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32768)&vfs=" +
		sumsVFS + more
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("open register: %w", err)
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db, nil
}

func create(ctx context.Context, db *sql.Conn, form string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("make register: %w", err)
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, schema); err != nil {
		return fmt.Errorf("make register: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO meta VALUES ('schema', ?), ('clean', '0')`, form); err != nil {
		return fmt.Errorf("make register: %w", err)
	}
	return tx.Commit()
}

// fits says whether a found file is a register of this form, and whether it was left in order.
func fits(ctx context.Context, db *sql.Conn, form string) (clean bool, err error) {
	var version, left string
	if err := db.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = 'schema'`).Scan(&version); err != nil {
		return false, err
	}
	if version != form {
		return false, fmt.Errorf("form %s, this program writes form %s", version, form)
	}
	if err := db.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = 'clean'`).Scan(&left); err != nil {
		return false, err
	}
	if left == building {
		return false, errors.New("its building was broken off")
	}
	_, err = db.ExecContext(ctx, `UPDATE meta SET value = '0' WHERE key = 'clean'`)
	return left == "1", err
}

// form is what a register is called that this program builds by the present settings.
func (o Options) form() string {
	if o.Settings == "" {
		return strconv.Itoa(schemaVersion)
	}
	return strconv.Itoa(schemaVersion) + ", " + o.Settings
}

// lookBeside is the size of a file that is looked through beside the work: that takes longer than a
// start may.
const lookBeside = 256 << 20

// whole looks through a file that was not left in order. SQLite keeps it whole through that; a disk
// may not.
func whole(ctx context.Context, db interface {
	QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row
}) error {
	var verdict string
	if err := db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("%w: %s", errUnfit, verdict)
	}
	return nil
}

// A register that is built from nothing is not synced to the disk until it is whole: nothing in it
// is worth more than the log that it is made of. While that lasts the file says so, and one that is
// found saying so, because the process was killed or the machine went down, is dropped and built
// again from the start. Ended in order, it is synced first, and goes on where it was.

// building is what meta says of a register that is not synced.
const building = "building"

// mostJournal is the length of SQLite's journal, in pages of 4 KiB, from which on the writer
// carries it into the file.
const mostJournal = 65_536
