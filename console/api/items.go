package api

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huiying/console/access"
	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/words"
)

// itemsIn narrows the list of duties to publish.
type itemsIn struct {
	asked
	Unit      string `query:"unit" maxLength:"64"`
	Field     string `query:"field" maxLength:"64"`
	Division  string `query:"division" maxLength:"16" doc:"with everything below it"`
	Kind      string `query:"kind" enum:"catalogue,information,policy,interpretation,consultation,guide,column,account,village"`
	State     string `query:"state" enum:"draft,submitted,reviewed,approved,published,concluded,on_request,withheld,withdrawn,waiting"`
	DueBefore string `query:"due_before" doc:"a moment or a day"`
	Late      bool   `query:"late"`
	Fault     bool   `query:"fault" doc:"the last look at the page failed in something"`
	Q         string `query:"q" maxLength:"200"`
	From      int    `query:"from" minimum:"0" maximum:"1000000"`
	Size      int    `query:"size" minimum:"1" maximum:"1000" default:"100"`
	Name      string `query:"name" maxLength:"64" doc:"of a table: its end says whether it is a workbook (.xlsx) or text (.csv)"`
}

// query is the question as the register answers it.
func (a *Room) query(in *itemsIn) (q facts.ItemQuery, err error) {
	q = facts.ItemQuery{Unit: in.Unit, Field: in.Field, Division: in.Division, Kind: opinion.ItemKind(in.Kind),
		Late: in.Late, Fault: in.Fault, From: in.From, Size: in.Size, Words: ask.WordsOf(in.Q, a.Cut)}
	for _, s := range opinion.ItemStates {
		if in.State == "waiting" && s.Next() != "" || string(s) == in.State {
			q.States = append(q.States, s)
		}
	}
	q.Due, err = ask.MomentOf("due_before", in.DueBefore, false, in.lang)
	return q, err
}

// asking is an operation on the list.
func asking[T any](a *Room, do func(context.Context, facts.ItemQuery, *itemsIn) (T, error)) func(context.Context,
	*itemsIn) (*answer[T], error) {
	return func(ctx context.Context, in *itemsIn) (*answer[T], error) {
		if a.Items == nil {
			return nil, a.away(&in.asked, "no_items", "away.items")
		}
		q, err := a.query(in)
		if err != nil {
			return nil, a.fail(&in.asked, err)
		}
		out, err := do(ctx, q, in)
		return answered(a, &in.asked, out, err)
	}
}

// itemsAPI is the register of duties to publish.
func (a *Room) itemsAPI(api huma.API) {
	operation(api, http.MethodGet, "/api/v1/items", "list-items", "Duties to publish, as a catalogue lists them; what is due first "+
		"where due_before or late is asked", asking(a, func(ctx context.Context, q facts.ItemQuery, _ *itemsIn) (facts.ItemList, error) {
		return a.Items.Items(ctx, q)
	}), 400, 422)
	operation(api, http.MethodGet, "/api/v1/items/counts", "count-items", "Duties to publish by state, by kind, and by field and unit",
		asking(a, func(ctx context.Context, q facts.ItemQuery, _ *itemsIn) (facts.ItemCounts, error) {
			return a.Items.CountItems(ctx, q)
		}), 400, 422)
	operation(api, http.MethodGet, "/api/v1/items/asked", "asked-items", "Duties to publish that the questions of the last 30 days ask for, "+
		"the most asked first", asking(a, func(ctx context.Context, _ facts.ItemQuery, _ *itemsIn) (facts.ItemsAsked, error) {
		return a.Items.AskedItems(ctx)
	}), 400, 422)
	operation(api, http.MethodGet, "/open/items.json", "open-items", "What is published, for everyone; which are late is said",
		asking(a, func(ctx context.Context, q facts.ItemQuery, _ *itemsIn) (ask.OpenItems, error) {
			return ask.OpenItemsOf(ctx, a.Items, q, time.Now())
		}), 400, 422)
	operation(api, http.MethodGet, "/api/v1/items/{id}", "get-item", "One duty to publish with its history",
		func(ctx context.Context, in *byID) (*answer[facts.ItemFile], error) {
			if a.Items == nil {
				return nil, a.away(&in.asked, "no_items", "away.items")
			}
			f, err := a.Items.Item(ctx, in.ID)
			return answered(a, &in.asked, f, err)
		}, 404)
	a.itemMoves(api)
	a.itemTables(api)
	itemInspection(a, api)
}

