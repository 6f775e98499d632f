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
		r.fault(at("id"), "fault.id.channel", ch.ID)
	case seen[ch.ID]:
		r.fault(at("id"), "fault.duplicate_id.channel", ch.ID)
	}
	if _, known := words.Known(ch.Language); ch.Language != "" && !known {
		r.fault(at("language"), "fault.language", strings.Join(words.Languages(), ", "))
	}
	if u, err := url.Parse(ch.URL); ch.URL != "" &&
		(err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http") {
		r.fault(at("url"), "fault.url.channel", ch.ID)
	}
	for key, name := range map[string]string{"password_file": ch.PasswordFile, "ca_file": ch.CAFile,
		"url_file": ch.URLFile, "secret_file": ch.SecretFile} {
		if _, err := r.c.Secret(name); err != nil {
			r.fault(at(key), "fault.file.channel", key, name, ch.ID, unread(err))
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
		r.fault(at("by"), "fault.by.channel", ch.ID, ch.By, strings.Join(names, ", "))
		return
	}
	needs, takes, keys := kinds[k].Needs, kinds[k].Takes, ch.keys()
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		switch {
		case slices.Contains(needs, key):
			if keys[key] == "" {
				r.fault(at(key), "fault.missing.channel.key", ch.ID, key)
			}
		case keys[key] != "" && !slices.Contains(takes, key):
			r.fault(at(key), "fault.unused", ch.By, key)
		}
	}
	if slices.Contains(needs, "server") {
		r.checkMailbox(ch, at)
	}
}

func (r *reader) checkMailbox(ch Channel, at func(string) pos) {
	if _, port, err := net.SplitHostPort(ch.Server); ch.Server != "" && (err != nil || port == "") {
		r.fault(at("server"), "fault.server")
	}
	if (ch.User == "") != (ch.PasswordFile == "") {
		r.fault(at("user"), "fault.missing.channel.sign_in")
	}
	if len(ch.To) == 0 {
		r.fault(at("to"), "fault.missing.channel.to", ch.ID)
	}
	for _, a := range append([]string{ch.From}, ch.To...) {
		if _, err := mail.ParseAddress(a); a != "" && err != nil {
			r.fault(at("to"), "fault.address", ch.ID)
			return
		}
	}
}
