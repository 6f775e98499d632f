package items

import (
	"net/http"

	"huiying/console/kit"
)

// sheetKinds are the files that a sheet can be had as.
var sheetKinds = map[string]string{".html": "text/html; charset=utf-8", ".pdf": "application/pdf",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}

// Sheet gives the sheet to tell once (一次性告知单) of a service guide, made of what its page says now.
func (a *Room) Sheet(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	v.Nav = "items"
	end := r.FormValue("as")
	err := error(kit.Away("no_items", v.Say("away.items")))
	var file []byte
	if a.Desk != nil {
		file, err = a.Desk.GuideSheet(r.Context(), r.PathValue("id"), end, v.Lang)
	}
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	w.Header().Set("Content-Type", sheetKinds[end])
	w.Header().Set("Content-Disposition", `attachment; filename="sheet`+end+`"`)
	_, _ = w.Write(file) // the reader has gone away; nobody is left to tell
}
