package kit

import (
	"net/http"
	"time"

	"huiying/words"
)

const langCookie = "lang"

func CookieOf(header string) string {
	r := http.Request{Header: http.Header{"Cookie": {header}}}
	c, err := r.Cookie(langCookie)
	if err != nil {
		return ""
	}
	return c.Value
}

// LangOf reads the wish of a request, and remembers one made by ?lang=.
func LangOf(w http.ResponseWriter, r *http.Request) string {
	wish := r.URL.Query().Get("lang")
	lang, known := words.Known(wish)
	if !known {
		lang = words.Pick(CookieOf(r.Header.Get("Cookie")))
	}
	if known && w != nil {
		http.SetCookie(w, &http.Cookie{
			Name: langCookie, Value: lang, Path: "/", MaxAge: int((365 * 24 * time.Hour).Seconds()),
			HttpOnly: true, SameSite: http.SameSiteLaxMode,
		})
	}
	return lang
}
