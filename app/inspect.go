package app

import (
	"context"
	"net/http"

	"go.uber.org/zap"

	"huiying/app/briefings"
	"huiying/app/collecting"
	"huiying/app/correcting"
	"huiying/app/forgetting"
	"huiying/app/judging"
	"huiying/app/pages"
	"huiying/bus"
	"huiying/configs"
	"huiying/index"
	"huiying/register/sqlite"
	"huiying/responders/archive"
	"huiying/responders/casework"
)

// What whoever started a process may ask of its parts, beside what it publishes.

// Search asks the index.
func (a *App) Search(ctx context.Context, q index.Query) (index.Page, error) {
	return a.index.Search(ctx, q)
}

// Desk is the one way to move cases.
func (a *App) Desk() *casework.Executor { return a.live.now.Load().desk }

// Archive is what keeps every event, a file a day.
func (a *App) Archive() *archive.Archive { return a.archive }

// Office is what commands ask of an installation.
func (a *App) Office() Office { return officeHere{a} }

// BriefingsOf writes briefings and special reports.
func BriefingsOf(a *App) *briefings.Briefer { return a.live.now.Load().briefings }

// Bus is the log.
func (a *App) Bus() *bus.Bus { return a.bus }

// Register is the register, which follows the log.
func (a *App) Register() *sqlite.Store { return a.register }

// Corrector puts findings right for persons.
func (a *App) Corrector() *correcting.Corrector { return a.live.now.Load().corrector }

// Inbox is the one way in for mentions.
func (a *App) Inbox() *collecting.Inbox { return a.inbox }

// Config is the configuration that it works by.
func (a *App) Config() *configs.Config { return a.live.now.Load().opt.Cfg }

// Pages answers what pages and the API ask, beside the register.
func (a *App) Pages() *pages.Pages { return a.live.now.Load().pages }

// Log is what it says to whoever runs it.
func (a *App) Log() *zap.Logger { return a.opt.Log }

// Judges are what it judges texts by.
func (a *App) Judges() *judging.Judges { return a.live.now.Load().judges }

// Forgetter drops words when their retention is over, and what is purged by name.
func (a *App) Forgetter() forgetting.Forgetter { return a.live.now.Load().forgetter }

// Observed is what a monitoring system on another machine may ask: figures, no text, and nothing
// that acts.
func (a *App) Observed() http.Handler { return a.observing.Handler() }
