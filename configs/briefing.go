package configs

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// Briefing is when briefings are sent, to whom, and how their files are made.
type Briefing struct {
	Due     string   `yaml:"due"`     // HH:MM of China's time; "" sends none
	Periods []string `yaml:"periods"` // day, week, month
	Formats []string `yaml:"formats"` // html, docx, pdf, json
	To      []string `yaml:"to"`
	Link    string   `yaml:"link"`
	Font    string   `yaml:"font"`
}

// Clock is Due as the time since midnight, and whether briefings are sent.
func (b Briefing) Clock() (time.Duration, bool) {
	t, err := time.Parse("15:04", b.Due)
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, err == nil && b.Due != ""
}

// BriefingFormats are the files that briefing.formats may name; the console writes them, and a
// test holds the two together.
var BriefingFormats = []string{"html", "docx", "pdf", "json"}

func (r *reader) checkBriefing() {
	b := r.c.Briefing
	fault := func(key, code, words string, args ...any) {
		r.fault(r.c.at(mainFile, "briefing."+key), code, "briefing."+key+" "+words, args...)
	}
	at, ok := b.Clock()
	switch {
	case b.Due != "" && !ok:
		fault("due", "time", "must be a time of day such as \"08:00\", in quotes, or empty")
	case ok && at < time.Hour:
		fault("due", "range", "must be 01:00 or later: until then what was said late at night is still collected")
	case ok && len(b.To) == 0:
		fault("to", "missing", "is empty: say where briefings are sent, or leave briefing.due empty")
	}
	for _, to := range b.To {
		id, byChannel := strings.CutPrefix(to, "channel:")
		known := slices.ContainsFunc(r.c.Notify.Channels, func(c Channel) bool { return c.ID == id })
		switch {
		case byChannel && !known:
			fault("to", "unknown", "names channel %q, which is not under notify.channels", id)
		case !byChannel && !strings.HasPrefix(to, "file:/"):
			fault("to", "unknown", "has %q; it may be file:/a/directory or channel:ID of a channel under notify", to)
		}
	}
	for _, list := range []struct {
		key       string
		have, may []string
	}{{"periods", b.Periods, []string{"day", "week", "month"}}, {"formats", b.Formats, BriefingFormats}} {
		for _, x := range list.have {
			if !slices.Contains(list.may, x) {
				fault(list.key, "unknown", "has %q; it may be %s", x, strings.Join(list.may, ", "))
			}
		}
		if len(list.have) == 0 {
			fault(list.key, "missing", "is empty; it may be %s", strings.Join(list.may, ", "))
		}
	}
	if u, err := url.Parse(b.Link); b.Link != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil) {
		fault("link", "url", "must be the console's address, like https://huiying.example, or empty")
	}
}
