// Package tour is the small world that `huiying demo` shows: a message board, a news list
// and a feed on loopback, with invented texts that keep arriving. Every text is marked as
// a sample (样例); none is taken from a real place or person.
package tour
