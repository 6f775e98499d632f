// Package flowtest holds what tests of whole flows share: a configuration and a data directory
// (World), the program as a process that can be stopped and killed (Process), and waits that hold
// on a slow machine.
package flowtest
