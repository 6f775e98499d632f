package kit

import (
	"strings"

	"huiying/opinion"
)

// AlertName names what an alert is about: its watch, source, matter and place.
func (v *View) AlertName(a opinion.Alert) string {
	var parts []string
	if a.Watch != "" {
		parts = append(parts, a.Watch)
	}
	if a.Source != "" {
		parts = append(parts, v.Source(a.Source))
	}
	if a.Topic != "" {
		parts = append(parts, v.Topic(a.Topic))
	}
	if a.Division != "" {
		parts = append(parts, v.Place(a.Division))
	}
	if len(parts) == 0 && a.Issue != "" {
		parts = append(parts, v.Say("issue")+" "+v.Short(a.Issue))
	}
	if len(parts) == 0 {
		return v.Say("alerts.all")
	}
	return strings.Join(parts, " · ")
}
