package kit

import (
	"io/fs"
	"net/http"
)

// Head is what every room with pages begins with: the kit, and the view that the room's templates
// see.
type Head[V Drawn] struct {
	*Kit
	around func(*View) V
}

// NewHead adds the pages of a room to a kit. Around gives the room's view, which stands around the
// kit's.
func NewHead[V Drawn](k *Kit, pages fs.FS, around func(*View) V) (Head[V], error) {
	return Head[V]{k, around}, k.Add(pages)
}

// See is the room's view of a request.
func (a Head[V]) See(w http.ResponseWriter, r *http.Request) V { return a.around(a.View(w, r)) }

// Change does what a form asks and goes on to where that leads. nav is the entry of the menu under which a
// refusal is shown.
func (a Head[V]) Change(w http.ResponseWriter, r *http.Request, nav string, do func(V) (next string, err error)) {
	v := a.See(w, r)
	v.Base().Nav = nav
	if !a.Parsed(w, r, v) {
		return
	}
	next, err := do(v)
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
}

// Page makes a handler of what fills the view of a page and names its template.
func (a Head[V]) Page(fill func(*http.Request, V) (string, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if tellsInAddress(r) {
			goOn(w, r, r.URL.Query())
			return
		}
		if q := r.URL.Query(); q.Has("unit") && a.nameUnits(r.Context(), q) {
			goOn(w, r, q)
			return
		}
		v := a.See(w, r)
		name, err := fill(r, v)
		a.Answer(w, r, v, name, err)
	}
}
