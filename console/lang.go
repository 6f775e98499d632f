package console

import (
	"fmt"
	"net/http"
	"time"
)

const langCookie = "lang"

// phrase is one message in both languages of the console.
type phrase struct{ zh, en string }

// say is a message in a language, with its arguments filled in. An unknown key shows as
// itself; a test holds that pages use known keys only.
func say(lang, key string, args ...any) string {
	p, ok := words[key]
	s := p.zh
	if lang == "en" {
		s = p.en
	}
	if !ok {
		s = key
	}
	if len(args) == 0 {
		return s
	}
	return fmt.Sprintf(s, args...)
}

// pickLang takes the first that names a language of ours. Chinese comes first.
func pickLang(wishes ...string) string {
	for _, w := range wishes {
		if w == "zh" || w == "en" {
			return w
		}
	}
	return "zh"
}

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
	lang := pickLang(wish, cookieOf(r.Header.Get("Cookie")))
	if wish == lang && w != nil {
		http.SetCookie(w, &http.Cookie{
			Name: langCookie, Value: lang, Path: "/", MaxAge: int((365 * 24 * time.Hour).Seconds()),
			HttpOnly: true, SameSite: http.SameSiteLaxMode,
		})
	}
	return lang
}
