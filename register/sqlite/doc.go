// Package sqlite keeps the cases (办件). The truth is the log: every event of a case lies on
// JetStream under case.<id>, written with the expected last sequence of that subject, so that
// nobody overwrites what he has not seen. Beside it stands the register (台账), an SQLite file that
// follows FINDINGS, CASES, PURGED and VOTES and answers every question of pages and commands: a
// random read of an old subject would load whole blocks of the stream.
//
// The register is a projection. Each followed batch and the position it brings the register
// to are one transaction, so that every event counts exactly once; a damaged file, or one of
// an older form, is dropped and built again from the log. It holds no text of a mention, only
// its heading, its address, and the few words by which it was put together with others.
package sqlite
