package configs

import (
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // zones by name, on machines that have no table of them

	"huiying/opinion"
	"huiying/words"
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
	return time.FixedZone("UTC+8", 8*60*60)
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

// Words that notify may use; responders/notify holds the same ones, and a test of cmd holds them together.
var (
	ChannelKinds = []string{"mail", "webhook", "wecom", "dingtalk", "feishu"}
	NoticeRoles  = []string{"coordinator", "monitor", "leader", "administrator"}
	NoticeKinds  = []string{"heavy", "dispatch", "assist", "remind", "due", "urge", "escalate", "return", "arbitrate", "ask", "redo", "doubt", "source", "dead", "briefing"}

	quietPattern = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$`)
	hourPattern  = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
)

func (r *reader) checkNotify() {
	n := r.c.Notify
	at := func(path string, args ...any) pos { return r.c.at(mainFile, "notify."+fmt.Sprintf(path, args...)) }
	if n.Link != "" {
		if u, err := url.Parse(n.Link); err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" || strings.HasSuffix(n.Link, "/") {
			r.fault(at("link"), "url", "notify.link must be the console's address as readers reach it, like https://huiying.example, without a / at its end")
		}
	}
	if _, err := time.LoadLocation(n.Zone); err != nil || n.Zone == "" || n.Zone == "Local" {
		r.fault(at("zone"), "zone", "there is no time zone %q; write it like Asia/Shanghai", n.Zone)
	}
	if n.FailingAfter < 1 || n.FailingAfter > 100 {
		r.fault(at("failing_after"), "range", "notify.failing_after must lie between 1 and 100")
	}
	for i, s := range n.AllowPrivate {
		if _, err := netip.ParsePrefix(s); err != nil {
			r.fault(at("allow_private[%d]", i), "prefix", "%q is no range of addresses; write it like 10.20.0.0/16 or 10.20.0.7/32", s)
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

func (r *reader) checkChannel(i int, ch Channel, seen map[string]bool) {
	at := func(key string) pos { return r.c.at(mainFile, fmt.Sprintf("notify.channels[%d].%s", i, key)) }
	need := func(key, v string) {
		if v == "" {
			r.fault(at(key), "missing", "the channel %q needs %s", ch.ID, key)
		}
	}
	not := func(key, v string) {
		if v != "" {
			r.fault(at(key), "unused", "a channel by %s has no use for %s; remove it", ch.By, key)
		}
	}
	switch {
	case !idPattern.MatchString(ch.ID) || len(ch.ID) > 40:
		r.fault(at("id"), "id", "the id %q of a channel must be lower-case letters, digits, _ and -, at most 40", ch.ID)
	case seen[ch.ID]:
		r.fault(at("id"), "duplicate_id", "the channel %q is there twice", ch.ID)
	}
	if !slices.Contains(ChannelKinds, ch.By) {
		r.fault(at("by"), "by", "the channel %q goes by %q; known are: %s", ch.ID, ch.By, strings.Join(ChannelKinds, ", "))
		return
	}
	if _, known := words.Known(ch.Language); ch.Language != "" && !known {
		r.fault(at("language"), "language", "language must be one of %s", strings.Join(words.Languages(), ", "))
	}
	if ch.By == "mail" {
		need("server", ch.Server)
		need("from", ch.From)
		not("url", ch.URL)
		not("url_file", ch.URLFile)
		not("secret_file", ch.SecretFile)
		r.checkMailbox(ch, at)
	} else {
		not("server", ch.Server)
		not("user", ch.User)
		not("password_file", ch.PasswordFile)
		not("ca_file", ch.CAFile)
		not("from", ch.From)
		not("to", strings.Join(ch.To, " "))
		r.checkHook(ch, at, need, not)
	}
	for key, name := range map[string]string{"password_file": ch.PasswordFile, "ca_file": ch.CAFile, "url_file": ch.URLFile, "secret_file": ch.SecretFile} {
		if _, err := r.c.Secret(name); err != nil {
			r.fault(at(key), "file", "%s %q of the channel %q cannot be read: %v", key, name, ch.ID, err)
		}
	}
}

func (r *reader) checkMailbox(ch Channel, at func(string) pos) {
	if _, port, err := net.SplitHostPort(ch.Server); ch.Server != "" && (err != nil || port == "") {
		r.fault(at("server"), "server", "server must be host:port, like smtp.example:587 (STARTTLS) or smtp.example:465 (TLS from the start)")
	}
	if (ch.User == "") != (ch.PasswordFile == "") {
		r.fault(at("user"), "missing", "user and password_file go together: name both or neither")
	}
	if len(ch.To) == 0 {
		r.fault(at("to"), "missing", "the channel %q needs to: the addresses of those who are told", ch.ID)
	}
	for _, a := range append([]string{ch.From}, ch.To...) {
		if _, err := mail.ParseAddress(a); a != "" && err != nil {
			r.fault(at("to"), "address", "from and to of the channel %q must be mail addresses of the office", ch.ID)
			return
		}
	}
}

func (r *reader) checkHook(ch Channel, at func(string) pos, need, not func(key, v string)) {
	switch {
	case ch.By == "webhook":
		need("url", ch.URL)
		need("secret_file", ch.SecretFile)
		not("url_file", ch.URLFile)
		u, err := url.Parse(ch.URL)
		if ch.URL != "" && (err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http") {
			r.fault(at("url"), "url", "url of the channel %q must be an http or https address without user or password", ch.ID)
		}
	default:
		need("url_file", ch.URLFile)
		not("url", ch.URL)
		if ch.By == "wecom" {
			not("secret_file", ch.SecretFile)
		}
	}
}

func (r *reader) checkTell(i int, t Tell, channels map[string]bool) {
	at := func(key string, args ...any) pos {
		return r.c.at(mainFile, fmt.Sprintf("notify.tell[%d].", i)+fmt.Sprintf(key, args...))
	}
	switch {
	case (t.Unit == "") == (t.Role == ""):
		r.fault(at("unit"), "missing", "each of tell names a unit or a role, one of the two")
	case t.Role != "" && !slices.Contains(NoticeRoles, t.Role):
		r.fault(at("role"), "unknown_role", "there is no role %q; known are: %s", t.Role, strings.Join(NoticeRoles, ", "))
	case t.Unit != "" && !r.broken[unitsFile] && !slices.ContainsFunc(r.c.Units, func(u opinion.Unit) bool { return u.ID == t.Unit }):
		r.fault(at("unit"), "unknown_unit", "units.yaml has no unit %q", t.Unit)
	}
	if len(t.Channels) == 0 {
		r.fault(at("channels"), "missing", "name the channels by which this one is told")
	}
	for j, id := range t.Channels {
		if !channels[id] {
			r.fault(at("channels[%d]", j), "unknown_channel", "there is no channel %q under notify.channels", id)
		}
	}
	for j, k := range t.Kinds {
		if !slices.Contains(NoticeKinds, k) {
			r.fault(at("kinds[%d]", j), "unknown_kind", "there is no kind %q; known are: %s", k, strings.Join(NoticeKinds, ", "))
		}
	}
	quiet := quietPattern.MatchString(t.Quiet)
	if t.Quiet != "" && (!quiet || t.Quiet[:5] == t.Quiet[6:]) {
		r.fault(at("quiet"), "quiet", "quiet must be like 22:00-07:00, and not all day")
	}
	for j, d := range t.Digest {
		switch {
		case !hourPattern.MatchString(d):
			r.fault(at("digest[%d]", j), "digest", "%q is no time of day; write it like 08:30", d)
		case quiet && within(d, t.Quiet[:5], t.Quiet[6:]):
			r.fault(at("digest[%d]", j), "digest", "the digest of %s lies in the quiet hours and would never come", d)
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
