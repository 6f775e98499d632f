package console

import (
	"net/http"
	"time"

	"huiying/words"
)

const langCookie = "lang"

func cookieOf(header string) string {
	r := http.Request{Header: http.Header{"Cookie": {header}}}
	c, err := r.Cookie(langCookie)
	if err != nil {
		return ""
	}
	return c.Value
}

// langOf reads the wish of a request, and remembers one made by ?lang=.
func langOf(w http.ResponseWriter, r *http.Request) string {
	wish := r.URL.Query().Get("lang")
	lang, known := words.Known(wish)
	if !known {
		lang = words.Pick(cookieOf(r.Header.Get("Cookie")))
	}
	if known && w != nil {
		http.SetCookie(w, &http.Cookie{
			Name: langCookie, Value: lang, Path: "/", MaxAge: int((365 * 24 * time.Hour).Seconds()),
			HttpOnly: true, SameSite: http.SameSiteLaxMode,
		})
	}
	return lang
}