// itemBody documents the body of a move.
type itemBody struct {
	By        string                `json:"by,omitempty" doc:"a role or \"unit:<id>\""`
	Reason    string                `json:"reason,omitempty"`
	Attribute opinion.ItemAttribute `json:"attribute,omitempty" enum:"active,request,withheld"`
	Secrecy   bool                  `json:"secrecy,omitempty" doc:"the secrecy review was done"`
	Facts     *opinion.ItemFacts    `json:"facts,omitempty" doc:"add, change"`
	Addresses []string              `json:"addresses,omitempty" doc:"publish"`
	Result    string                `json:"result,omitempty" doc:"conclude: where the outcome is published"`
	Happened  time.Time             `json:"happened,omitzero" doc:"renew: when it was made or changed; update: when the page was"`
}

type itemMoveIn struct {
	asked
	ID   string `path:"id" maxLength:"64"`
	Move string `path:"move" maxLength:"16"`
	raw
}

type itemAddIn struct {
	asked
	raw
}

func (a *Room) itemMoves(api huma.API) {
	const add, move = "/api/v1/items", "/api/v1/items/{id}/{move}"
	operation(api, http.MethodPost, add, "add-item", "Enter a duty to publish",
		func(ctx context.Context, in *itemAddIn) (*answer[opinion.Item], error) {
			i, err := a.actOnItem(ctx, in.lang, "", opinion.ItemAdd, in.raw)
			return answered(a, &in.asked, i, err)
		}, 400, 422)
	bodyOf(api, add, reflect.TypeFor[itemBody](), false)
	operation(api, http.MethodPost, move, "move-item", "Make a move: change, submit, pass, return, publish, renew, update, conclude, look, withdraw",
		func(ctx context.Context, in *itemMoveIn) (*answer[opinion.Item], error) {
			i, err := a.actOnItem(ctx, in.lang, in.ID, opinion.ItemMove(in.Move), in.raw)
			return answered(a, &in.asked, i, err)
		}, 400, 404, 409, 422)
	bodyOf(api, move, reflect.TypeFor[itemBody](), false)
}

func (a *Room) actOnItem(ctx context.Context, lang, id string, move opinion.ItemMove, body raw) (opinion.Item, error) {
	if a.Items == nil {
		return opinion.Item{}, kit.Away("no_items", words.Say(lang, "away.items"))
	}
	what, err := said(ctx, lang, body, func(b *itemBody) *string { return &b.By })
	if err != nil {
		return opinion.Item{}, err
	}
	act := ask.ItemActOf(ctx, move)
	act.By, act.Reason, act.Attribute, act.Secrecy = what.By, what.Reason, what.Attribute, what.Secrecy
	act.Addresses, act.Result, act.Happened = what.Addresses, what.Result, what.Happened
	if what.Facts != nil {
		act.Facts = *what.Facts
	}
	return a.Items.ActOnItem(ctx, id, act)
}

// itemInspection has pages looked at, and guides read.
func itemInspection(a *Room, api huma.API) {
	ofItems(a, api, "/api/v1/items/inspect", "inspect-items", "Look at the pages of items: what is wrong, by which rule, what is mended",
		func(ctx context.Context, ids []string) (opinion.ItemReport, error) {
			return a.Items.InspectItems(ctx, ids)
		})
	ofItems(a, api, "/api/v1/items/guides", "read-guides", "Read what the published pages of service guides say now, redacted; nothing of it is kept",
		func(ctx context.Context, ids []string) ([]facts.Guide, error) { return a.Items.Guides(ctx, ids) })
}

