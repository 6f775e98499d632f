package app

import (
	"context"

	"huiying/index"
	"huiying/responders/archive"
	"huiying/responders/casework"
)

// What whoever started a process may ask of its parts, beside what it publishes.

// Search asks the index.
func (a *App) Search(ctx context.Context, q index.Query) (index.Page, error) {
	return a.index.Search(ctx, q)
}

// Desk is the one way to move cases.
func (a *App) Desk() *casework.Executor { return a.desk }

// Archive is what keeps every event, a file a day.
func (a *App) Archive() *archive.Archive { return a.archive }

// Office is what commands ask of an installation.
func (a *App) Office() Office { return desk{a} }
