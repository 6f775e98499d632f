// Package integrity holds the log against what it had and against its archive: heads and counts at each
// start, and every message little by little while the process runs, so that a full round is done within
// a day. A stream that has lost or changed something takes nothing more, is named, and stays noted below
// the data directory until it is repaired.
package integrity
