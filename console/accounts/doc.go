// Package accounts (账号) keeps who of the office may work here: accounts with their passwords and
// second factors, sessions, tokens of programs, single sign-on, and the office's own record of who
// did what (审计). It knows no page and no log: what is kept goes through the small interfaces Bucket
// and Log, so that several console processes share one state.
//
// No secret is kept as it is. Passwords are argon2id, tokens, recovery codes and session tokens are
// hashes of random values, and what must be read again (the secret of a second factor) is sealed
// with a key that lies in a file and not beside it. Nothing here is ever about who wrote a mention.
package accounts
