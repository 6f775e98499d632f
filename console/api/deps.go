package api

import (
	"context"
	"encoding/json"
	"io"

	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register"
)

// Cases reads the register and makes moves. Errors that a reader can act on are *kit.Error or
// refusals.
type Cases interface {
	Cases(ctx context.Context, q register.CaseQuery) (register.CaseList, error)
	Case(ctx context.Context, id string) (facts.CaseFile, error)
	Do(ctx context.Context, id string, cmd opinion.Command) (opinion.Case, error)
}

// Units lists units and counts their work.
type Units interface {
	Units(ctx context.Context) ([]opinion.Unit, error)
	Rates(ctx context.Context, q facts.RateQuery) (facts.RateTable, error)
	Turns(ctx context.Context, q facts.TurnQuery) (facts.TurnList, error)
}

// DeadLetters shows, replays and drops what could not be processed.
type DeadLetters interface {
	Dead(ctx context.Context, limit int) ([]facts.DeadLetter, error)
	Replay(ctx context.Context, seq uint64) error
	Drop(ctx context.Context, seq uint64) error
}

// Corrector lets programs put findings right as persons do, and hands out what was said. Reading,
// putting right, taking back and the file of all are its four operations.
type Corrector interface {
	Mention(ctx context.Context, id string) (facts.MentionFile, error)
	Correct(ctx context.Context, id string, what facts.Correct) (facts.MentionFile, error)
	// Undo takes the latest correction back, of Field where it is given; Is is not looked at.
	Undo(ctx context.Context, id string, what facts.Correct) (facts.MentionFile, error)
	// Labels writes what persons said of mentions as training data, a line each, and says how many
	// lines there were.
	Labels(ctx context.Context, w io.Writer) (int, error)
}

// Notices shows who was told what, and tells it again.
type Notices interface {
	Channels(ctx context.Context) ([]facts.NoticeChannel, error)
	Deliveries(ctx context.Context, q facts.NoticeQuery) ([]facts.NoticeDelivery, error)
	ReplayNotice(ctx context.Context, channel, key string) error
}

// Intake takes mentions from outside.
type Intake interface {
	// Parse reads one JSON object; unknown keys are ignored, keys about persons dropped and
	// counted. Its error carries no text of the object.
	Parse(raw json.RawMessage) (opinion.Draft, map[string]int, error)
	// Publish returns when the mentions are on disk, with the number of those that were new.
	Publish(ctx context.Context, in []opinion.Mention) (added int, err error)
	// Code names the reason for which a record is no mention, as the balance keeps it.
	Code(why error) string
	// Refuse counts, for the balance of a source, records that are no mentions, by the code of
	// the reason. Those of a source that is not configured belong to no balance and are not counted.
	Refuse(ctx context.Context, source string, why map[string]int) (counted int, err error)
	// OutcomeOf tells what became of mentions that were brought in.
	OutcomeOf(ctx context.Context, mentions []string) (facts.Became, error)
}

// Purger forgets everywhere and returns when it is done.
type Purger interface {
	Purge(ctx context.Context, what facts.Purge) (facts.Purged, error)
}

// Items is the register of duties to publish.
type Items interface {
	Items(ctx context.Context, q facts.ItemQuery) (facts.ItemList, error)
	CountItems(ctx context.Context, q facts.ItemQuery) (facts.ItemCounts, error)
	Item(ctx context.Context, id string) (facts.ItemFile, error)
	// AskedItems are those that the questions of the last days ask for.
	AskedItems(ctx context.Context) (facts.ItemsAsked, error)
	// ActOnItem makes a move; adding an item needs no id. ActOnItems makes the same on many, and says on
	// how many it could be made.
	ActOnItem(ctx context.Context, id string, act facts.ItemAct) (opinion.Item, error)
	ActOnItems(ctx context.Context, ids []string, act facts.ItemAct) (int, error)
	// InspectItems looks at the pages of some items.
	InspectItems(ctx context.Context, ids []string) (opinion.ItemReport, error)
	// Guides reads what the published pages of some service guides say now.
	Guides(ctx context.Context, ids []string) ([]facts.Guide, error)
	// GuideSheet is what whoever comes for a guide's matter must know at once, as a file by its end.
	GuideSheet(ctx context.Context, id, end, lang string) ([]byte, error)
	// ImportItems takes a table, all of it or nothing; ExportItems writes one by the end of a file's name.
	ImportItems(ctx context.Context, t facts.ItemTable) (facts.ItemImport, error)
	ExportItems(ctx context.Context, name string, q facts.ItemQuery) ([]byte, error)
	// CompareNames compares the names of guides with a list, and changes nothing.
	CompareNames(ctx context.Context, t facts.ItemTable) (facts.ItemNames, error)
}

// Alerts reads what rang and what came of it.
type Alerts interface {
	Alerts(ctx context.Context, q facts.AlertQuery) ([]opinion.AlertFile, error)
	Alert(ctx context.Context, id string) (opinion.AlertFile, error)
}
