// Package upload is the page on which a file of letters is brought in: what was understood of it is
// shown and asked about before anything is stored.
package upload

import (
	"embed"

	"huiying/console/kit"
)

//go:embed templates/*.html
var pages embed.FS

// Room is the room at work. A nil field leaves its pages saying that this part does not run here.
type Room struct {
	kit.Head[*View]
	Uploads Uploads // may be nil
}

// View is what the templates of this room see: the kit's view, and the words of this room alone.
type View struct {
	*kit.View
}

// Open gives the room its kit and its pages.
func (a *Room) Open(k *kit.Kit) (err error) {
	a.Head, err = kit.NewHead(k, pages, func(v *kit.View) *View { return &View{v} })
	return err
}

// Means names the meaning of a column.
func (v *View) Means(code string) string {
	switch code {
	case "":
		code = "none"
	case "-":
		code = "waived"
	}
	return v.Word("upload.means.", code)
}

// Why names the reason for which a record is refused.
func (v *View) Why(code string) string { return v.Word("upload.why.", code) }

// Asked says whether a column's meaning can be chosen: persons are always dropped.
func (v *View) Asked(means string) bool { return means != "person" }
