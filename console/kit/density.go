package kit

import (
	"net/http"
	"time"
)

// densityCookie remembers how close rows of lists stand.
const densityCookie = "rows"

// compactOf reads the wish of a request, and remembers one made by ?rows=.
func compactOf(w http.ResponseWriter, r *http.Request) bool {
	wish := r.URL.Query().Get("rows")
	if wish != "compact" && wish != "comfortable" {
		c, err := r.Cookie(densityCookie)
		return err == nil && c.Value == "compact"
	}
	if w != nil {
		http.SetCookie(w, &http.Cookie{
			Name: densityCookie, Value: wish, Path: "/", MaxAge: int((365 * 24 * time.Hour).Seconds()),
			HttpOnly: true, SameSite: http.SameSiteLaxMode,
		})
	}
	return wish == "compact"
}

// Density is the other way to set rows: its name and this page's address with it.
func (v *View) Density() Option {
	other := "compact"
	if v.Compact {
		other = "comfortable"
	}
	return Option{v.Link("rows", other), v.Say("rows." + other)}
}
