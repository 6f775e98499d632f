package kit

import (
	"strings"

	"huiying/opinion"
	"huiying/words"
)

// AlertName names what an alert is about: its watch, source, matter and place.
func AlertName(n Names, lang string, a opinion.Alert) string {
	var parts []string
	if a.Watch != "" {
		parts = append(parts, a.Watch)
	}
	if a.Source != "" {
		parts = append(parts, n.Source(a.Source, lang))
	}
	if a.Topic != "" {
		parts = append(parts, n.Topic(a.Topic, lang))
	}
	if a.Division != "" {
		parts = append(parts, n.Division(a.Division, lang))
	}
	if len(parts) == 0 && a.Issue != "" {
		parts = append(parts, words.Say(lang, "issue")+" "+(&Wording{Lang: lang}).Short(a.Issue))
	}
	if len(parts) == 0 {
		return words.Say(lang, "alerts.all")
	}
	return strings.Join(parts, " · ")
}

// AlertName names what an alert is about.
func (v *View) AlertName(a opinion.Alert) string { return AlertName(v.kit.Names, v.Lang, a) }
