// Package recount counts the balance (对账) from what the log says, in memory and by code of its
// own, so that an audit can hold it against the register, which keeps it in tables.
package recount
