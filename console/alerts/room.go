// Package alerts is the alerts' desk (预警台): what rang and nobody has taken, what somebody has, what
// is kept quiet and why, and what came of it.
package alerts

import (
	"context"
	"embed"
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

//go:embed templates/*.html
var pages embed.FS

// Desk holds alerts and does to them what the office wants.
type Desk interface {
	Alerts(ctx context.Context, q facts.AlertQuery) ([]opinion.AlertFile, error)
	Alert(ctx context.Context, id string) (opinion.AlertFile, error)
	ActOnAlert(ctx context.Context, id string, act facts.AlertAct) error
	HandOver(ctx context.Context, act facts.AlertAct) (int, error)
	Hushes(ctx context.Context) ([]opinion.Hush, error)
	Hush(ctx context.Context, h opinion.Hush) error
	Unhush(ctx context.Context, id, by string) error
}

// Mentions reads a mention with its words.
type Mentions interface {
	Mention(ctx context.Context, id string) (facts.MentionFile, error)
}

// Heats counts what was said about issues within [from, to) by "hour" or "day".
type Heats interface {
	Heat(ctx context.Context, issues []string, from, to time.Time, by string) (map[string][]register.Beat, error)
}

// Room is the room at work.
type Room struct {
	kit.Head[*View]
	Desk     Desk     // may be nil
	Mentions Mentions // may be nil
	Heats    Heats
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
