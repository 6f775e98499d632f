package configs

import (
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"slices"
	"strings"

	"huiying/words"
)

// channelKinds are the ways of telling, each with the keys that it needs and those that it may
// have besides. responders/notify/channel holds what sends by each; a test holds them together.
var channelKinds = []struct {
	by           string
	needs, takes []string
}{
	{"mail", []string{"server", "from"}, []string{"user", "password_file", "ca_file", "to"}},
	{"webhook", []string{"url", "secret_file"}, nil},
	{"wecom", []string{"url_file"}, nil},
	{"dingtalk", []string{"url_file"}, []string{"secret_file"}},
	{"feishu", []string{"url_file"}, []string{"secret_file"}},
}

// ChannelKinds are the ways of telling that a channel may name under by.
func ChannelKinds() []string {
	var out []string
	for _, k := range channelKinds {
		out = append(out, k.by)
	}
	return out
}

func (r *reader) checkChannel(i int, ch Channel, seen map[string]bool) {
	at := func(key string) pos { return r.c.at(mainFile, fmt.Sprintf("notify.channels[%d].%s", i, key)) }
	switch {
	case !idPattern.MatchString(ch.ID) || len(ch.ID) > 40:
		r.fault(at("id"), "id", "the id %q of a channel must be lower-case letters, digits, _ and -, at most 40", ch.ID)
	case seen[ch.ID]:
		r.fault(at("id"), "duplicate_id", "the channel %q is there twice", ch.ID)
	}
	k := slices.Index(ChannelKinds(), ch.By)
	if k < 0 {
		r.fault(at("by"), "by", "the channel %q goes by %q; known are: %s", ch.ID, ch.By, strings.Join(ChannelKinds(), ", "))
		return
	}
	if _, known := words.Known(ch.Language); ch.Language != "" && !known {
		r.fault(at("language"), "language", "language must be one of %s", strings.Join(words.Languages(), ", "))
	}
	kind := channelKinds[k]
	for _, f := range []struct{ key, v string }{{"server", ch.Server}, {"user", ch.User}, {"password_file", ch.PasswordFile}, {"ca_file", ch.CAFile},
		{"from", ch.From}, {"to", strings.Join(ch.To, " ")}, {"url", ch.URL}, {"url_file", ch.URLFile}, {"secret_file", ch.SecretFile}} {
		switch {
		case slices.Contains(kind.needs, f.key):
			if f.v == "" {
				r.fault(at(f.key), "missing", "the channel %q needs %s", ch.ID, f.key)
			}
		case f.v != "" && !slices.Contains(kind.takes, f.key):
			r.fault(at(f.key), "unused", "a channel by %s has no use for %s; remove it", ch.By, f.key)
		}
	}
	if slices.Contains(kind.needs, "server") {
		r.checkMailbox(ch, at)
	}
	if u, err := url.Parse(ch.URL); slices.Contains(kind.needs, "url") && ch.URL != "" &&
		(err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http") {
		r.fault(at("url"), "url", "url of the channel %q must be an http or https address without user or password", ch.ID)
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
