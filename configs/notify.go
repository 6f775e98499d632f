package configs

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // zones by name, on machines that have no table of them

	"huiying/opinion"
)

// Notify says who of the office is told what, and how (通知).
type Notify struct {
	Link         string    `yaml:"link"`
	Titles       bool      `yaml:"titles"`
	Zone         string    `yaml:"zone"`
	FailingAfter int       `yaml:"failing_after"`
	AllowPrivate []string  `yaml:"allow_private"`
	Channels     []Channel `yaml:"channels"`
	Tell         []Tell    `yaml:"tell"`
}

// Channel is a way of telling.
type Channel struct {
	ID           string   `yaml:"id"`
	By           string   `yaml:"by"`
	Language     string   `yaml:"language"`
	Server       string   `yaml:"server"`
	User         string   `yaml:"user"`
	PasswordFile string   `yaml:"password_file"`
	CAFile       string   `yaml:"ca_file"`
	From         string   `yaml:"from"`
	To           []string `yaml:"to"`
	URL          string   `yaml:"url"`
	URLFile      string   `yaml:"url_file"`
	SecretFile   string   `yaml:"secret_file"`
}

// Tell is who is told, of what, by which channels, and when.
type Tell struct {
	Unit     string   `yaml:"unit"`
	Role     string   `yaml:"role"`
	Channels []string `yaml:"channels"`
	Kinds    []string `yaml:"kinds"`
	Quiet    string   `yaml:"quiet"`
	Digest   []string `yaml:"digest"`
	Working  bool     `yaml:"working_days"`
}

// Location is the zone of the hours below notify.
func (n Notify) Location() *time.Location {
	if z, err := time.LoadLocation(n.Zone); err == nil {
		return z
	}
	return opinion.Beijing
}

// Prefixes are the ranges of allow_private.
func (n Notify) Prefixes() []netip.Prefix {
	var out []netip.Prefix
	for _, s := range n.AllowPrivate {
		if p, err := netip.ParsePrefix(s); err == nil {
			out = append(out, p)
		}
	}
	return out
}

// Words that notify may use; responders/notify holds the same ones, and a test of cmd holds them
// together.
var (
	NoticeRoles = []string{"coordinator", "monitor", "leader", "administrator"}
	NoticeKinds = []string{"danger", "heavy", "dispatch", "assist", "remind", "due", "urge",
		"escalate", "return", "arbitrate", "ask", "redo", "recount", "amend", "found", "doubt", "contest",
		"source", "silence", "alert", "dead", "briefing"}

	quietPattern = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$`)
	hourPattern  = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
)

func (r *reader) checkNotify() {
	n := r.c.Notify
	at := func(path string, args ...any) pos { return r.c.at(mainFile, "notify."+fmt.Sprintf(path, args...)) }
	if n.Link != "" {
		if u, err := url.Parse(n.Link); err != nil || u.Host == "" || u.User != nil ||
			u.Scheme != "http" && u.Scheme != "https" || strings.HasSuffix(n.Link, "/") {
			r.fault(at("link"), "fault.url.notify")
		}
	}
	if _, err := time.LoadLocation(n.Zone); err != nil || n.Zone == "" || n.Zone == "Local" {
		r.fault(at("zone"), "fault.zone", n.Zone)
	}
	if n.FailingAfter < 1 || n.FailingAfter > 100 {
		r.fault(at("failing_after"), "fault.range.failing")
	}
	for i, s := range n.AllowPrivate {
		if _, err := netip.ParsePrefix(s); err != nil {
			r.fault(at("allow_private[%d]", i), "fault.prefix.notify", s)
		}
	}
	seen := map[string]bool{}
	for i, ch := range n.Channels {
		r.checkChannel(i, ch, seen)
		seen[ch.ID] = true
	}
	for i, t := range n.Tell {
		r.checkTell(i, t, seen)
	}
}

func (r *reader) checkTell(i int, t Tell, channels map[string]bool) {
	at := func(key string, args ...any) pos {
		return r.c.at(mainFile, fmt.Sprintf("notify.tell[%d].", i)+fmt.Sprintf(key, args...))
	}
	switch {
	case (t.Unit == "") == (t.Role == ""):
		r.fault(at("unit"), "fault.missing.tell.whom")
	case t.Role != "" && !slices.Contains(NoticeRoles, t.Role):
		r.fault(at("role"), "fault.unknown_role", t.Role,
			strings.Join(NoticeRoles, ", "))
	case t.Unit != "" && !r.broken[unitsFile] && !slices.ContainsFunc(r.c.Units,
		func(u opinion.Unit) bool { return u.ID == t.Unit }):
		r.unknown(at("unit"), "unknown_unit", r.c.UnknownUnit, t.Unit)
	}
	if len(t.Channels) == 0 {
		r.fault(at("channels"), "fault.missing.tell.channels")
	}
	for j, id := range t.Channels {
		if !channels[id] {
			r.unknown(at("channels[%d]", j), "unknown_channel", r.c.UnknownChannel, id)
		}
	}
	for j, k := range t.Kinds {
		if !slices.Contains(NoticeKinds, k) {
			r.fault(at("kinds[%d]", j), "fault.unknown_kind", k,
				strings.Join(NoticeKinds, ", "))
		}
	}
	quiet := quietPattern.MatchString(t.Quiet)
	if t.Quiet != "" && (!quiet || t.Quiet[:5] == t.Quiet[6:]) {
		r.fault(at("quiet"), "fault.quiet")
	}
	for j, d := range t.Digest {
		switch {
		case !hourPattern.MatchString(d):
			r.fault(at("digest[%d]", j), "fault.digest", d)
		case quiet && within(d, t.Quiet[:5], t.Quiet[6:]):
			r.fault(at("digest[%d]", j), "fault.digest.quiet", d)
		}
	}
}

// within says whether a time of day lies in a span that may cross midnight.
func within(k, from, to string) bool {
	if from < to {
		return k >= from && k < to
	}
	return k >= from || k < to
}
