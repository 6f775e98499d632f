// Package forgetting takes words away everywhere, log, archive, index and register: when their
// retention is over, and when somebody purges them (docs/promise.md, rule 7).
package forgetting
