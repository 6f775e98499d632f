package ask

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"huiying/console/kit"
	"huiying/index"
	"huiying/opinion"
	"huiying/words"
)

// FindQuery reads the question from an address; pages and the API ask alike.
func FindQuery(q url.Values, lang string) (index.Query, error) {
	out := index.Query{
		Text: opinion.Clip(strings.TrimSpace(q.Get("q")), 400), Topic: q.Get("topic"), Division: q.Get("division"),
		Severity: q.Get("severity"), Demand: q.Get("demand"), Issue: q.Get("issue"), Source: q.Get("source"),
		Unit: q.Get("unit"), Cursor: q.Get("cursor"), Unsure: q.Get("unsure") == "true",
		Corrected: q.Get("corrected") == "true",
	}
	var err error
	if out.Size, err = SizeOf(q.Get("size"), 20, lang); err != nil {
		return out, err
	}
	if out.From, err = MomentOf("from", q.Get("from"), false, lang); err != nil {
		return out, err
	}
	if out.To, err = MomentOf("to", q.Get("to"), true, lang); err != nil {
		return out, err
	}
	if out.Severity != "" && opinion.Severity(out.Severity).Rank() == 0 {
		return out, kit.BadInput("bad_severity", words.Say(lang, "error.bad_severity"))
	}
	// Facets cost by the hit, so a question that narrows nothing gets none.
	bare := index.Query{From: out.From, To: out.To, Size: out.Size, Cursor: out.Cursor}
	out.Facets = out != bare || !out.From.IsZero()
	return out, nil
}

// Find asks the index; a cursor that is not its own is the reader's fault.
func Find(ctx context.Context, in Searcher, q index.Query, lang string) (index.Page, error) {
	p, err := in.Search(ctx, q)
	if errors.Is(err, index.ErrCursor) {
		err = &kit.Error{Kind: kit.Invalid, Code: "bad_cursor", Words: words.Say(lang, "error.bad_cursor"), Err: err}
	}
	return p, err
}