// ofItems answers what is asked about some items.
func ofItems[T any](a *Room, api huma.API, path, id, what string, do func(context.Context, []string) (T, error)) {
	type which struct {
		Items []string `json:"items" doc:"ids of items, twenty at most"`
	}
	operation(api, http.MethodPost, path, id, what, func(ctx context.Context, in *itemAddIn) (*answer[T], error) {
		if a.Items == nil {
			return nil, a.away(&in.asked, "no_items", "away.items")
		}
		var w which
		if err := json.Unmarshal(in.RawBody, &w); err != nil {
			return nil, a.fail(&in.asked, kit.BadInput("bad_json", words.Say(in.lang, "error.bad_json")))
		}
		out, err := do(ctx, w.Items)
		return answered(a, &in.asked, out, err)
	}, 400, 404, 422)
	bodyOf(api, path, reflect.TypeFor[which](), false)
}

// ofTable answers what is asked with a table of items.
func ofTable[T any](a *Room, api huma.API, path, id, what string, do func(context.Context, facts.ItemTable) (T, error)) {
	op := huma.Operation{OperationID: id, Method: http.MethodPost, Path: path, Summary: what,
		MaxBodyBytes: access.BulkBytes, BodyReadTimeout: access.UploadTime, SkipValidateBody: true,
		Errors: []int{400, 413, 422, 503}}
	huma.Register(api, op, func(ctx context.Context, in *itemAddIn) (*answer[T], error) {
		if a.Items == nil {
			return nil, a.away(&in.asked, "no_items", "away.items")
		}
		var t facts.ItemTable
		if err := json.Unmarshal(in.RawBody, &t); err != nil {
			return nil, a.fail(&in.asked, kit.BadInput("bad_json", words.Say(in.lang, "error.bad_json")))
		}
		act := ask.ItemActOf(ctx, opinion.ItemAdd)
		if t.Who, t.By = act.Who, act.By; t.Lang == "" {
			t.Lang = in.lang
		}
		out, err := do(ctx, t)
		return answered(a, &in.asked, out, err)
	})
	bodyOf(api, op.Path, reflect.TypeFor[facts.ItemTable](), false)
}

// itemTables brings tables in and out.
func (a *Room) itemTables(api huma.API) {
	ofTable(a, api, "/api/v1/items/import", "import-items", "Take a table of items: all of it, or nothing where anything of it is not understood",
		func(ctx context.Context, t facts.ItemTable) (facts.ItemImport, error) {
			return a.Items.ImportItems(ctx, t)
		})
	ofTable(a, api, "/api/v1/items/names", "compare-names", "Compare the names of service guides with the service network's list; nothing is changed",
		func(ctx context.Context, t facts.ItemTable) (facts.ItemNames, error) {
			return a.Items.CompareNames(ctx, t)
		})
	const table = "/api/v1/items/table"
	huma.Register(api, huma.Operation{OperationID: "export-items", Method: http.MethodGet, Path: table,
		Summary: "The official table of items, by the end of name: .xlsx or .csv", Errors: []int{400, 404, 422, 503}}, a.itemTable)
	answersFile(api, table, "the file", "application/octet-stream", &huma.Schema{Type: "string", Format: "binary"})
}

func (a *Room) itemTable(ctx context.Context, in *itemsIn) (*huma.StreamResponse, error) {
	if a.Items == nil {
		return nil, a.away(&in.asked, "no_items", "away.items")
	}
	q, err := a.query(in)
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	file, err := a.Items.ExportItems(ctx, in.Name, q)
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", "application/octet-stream")
		c.SetHeader("Cache-Control", "no-store")
		_, _ = c.BodyWriter().Write(file) // the reader has gone away; nobody is left to tell
	}}, nil
}
