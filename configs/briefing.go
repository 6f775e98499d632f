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
	Formats []string `yaml:"formats"` // ends of files: docx, pdf
	To      []string `yaml:"to"`
	Link    string   `yaml:"link"`
	Font    string   `yaml:"font"`
	Paper   Paper    `yaml:"paper"`
}

// Paper is how documents are headed and ended.
type Paper struct {
	Name   string   `yaml:"name"`   // of the paper; "": the product's own
	Office string   `yaml:"office"` // that issues it; "": the coordinating one
	To     []string `yaml:"to"`     // lines of whom it goes to
	Sign   bool     `yaml:"sign"`   // a line to sign on
}

// Clock is Due as the time since midnight, and whether briefings are sent.
func (b Briefing) Clock() (time.Duration, bool) {
	t, err := time.Parse("15:04", b.Due)
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, err == nil && b.Due != ""
}

func (r *reader) checkBriefing() {
	b := r.c.Briefing
	fault := func(key, phrase string, args ...any) {
		r.fault(r.c.at(mainFile, "briefing."+key), phrase, args...)
	}
	at, ok := b.Clock()
	switch {
	case b.Due != "" && !ok:
		fault("due", "fault.time")
	case ok && at < time.Hour:
		fault("due", "fault.range.due")
	case ok && len(b.To) == 0:
		fault("to", "fault.missing.briefing.to")
	}
	for _, to := range b.To {
		id, byChannel := strings.CutPrefix(to, "channel:")
		known := slices.ContainsFunc(r.c.Notify.Channels, func(c Channel) bool { return c.ID == id })
		switch {
		case byChannel && !known:
			fault("to", "fault.unknown.briefing.channel", id)
		case !byChannel && !strings.HasPrefix(to, "file:/"):
			fault("to", "fault.unknown.briefing.to", to)
		}
	}
	r.checkBriefingList("periods", b.Periods, []string{"day", "week", "month"})
	if u, err := url.Parse(b.Link); b.Link != "" && (err != nil || u.Host == "" ||
		u.Scheme != "http" && u.Scheme != "https" || u.User != nil) {
		fault("link", "fault.url.briefing")
	}
}

// checkBriefingList holds a list to the values that it may have.
func (r *reader) checkBriefingList(key string, have, may []string) {
	at := r.c.at(mainFile, "briefing."+key)
	for _, x := range have {
		if !slices.Contains(may, x) {
			r.fault(at, "fault.unknown.briefing.list", key, x, strings.Join(may, ", "))
		}
	}
	if len(have) == 0 {
		r.fault(at, "fault.missing.briefing.list", key, strings.Join(may, ", "))
	}
}
