package system

import (
	"net/http"
	"strings"

	"huiying/console/kit"
)

func (a *Room) ShowPromise(_ *http.Request, v *View) (string, error) {
	v.Nav, v.Title = "promise", v.Say("nav.promise")
	if a.Promise == nil {
		return "", kit.Away("no_promise", v.Say("away.promise"))
	}
	text := a.Promise(v.Lang)
	if strings.TrimSpace(text) == "" {
		return "", kit.Away("no_promise", v.Say("away.promise"))
	}
	v.D = markdown(text)
	return "promise", nil
}
