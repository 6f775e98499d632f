// Command chaos runs huiying as it runs on many machines, breaks one part after the other under
// load, and compares at the end what was promised with what is there. docs/chaos.md tells what
// it does and what was found by it.
//
// Everything happens in namespaces of its own (network, mounts, processes), so that cables can
// be cut and disks filled without touching the machine, and nothing is left when it ends.
package main
