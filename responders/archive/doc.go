// Package archive keeps every event of the log a second time (归档): a file a day, compressed,
// chained by hashes, and written once. It is the way back when the log itself is damaged, and
// the witness when somebody doubts it.
//
// A day's file is a row of pieces. Each is a zstd frame behind a skippable frame that says how
// long it is and what its checksum is, so "zstd -dc FILE" shows the whole file and a reader
// finds a torn end. The first piece is the head (the day, the hash of the day before, how far
// each stream was), then come records, and last the end with its own hash. While its day
// lasts, a file is called DAY.open and grows by one synced piece for each batch; then it is
// sealed into DAY.zst, which no event changes any more.
//
// Every record carries the hash of its content beside the content, and the chain covers the
// hash alone. So retention and purge can take the words out of a file, and the chain, the end
// of the day and all later days still verify.
//
// The streams are followed from where the files end, as a register does: no consumer, no
// acknowledgement, and a record for every number of a stream. The day of a record is that of its
// archiving: streams are followed side by side, and a message that comes a second after midnight
// must not go into a file that is sealed. A purge lets the archive catch up before it erases, so
// that a number that the archive never saw always means a loss.
package archive
