package configs

import (
	"net"
	"net/url"
	"slices"
	"strings"
)

// Bus says where the log of events is kept, and how this process proves itself there.
type Bus struct {
	URL             string `yaml:"url"`
	User            string `yaml:"user"`
	PasswordFile    string `yaml:"password_file"`
	CredentialsFile string `yaml:"credentials_file"`
	CAFile          string `yaml:"ca_file"`
	Replicas        int    `yaml:"replicas"`
}

// Observe is where a process shows how it is doing.
type Observe struct {
	Listen string `yaml:"listen"`
}

func (r *reader) checkBus() {
	b := r.c.Bus
	fault := func(key, code, words string, args ...any) {
		r.fault(r.c.at(mainFile, "bus."+key), code, "bus."+key+" "+words, args...)
	}
	for u := range strings.SplitSeq(b.URL, ",") {
		if b.URL == "" {
			break
		}
		at, err := url.Parse(strings.TrimSpace(u))
		switch {
		case err != nil || at.Host == "" || at.Scheme != "nats" && at.Scheme != "tls":
			fault("url", "url", "must begin with nats:// or tls://, with commas between several addresses, or be empty for the embedded log")
		case at.User != nil:
			fault("url", "secret", "must not hold a password: name user and password_file beside it")
		case at.Scheme == "nats" && b.CAFile == "" && b.User != "" && !loopback(at.Hostname()):
			fault("url", "url", "must begin with tls:// where a password is sent to another machine")
		}
	}
	if (b.User == "") != (b.PasswordFile == "") {
		fault("user", "missing", "and password_file go together: name both or neither")
	}
	if b.User != "" && b.CredentialsFile != "" {
		fault("credentials_file", "twice", "and user are two ways to sign in: name one of them")
	}
	if !slices.Contains([]int{0, 1, 3, 5}, b.Replicas) {
		fault("replicas", "range", "must be 1, 3 or 5, or 0 for as many as there are: an even number survives no more than the odd one below it")
	}
	if b.URL == "" && b != (Bus{}) {
		fault("url", "missing", "is empty, so that the log is embedded: name the server, or remove the other keys")
	}
	if l := r.c.Observe.Listen; l != "" {
		if _, port, err := net.SplitHostPort(l); err != nil || port == "" {
			r.fault(r.c.at(mainFile, "observe.listen"), "listen", "observe.listen must be host:port, like 127.0.0.1:9090, or empty")
		}
	}
}
