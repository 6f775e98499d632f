// Package items is the register desk (政务公开台账): which unit owes the public what, what is due, what waits
// for its review, what was found dead or late, and one duty with what happened to it.
package items

import (
	"context"
	"embed"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/index"
	"huiying/opinion"
)

//go:embed templates/*.html
var pages embed.FS

// Desk is the register.
type Desk interface {
	Items(ctx context.Context, q facts.ItemQuery) (facts.ItemList, error)
	CountItems(ctx context.Context, q facts.ItemQuery) (facts.ItemCounts, error)
	Item(ctx context.Context, id string) (facts.ItemFile, error)
	ActOnItem(ctx context.Context, id string, act facts.ItemAct) (opinion.Item, error)
	ActOnItems(ctx context.Context, ids []string, act facts.ItemAct) (int, error)
	ImportItems(ctx context.Context, t facts.ItemTable) (facts.ItemImport, error)
	ExportItems(ctx context.Context, name string, q facts.ItemQuery) ([]byte, error)
	AskedItems(ctx context.Context) (facts.ItemsAsked, error)
	GuideSheet(ctx context.Context, id, end, lang string) ([]byte, error)
}

// Issues reads one issue within what the reader may see.
type Issues interface {
	Issue(ctx context.Context, id string) (facts.IssueFile, error)
}

// Units lists the units of the configuration.
type Units interface {
	Units(ctx context.Context) ([]opinion.Unit, error)
}

// Room is the room at work.
type Room struct {
	kit.Head[*View]
	Desk   Desk // may be nil
	Units  Units
	Issues Issues
	Cut    index.Cutter // of words that are looked for; may be nil
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
