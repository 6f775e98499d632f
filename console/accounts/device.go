package accounts

import (
	"net/http"
	"time"
)

// deviceFor is how long a browser counts as one that signed in before.
const deviceFor = 180 * 24 * time.Hour

// Knock is somebody who asks to be let in: by which name, from where, and with what this browser was
// given when it last signed in by that name ("": nothing). A browser that was let in before is held back
// for its own tries alone, so that nobody can lock a known name for its owner (OWASP, device cookies).
type Knock struct{ Name, Address, Device string }

// device is the sealed note that an account signed in with a browser. It opens nothing by itself.
func (b *Directory) device(id string) string {
	if b.Seal == nil {
		return ""
	}
	return b.Seal.seal(deviceOwner(id), b.Now().UTC().Format(time.RFC3339))
}

func deviceOwner(id string) string { return "device " + id } // no account is called so

// known is the knock without a note that is none of ours, of another account or too old.
func (b *Directory) known(k Knock) Knock {
	if k.Device == "" || b.Seal == nil {
		k.Device = ""
		return k
	}
	text, err := b.Seal.open(deviceOwner(k.Name), k.Device)
	if at, wrong := time.Parse(time.RFC3339, text); err != nil || wrong != nil || b.Now().Sub(at) > deviceFor {
		k.Device = ""
	}
	return k
}

func (s *Sessions) deviceCookie(id string) string {
	name := "device-" + hashOf(id)[:12]
	if s.m.Cookie.Secure {
		name = "__Host-" + name
	}
	return name
}

// Device is the note that a browser brings along for a name.
func (s *Sessions) Device(r *http.Request, name string) string {
	c, err := r.Cookie(s.deviceCookie(CleanID(name)))
	if err != nil {
		return ""
	}
	return c.Value
}

// Remember gives a browser the note that an account signed in with it.
func (s *Sessions) Remember(w http.ResponseWriter, b *Directory, id string) {
	if note := b.device(id); note != "" {
		http.SetCookie(w, &http.Cookie{Name: s.deviceCookie(id), Value: note, Path: "/", HttpOnly: true,
			Secure: s.m.Cookie.Secure, SameSite: http.SameSiteLaxMode, MaxAge: int(deviceFor / time.Second)})
	}
}
