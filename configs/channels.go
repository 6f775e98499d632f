package configs

import (
	"fmt"
	"maps"
	"net"
	"net/mail"
	"net/url"
	"slices"
	"strings"

	"huiying/words"
)

func (r *reader) channelAt(i int) func(key string) pos {
	return func(key string) pos { return r.c.at(mainFile, fmt.Sprintf("notify.channels[%d].%s", i, key)) }
}

// checkChannel is what can be said of a channel whatever it goes by.
func (r *reader) checkChannel(i int, ch Channel, seen map[string]bool) {
	at := r.channelAt(i)
	switch {
	case !idPattern.MatchString(ch.ID) || len(ch.ID) > 40:
		r.fault(at("id"), "id", "the id %q of a channel must be lower-case letters, digits, _ and -, at most 40", ch.ID)
	case seen[ch.ID]:
		r.fault(at("id"), "duplicate_id", "the channel %q is there twice", ch.ID)
	}
	if _, known := words.Known(ch.Language); ch.Language != "" && !known {
		r.fault(at("language"), "language", "language must be one of %s", strings.Join(words.Languages(), ", "))
	}
	if u, err := url.Parse(ch.URL); ch.URL != "" &&
		(err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http") {
		r.fault(at("url"), "url", "url of the channel %q must be an http or https address without user or password", ch.ID)
	}
	for key, name := range map[string]string{"password_file": ch.PasswordFile, "ca_file": ch.CAFile,
		"url_file": ch.URLFile, "secret_file": ch.SecretFile} {
		if _, err := r.c.Secret(name); err != nil {
			r.fault(at(key), "file", "%s %q of the channel %q cannot be read: %v", key, name, ch.ID, err)
		}
	}
}

// keys are what a channel says to its sender, by the names that a configuration writes.
func (ch Channel) keys() map[string]string {
	return map[string]string{"server": ch.Server, "user": ch.User, "password_file": ch.PasswordFile,
		"ca_file": ch.CAFile,
		"from":    ch.From, "to": strings.Join(ch.To, " "), "url": ch.URL, "url_file": ch.URLFile,
		"secret_file": ch.SecretFile}
}

// checkChannelKind holds a channel to the keys of what it goes by.
func (r *reader) checkChannelKind(i int, ch Channel, kinds []ChannelKind) {
	at := r.channelAt(i)
	var names []string
	for _, k := range kinds {
		names = append(names, k.By)
	}
	k := slices.Index(names, ch.By)
	if k < 0 {
		r.fault(at("by"), "by", "the channel %q goes by %q; known are: %s", ch.ID, ch.By, strings.Join(names, ", "))
		return
	}
	needs, takes, keys := kinds[k].Needs, kinds[k].Takes, ch.keys()
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		switch {
		case slices.Contains(needs, key):
			if keys[key] == "" {
				r.fault(at(key), "missing", "the channel %q needs %s", ch.ID, key)
			}
		case keys[key] != "" && !slices.Contains(takes, key):
			r.fault(at(key), "unused", "a channel by %s has no use for %s; remove it", ch.By, key)
		}
	}
	if slices.Contains(needs, "server") {
		r.checkMailbox(ch, at)
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
