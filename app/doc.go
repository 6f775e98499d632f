// Package app is the running process: it puts the parts together, hands the steps to the log,
// and serves the console, in one order of start and stop.
package app
