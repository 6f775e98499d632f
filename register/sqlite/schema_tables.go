package sqlite

// Lists say how many there are of what was asked for. Counting them row by row takes as long as the
// past is, so the register keeps the counts: a counter for everything that lists ask for and that time alone
// does not change, with the number of cases or issues in it. Triggers keep them, so that no writer can
// forget it. There are as many counters as kinds of cases and not as many as cases.
const counterSchema = `
CREATE TABLE case_counters (holders TEXT NOT NULL, state TEXT NOT NULL, unit TEXT NOT NULL, request INTEGER NOT NULL,
  topic TEXT NOT NULL, path TEXT NOT NULL, severity TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (holders, state, unit, request, topic, path, severity)) WITHOUT ROWID;
CREATE TRIGGER case_counted AFTER INSERT ON cases BEGIN ` + counterIn + ` END;
CREATE TRIGGER case_recounted AFTER UPDATE ON cases
  WHEN (new.holders, new.state, new.unit, new.issue = '', new.topic, new.path, new.severity) <> (old.holders, old.state, old.unit, old.issue = '', old.topic, old.path, old.severity)
  BEGIN ` + counterOut + counterIn + ` END;
CREATE TABLE issue_counters (topic TEXT NOT NULL, path TEXT NOT NULL, severity TEXT NOT NULL, demand TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (topic, path, severity, demand)) WITHOUT ROWID;
CREATE TRIGGER issue_counted AFTER INSERT ON issues BEGIN ` + issueIn + ` END;
CREATE TRIGGER issue_recounted AFTER UPDATE ON issues
  WHEN (new.topic, new.path, new.severity, new.demand) <> (old.topic, old.path, old.severity, old.demand)
  BEGIN ` + issueOut + issueIn + ` END;
CREATE TRIGGER issue_uncounted AFTER DELETE ON issues BEGIN ` + issueOut + ` END;
`

// The table released holds what the public may read, and never anything else: a row stands in it
// while its case has a verified answer, and goes in the same transaction in which the case is
// reopened. The open board asks no other table about cases, so that a fault in a question cannot
// show what no unit released. Whatever changes a case or its heading marks it in touched (by
// trigger, so that no writer can forget it), and release makes its row anew before the commit.
const releasedSchema = `
CREATE TABLE released (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, title TEXT NOT NULL, topic TEXT NOT NULL,
  division TEXT NOT NULL, path TEXT NOT NULL, unit TEXT NOT NULL, json TEXT NOT NULL);
CREATE INDEX released_at ON released (at DESC, id DESC, topic, path, unit); -- lists are walks along it: answers are wide
CREATE TABLE released_counters (topic TEXT NOT NULL, division TEXT NOT NULL, path TEXT NOT NULL, unit TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (topic, division, path, unit)) WITHOUT ROWID; -- how many there are of each, see counterSchema
CREATE TRIGGER released_counted AFTER INSERT ON released BEGIN
  INSERT INTO released_counters VALUES (new.topic, new.division, new.path, new.unit, 1) ON CONFLICT DO UPDATE SET n = n + 1; END;
CREATE TRIGGER released_uncounted AFTER DELETE ON released BEGIN
  UPDATE released_counters SET n = n - 1 WHERE (topic, division, path, unit) = (old.topic, old.division, old.path, old.unit);
  DELETE FROM released_counters WHERE (topic, division, path, unit) = (old.topic, old.division, old.path, old.unit) AND n = 0; END;
CREATE VIRTUAL TABLE released_words USING fts5 (words, tokenize = 'unicode61 remove_diacritics 0');
INSERT INTO released_words (released_words, rank) VALUES ('secure-delete', 1);
CREATE TABLE votes (case_id TEXT NOT NULL, hour INTEGER NOT NULL, yes INTEGER NOT NULL, no INTEGER NOT NULL,
  PRIMARY KEY (case_id, hour)) WITHOUT ROWID; -- hours since 1970; nothing of who

CREATE TABLE touched (number INTEGER PRIMARY KEY, id TEXT NOT NULL); -- empty outside of a transaction
CREATE TABLE unreleased (number INTEGER PRIMARY KEY, id TEXT NOT NULL); -- what a building leaves to be released when it has all
CREATE TRIGGER case_made AFTER INSERT ON cases WHEN new.state IN ('verified', 'closed')
  BEGIN ` + touch + ` END;
CREATE TRIGGER case_moved AFTER UPDATE ON cases WHEN new.state IN ('verified', 'closed') OR old.state IN ('verified', 'closed')
  BEGIN ` + touch + ` END;
CREATE TRIGGER title_changed AFTER UPDATE ON titles WHEN EXISTS (SELECT 1 FROM released WHERE id = new.id)
  BEGIN ` + touch + ` END;
`

// touch marks a case once. It asks first, for OR IGNORE does not hold here: where the statement that fires a trigger says
// itself what a conflict means, as the upsert of a heading does, that holds within the trigger as well.
const touch = `INSERT INTO touched SELECT new.number, new.id WHERE NOT EXISTS (SELECT 1 FROM touched WHERE number = new.number);`

const (
	counterIn = `INSERT INTO case_counters VALUES (new.holders, new.state, new.unit, new.issue = '', new.topic, new.path, new.severity, 1)
  ON CONFLICT DO UPDATE SET n = n + 1;`
	counterOut = `UPDATE case_counters SET n = n - 1 WHERE ` + oldCase + `; DELETE FROM case_counters WHERE ` + oldCase + ` AND n = 0;`
	oldCase    = `(holders, state, unit, request, topic, path, severity) = (old.holders, old.state, old.unit, old.issue = '', old.topic, old.path, old.severity)`
	issueIn    = `INSERT INTO issue_counters VALUES (new.topic, new.path, new.severity, new.demand, 1) ON CONFLICT DO UPDATE SET n = n + 1;`

	issueOut = `UPDATE issue_counters SET n = n - 1 WHERE ` + oldIssue + `; DELETE FROM issue_counters WHERE ` + oldIssue + ` AND n = 0;`
	oldIssue = `(topic, path, severity, demand) = (old.topic, old.path, old.severity, old.demand)`
)
