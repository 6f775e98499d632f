package cases

import (
	"net/http"

	"huiying/console/ask"
	"huiying/console/kit"
)

// handing is the query code (受理码) that was handed out with a case, and is shown on this page alone;
// or why there is none, though the case is there.
type handing struct {
	Code    string
	Problem *kit.Problem
}

// hand hands out the code of a mention of which a case was just opened.
func (a *Room) hand(r *http.Request, v *View, mention string) *handing {
	code, err := ask.Hand(r.Context(), a.Codes, mention)
	if err != nil {
		return &handing{Problem: a.Problem(r.Pattern, v.Lang, err)}
	}
	return &handing{Code: code}
}

// wantsCode says whether a form that opens a case asks for a query code with it.
func wantsCode(r *http.Request) bool { return r.PostForm.Get("code") == "yes" }

// Codes says whether query codes can be handed out here.
func (v *View) Codes() bool { return v.room.Codes != nil }
