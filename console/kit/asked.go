package kit

import (
	"net/http"
	"net/url"
	"strings"

	"huiying/opinion"
)

// Words that are looked for travel in the body of a form, and from there into an address without
// identifiers of persons: an address stays in histories, logs and proxies. A search for somebody's
// number becomes one for its mask, which is what the texts hold.

// Asked takes the form of a search and goes on to the page of the same path.
func (k *Kit) Asked(w http.ResponseWriter, r *http.Request) {
	v := k.View(w, r)
	if err := r.ParseForm(); err != nil {
		k.ErrorPage(w, r, v, FormFault(v.Lang, err))
		return
	}
	to := url.Values{}
	for name, values := range r.PostForm {
		for _, s := range values {
			if s = strings.TrimSpace(s); s != "" {
				to.Add(name, s)
			}
		}
	}
	k.nameUnits(r.Context(), to)
	goOn(w, r, to)
}

// goOn sends a browser to the page of this path with a question that holds no identifiers.
func goOn(w http.ResponseWriter, r *http.Request, q url.Values) {
	if q.Has("q") {
		q.Set("q", opinion.Typed(q.Get("q")))
	}
	at := url.URL{Path: r.URL.Path, RawQuery: q.Encode()}
	http.Redirect(w, r, at.String(), http.StatusSeeOther)
}

// tellsInAddress says whether the words of an address hold an identifier: no link of a page repeats it.
func tellsInAddress(r *http.Request) bool {
	return r.Method == http.MethodGet && opinion.TellsPerson(r.URL.Query().Get("q"))
}
