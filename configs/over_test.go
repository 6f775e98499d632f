package configs

import (
	"reflect"
	"strings"
	"testing"
)

// What a machine has of its own stays, whatever the log says; a change of it is a fault with its
// line, and one that says nothing of it is none.
func TestAMachineKeepsItsOwn(t *testing.T) {
	base, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	base.Listen, base.Workers.Collect = "127.0.0.1:9", 7
	files, err := base.Texts()
	if err != nil {
		t.Fatal(err)
	}
	change := func(from, to string) Files {
		out := Files{}
		for name, text := range files {
			out[name] = text
		}
		if !strings.Contains(out[mainFile], from) {
			t.Fatalf("no %q", from)
		}
		out[mainFile] = strings.Replace(out[mainFile], from, to, 1)
		return out
	}
	got, err := base.Over(change("auto_dispatch: false", "auto_dispatch: true"), files)
	if err != nil || !got.Casework.AutoDispatch || got.Listen != base.Listen || got.Workers != base.Workers {
		t.Errorf("%v %+v %s", err, got.Casework, got.Listen)
	}
	for from, to := range map[string]string{"listen: 127.0.0.1:8080": "listen: 127.0.0.1:8081",
		"  url: \"\"\n  # Who signs in: user with password_file, or c": "  url: \"nats://x.example:4222\"\n  # Who signs in: user with password_file, or c"} {
		if _, err := base.Over(change(from, to), files); err == nil || !strings.Contains(err.Error(), "[own]") {
			t.Errorf("%s: %v", to, err)
		}
	}
	without := change("listen: 127.0.0.1:8080", "")
	if got, err := base.Over(without, files); err != nil || got.Listen != base.Listen {
		t.Errorf("left out: %v", err)
	}
	if got, err := base.Over(change("listen: 127.0.0.1:8080", "listen: 127.0.0.1:8081"), nil); err != nil ||
		got.Listen != base.Listen {
		t.Errorf("from the log of another machine: %v", err)
	}
}

// Whom a channel reaches is said in the log, by what it reaches them by the machine: no text can send a
// secret of the machine elsewhere.
func TestAMachineKeepsItsChannels(t *testing.T) {
	mail := Channel{ID: "m", By: "mail", Server: "smtp.example:587", From: "a@example.org", To: []string{"b@example.org"}}
	base, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	base.Notify.Channels = []Channel{mail}
	text := func(channels string) Files {
		files, err := base.Texts()
		if err != nil {
			t.Fatal(err)
		}
		files[mainFile] = strings.Replace(files[mainFile], "  channels: []\n", channels, 1)
		return files
	}
	const as = "  channels:\n    - {id: m, by: mail, server: smtp.example:587, from: a@example.org, to: [b@example.org]}\n"
	before := text(as)
	got, err := base.Over(text(strings.Replace(as, "[b@", "[c@", 1)), before)
	if err != nil || got.Notify.Channels[0].To[0] != "c@example.org" || got.Notify.Channels[0].Server != mail.Server {
		t.Errorf("to: %v %+v", err, got.Notify.Channels)
	}
	for name, channels := range map[string]string{
		"server":   strings.Replace(as, "smtp.example", "smtp.elsewhere", 1),
		"a file":   strings.Replace(as, "from:", "user: x, password_file: s, from:", 1),
		"one more": as + "    - {id: n, by: webhook, url: https://x.example/}\n",
		"gone":     "  channels: []\n",
	} {
		got, err := base.Over(text(channels), before)
		if err == nil || !strings.Contains(err.Error(), "[own]") || !reflect.DeepEqual(got.Notify.Channels, base.Notify.Channels) {
			t.Errorf("%s: %v %+v", name, err, got.Notify.Channels)
		}
	}
	if got, err := base.Over(text(""), before); err != nil || !reflect.DeepEqual(got.Notify.Channels, base.Notify.Channels) {
		t.Errorf("left out: %v", err)
	}
}

// Every key of a machine's own is one of the manual.
func TestOwnKeysAreKeys(t *testing.T) {
	c, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range OwnKeys() {
		if _, ok := c.places[mainFile+"#"+key]; !ok {
			t.Errorf("huiying.yaml has no %s", key)
		}
	}
}
