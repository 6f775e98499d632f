// Package access is who may do what: the accounts of the office as pages know them, the one table
// of which role may use which route and how far (docs/accounts.md), how far an account sees, and
// the guard that stands before every route.
package access
