package access

import (
	"net/netip"
	"net/url"

	"huiying/console/accounts"
)

// Accounts (账号) is who may work here and what the office's record holds of it. Everything but
// Single is needed.
type Accounts struct {
	Book     *accounts.Directory
	Gate     accounts.Gate
	Sessions *accounts.Sessions
	Record   *accounts.Record
	Log      accounts.Log     // the record, to read
	Single   *accounts.Single // single sign-on; may be nil

	// Key is what whoever can read the data directory shows: commands beside a running server.
	Key string
	// URL is where browsers reach the console through a proxy that speaks https; nil: on this
	// machine.
	URL *url.URL
	// Proxies may say for whom they ask (X-Forwarded-For).
	Proxies []netip.Prefix
	// Region is the division that the installation answers for: who is bound to it sees everything.
	Region string
	// Path are the codes from the province down to a division; nil: the code alone.
	Path func(code string) []string
}
