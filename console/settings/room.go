// Package settings is the pages on which the configuration is changed where it is used: what is in
// force and who changed it, units and what they are in charge of, sources, the office itself, and every
// file as text. Each change is shown first with what it would do, and can be taken back.
package settings

import (
	"context"
	"embed"
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

//go:embed templates/*.html
var pages embed.FS

// Settings are the versions of the configuration. Errors are of kit.
type Settings interface {
	// Standing is what is in force.
	Standing(ctx context.Context) (facts.Settings, error)
	// Preview says what a change would do, in a language, and changes nothing. Who is bound to a
	// division ("" for nobody) is refused what does not belong to it.
	Preview(ctx context.Context, lang, division string, e facts.SettingsEdit) (facts.SettingsPreview, error)
	// Save puts a change in force that was made from a version, and returns when it works here.
	Save(ctx context.Context, lang, division, by, reason string, from int, e facts.SettingsEdit) (
		facts.SettingsPreview, error)
	// TryChannel sends a test notice over a channel.
	TryChannel(ctx context.Context, channel string) error
}

// Room is the room at work.
type Room struct {
	kit.Head[*View]
	Settings Settings // nil: its pages say that this part does not run here
}

// View is what the templates of this room see.
type View struct {
	*kit.View
	bound string // the division that the reader is bound to, "" for none
}

// Open gives the room its kit and its pages.
func (a *Room) Open(k *kit.Kit) (err error) {
	a.Head, err = kit.NewHead(k, pages, func(v *kit.View) *View { return &View{View: v} })
	return err
}

// next is the day behind a date, "" for what is none.
func next(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, 1).Format(time.DateOnly)
}

// Who is the one who made a version, as pages name him.
func (v *View) Who(by string) string {
	switch by {
	case "local", "files":
		return v.Word("settings.by.", by)
	}
	return by
}

// Every is a length of time as the files write it, "" for none.
func (v *View) Every(d time.Duration) string { return opinion.SpanText(d) }

// FileWord says what a file of the configuration is about.
func (v *View) FileWord(name string) string {
	switch name {
	case "units.yaml", "sources.yaml", "catalogue.yaml", "clocks.yaml", "templates.yaml", "watches.yaml", "huiying.yaml":
		return v.Word("settings.file.", name[:len(name)-len(".yaml")])
	}
	return v.Say("settings.file.table")
}
