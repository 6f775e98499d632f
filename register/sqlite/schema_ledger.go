package sqlite

// The ledger (对账) has a line for every mention that came in, whatever became of it, and keeps it
// when the mention's words are dropped or purged. placed says in which cases a mention is; it may
// know of one before the ledger does, for the two come from different streams. balance counts the
// lines, and what was known before or refused at the door, by source and day of arrival. Triggers
// keep it, so that no writer can forget it.
const ledgerSchema = `
CREATE TABLE placed (mention TEXT NOT NULL, case_id TEXT NOT NULL, purged INTEGER NOT NULL, PRIMARY KEY (mention, case_id)) WITHOUT ROWID;
CREATE TABLE ledger (
  mention TEXT PRIMARY KEY, source TEXT NOT NULL, received INTEGER NOT NULL, day INTEGER NOT NULL, -- of Beijing, since 1970
  held TEXT NOT NULL, rule TEXT NOT NULL, by TEXT NOT NULL, -- what it is due while it is in no case
  rank INTEGER NOT NULL, -- of its severity, 1 for the heaviest
  cases INTEGER NOT NULL, -- that it is in, or was in when it was purged
  gone INTEGER NOT NULL, -- purged, or its words were dropped while it waited: nobody can decide about it any more
  stands TEXT GENERATED ALWAYS AS (CASE WHEN held = 'known' THEN 'known' WHEN cases > 0 THEN 'case' WHEN gone AND held = 'waiting' THEN 'dismissed' ELSE held END) VIRTUAL,
  why TEXT GENERATED ALWAYS AS (CASE WHEN held = 'known' THEN rule WHEN cases > 0 THEN '' WHEN gone AND held = 'waiting' THEN 'purged' ELSE rule END) VIRTUAL,
  who TEXT GENERATED ALWAYS AS (CASE WHEN held = 'known' THEN '' WHEN cases > 0 THEN '' ELSE by END) VIRTUAL) WITHOUT ROWID;
CREATE INDEX ledger_day ON ledger (day, mention); -- of the balance of a place or a unit
CREATE INDEX ledger_waiting ON ledger (rank, received, mention) WHERE held = 'waiting' AND cases = 0 AND gone = 0;
CREATE INDEX ledger_dismissed ON ledger (received DESC, mention DESC) WHERE held = 'dismissed' AND cases = 0 AND gone = 0 AND rule <> 'not_asked';
CREATE TABLE balance (source TEXT NOT NULL, day INTEGER NOT NULL, stands TEXT NOT NULL, why TEXT NOT NULL, who TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (day, source, stands, why, who)) WITHOUT ROWID;
CREATE TRIGGER ledger_counted AFTER INSERT ON ledger BEGIN ` + lineIn + ` END;
CREATE TRIGGER ledger_recounted AFTER UPDATE ON ledger
  WHEN (new.source, new.day, new.stands, new.why, new.who) <> (old.source, old.day, old.stands, old.why, old.who)
  BEGIN ` + lineOut + lineIn + ` END;
CREATE TRIGGER placed_in AFTER INSERT ON placed BEGIN UPDATE ledger SET cases = cases + 1 WHERE mention = new.mention; END;
CREATE TRIGGER placed_out AFTER DELETE ON placed BEGIN UPDATE ledger SET cases = cases - 1 WHERE mention = old.mention; END;
`

const (
	lineIn = `INSERT INTO balance VALUES (new.source, new.day, new.stands, new.why, new.who, 1) ON CONFLICT DO UPDATE SET n = n + 1;`

	lineOut = `UPDATE balance SET n = n - 1 WHERE ` + oldLine + `; DELETE FROM balance WHERE ` + oldLine + ` AND n = 0;`
	oldLine = `(day, source, stands, why, who) = (old.day, old.source, old.stands, old.why, old.who)`
)
