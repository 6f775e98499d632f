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
	fault := func(key, phrase string, args ...any) {
		r.fault(r.c.at(mainFile, "bus."+key), phrase, args...)
	}
	for u := range strings.SplitSeq(b.URL, ",") {
		if b.URL == "" {
			break
		}
		at, err := url.Parse(strings.TrimSpace(u))
		switch {
		case err != nil || at.Host == "" || at.Scheme != "nats" && at.Scheme != "tls":
			fault("url", "fault.url.bus")
		case at.User != nil:
			fault("url", "fault.secret.bus")
		case at.Scheme == "nats" && b.CAFile == "" && b.User != "" && !loopback(at.Hostname()):
			fault("url", "fault.url.bus.plain")
		}
	}
	if (b.User == "") != (b.PasswordFile == "") {
		fault("user", "fault.missing.bus.sign_in")
	}
	if b.User != "" && b.CredentialsFile != "" {
		fault("credentials_file", "fault.twice.bus")
	}
	if !slices.Contains([]int{0, 1, 3, 5}, b.Replicas) {
		fault("replicas", "fault.range.replicas")
	}
	if b.URL == "" && b != (Bus{}) {
		fault("url", "fault.missing.bus.url")
	}
	if l := r.c.Observe.Listen; l != "" {
		if _, port, err := net.SplitHostPort(l); err != nil || port == "" {
			r.fault(r.c.at(mainFile, "observe.listen"), "fault.listen.observe")
		}
	}
}
