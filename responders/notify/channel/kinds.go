package channel

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Settings are what a channel's configuration says, with its secrets read. Each kind takes of
// them what it needs.
type Settings struct {
	Server         string // host:port
	User, Password string
	CA             string // certificates, PEM
	From           string
	To             []string
	URL            string
	Secret         string
	Post           Poster
	Now            func() time.Time
}

// Kind is a way of telling. Whoever adds one writes a file with its sender and a row in kinds.
type Kind struct {
	ID   string // as the configuration names it; its name in words is the phrase channel.<id>
	Most int    // how many notices a digest lists: no robot takes long texts
	// Needs and Takes are keys of a channel in the configuration: those without which it cannot be
	// opened, and those that it may have besides.
	Needs, Takes []string
	Open         func(Settings) (Sender, error)
}

var kinds = []Kind{
	{"mail", 50, []string{"server", "from"}, []string{"user", "password_file", "ca_file", "to"}, openMail},
	{"webhook", 50, []string{"url", "secret_file"}, nil, openWebhook},
	{WeCom, 6, []string{"url_file"}, nil, openRobot(weCom)},
	{DingTalk, 25, []string{"url_file"}, []string{"secret_file"}, openRobot(dingTalk)},
	{Feishu, 25, []string{"url_file"}, []string{"secret_file"}, openRobot(feishu)},
}

// Kinds are all of them, in order.
func Kinds() []Kind { return slices.Clone(kinds) }

// ErrKind is a way of telling that there is not.
var ErrKind = errors.New("no such kind of channel")

// KindOf finds a kind. The error wraps ErrKind and names all there are.
func KindOf(id string) (Kind, error) {
	var known []string
	for _, k := range kinds {
		if k.ID == id {
			return k, nil
		}
		known = append(known, k.ID)
	}
	return Kind{}, fmt.Errorf("%w: %q; known are %s", ErrKind, id, strings.Join(known, ", "))
}

// Most is how many notices a message by a kind of channel lists.
func Most(id string) int {
	kind, _ := KindOf(id)
	return kind.Most
}
