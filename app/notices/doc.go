// Package notices tells the office what happens: it reads events of cases, lets responders/notify
// decide who is told and when, sends over the configured channels, and keeps the delivery log.
package notices
