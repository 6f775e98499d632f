package main

import (
	"fmt"
	"os/exec"
	"strings"
)

// wires is a network of our own: a bridge, and a namespace for each machine of the clusters.
// What runs outside of them (huiying, the load) is on the bridge.
type wires struct{ machines []string }

const bridge = "chaos0"

func sh(line string, args ...any) error {
	line = fmt.Sprintf(line, args...)
	out, err := exec.Command("sh", "-ec", line).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", line, err, strings.TrimSpace(string(out)))
	}
	return nil
}

func newWires() (*wires, error) {
	return &wires{}, sh("ip link set lo up; mkdir -p /run/netns; mount -t tmpfs none /run/netns; ip link add %[1]s type bridge; ip addr add 10.77.0.1/24 dev %[1]s; ip link set %[1]s up", bridge)
}

// plug makes a machine with an address.
func (w *wires) plug(name, address string) error {
	w.machines = append(w.machines, name)
	return sh(`ip netns add %[1]s; ip link add v-%[1]s type veth peer name eth0 netns %[1]s; ip link set v-%[1]s master %[3]s up
		ip -n %[1]s addr add %[2]s/24 dev eth0; ip -n %[1]s link set eth0 up; ip -n %[1]s link set lo up`, name, address, bridge)
}

// inside is a command on a machine.
func (w *wires) inside(name string, args ...string) *exec.Cmd {
	return exec.Command("ip", append([]string{"netns", "exec", name}, args...)...)
}

// cut takes a machine off the network; nobody is told, its packets vanish.
func (w *wires) cut(name string) error { return sh("ip link set v-%s down", name) }

// apart keeps two machines from each other alone: each no longer knows a way to the other.
func (w *wires) apart(a, addrA, b, addrB string) error {
	return sh("ip -n %[1]s route add blackhole %[4]s/32; ip -n %[3]s route add blackhole %[2]s/32", a, addrA, b, addrB)
}

// heal mends every cable.
func (w *wires) heal() error {
	for _, m := range w.machines {
		if err := sh(`ip link set v-%[1]s up; ip -n %[1]s route show type blackhole | while read -r kind to rest; do ip -n %[1]s route del blackhole "$to"; done`, m); err != nil {
			return err
		}
	}
	return nil
}
