package fetch

import (
	"fmt"
	"net"
	"net/netip"
	"syscall"
)

// guard decides which addresses may be connected to. It is asked at connect time, after
// the name was resolved, so that no answer of a name server and no redirect leads inside.
type guard struct {
	private bool           // loopback and private ranges are open: demo and tests
	allowed []netip.Prefix // open whatever they are
}

// never are ranges that hold no public page and that no option opens.
var never = prefixes(
	"0.0.0.0/8",                                                                           // this network
	"169.254.0.0/16",                                                                      // link-local, and the metadata service of most clouds
	"168.63.129.16/32",                                                                    // the metadata service of one that uses a public address
	"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.51.100.0/24", "203.0.113.0/24", // protocol and documentation
	"224.0.0.0/4", "240.0.0.0/4", // multicast, reserved, broadcast
	"::/128", "::/96", // unspecified, old IPv4-compatible
	"64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", // IPv4 inside IPv6: NAT64, Teredo, 6to4
	"100::/64", "2001:db8::/32", // discard, documentation
	"fe80::/10", "fec0::/10", "ff00::/8", // link-local, site-local, multicast
)

// inside are the ranges of one's own network.
var inside = prefixes(
	"127.0.0.0/8", "::1/128", // loopback
	"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", // private
	"100.64.0.0/10", // carrier-grade NAT, and a cloud's metadata at 100.100.100.200
	"198.18.0.0/15", // benchmarks between routers
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

func within(a netip.Addr, list []netip.Prefix) bool {
	for _, p := range list {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// check is nil for an address that may be connected to.
func (g guard) check(a netip.Addr) error {
	a = a.Unmap().WithZone("") // ::ffff:127.0.0.1 is 127.0.0.1
	switch {
	case !a.IsValid():
		return fmt.Errorf("%w: no address", ErrPrivateAddress)
	case within(a, g.allowed):
		return nil
	case a == netip.IPv6Loopback() && g.private: // lies in ::/96 too
		return nil
	case within(a, never), within(a, inside) && !g.private:
		return fmt.Errorf("%w: %s", ErrPrivateAddress, a)
	}
	return nil
}

// control has the shape of net.Dialer.Control.
func (g guard) control(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrPrivateAddress, err)
	}
	a, err := netip.ParseAddr(host)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrPrivateAddress, err)
	}
	return g.check(a)
}
