package openboard

import "net/http"

// ShowAccessibility is the statement on accessibility (无障碍声明).
func (a *Room) ShowAccessibility(_ *http.Request, v *View) (string, error) {
	v.open(v.Say("access.title"))
	return "open_accessibility", nil
}
