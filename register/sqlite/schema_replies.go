package sqlite

// replySchema holds replies that were found on the pages of mentions, with their words until those
// are forgotten.
const replySchema = `
CREATE TABLE replies (mention TEXT NOT NULL, hash TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, json TEXT NOT NULL,
  PRIMARY KEY (mention, hash)) WITHOUT ROWID;
CREATE INDEX replies_at ON replies (at);
`
