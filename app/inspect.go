package app

import (
	"context"

	"huiying/index"
	"huiying/responders/archive"
	"huiying/responders/casework"
)

// What whoever started a process may ask of its parts, beside what it publishes.

// Search asks the index.
func (h *App) Search(ctx context.Context, q index.Query) (index.Page, error) {
	return h.index.Search(ctx, q)
}

// Desk is the one way to move cases.
func (h *App) Desk() *casework.Executor { return h.desk }

// Archive is what keeps every event, a file a day.
func (h *App) Archive() *archive.Archive { return h.archive }

// Office is what commands ask of an installation.
func (h *App) Office() Office { return desk{h} }
