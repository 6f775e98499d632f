package items

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"huiying/console/kit"
	"huiying/fetch"
	"huiying/opinion"
	"huiying/responders/inspect"
)

// MostInspected is how many items one question may have looked at: each waits for its site.
const MostInspected = 20

// longestLook bounds the wait for one page, the pace of its site apart.
const longestLook = 60 * time.Second

// InspectItems looks at the pages of items that stand before the public, keeps what was seen, and says what
// is wrong.
func (d Desk) InspectItems(ctx context.Context, ids []string) (opinion.ItemReport, error) {
	if len(ids) > MostInspected {
		return opinion.ItemReport{}, &kit.Error{Kind: kit.Invalid, Code: "too_many_items"}
	}
	items, err := d.Book.published(ctx, ids)
	if err != nil {
		return opinion.ItemReport{}, err
	}
	run := inspect.Run{Get: d.page, Limits: inspect.Usual(), Works: d.Rules.Works, Linked: d.Book.beside,
		Prove: func(ctx context.Context, id string, p opinion.ItemProof) error {
			_, err := d.ProveItem(ctx, id, p)
			return err
		}}
	return run.Of(ctx, items)
}

// page asks for an address through the one way out.
func (d Desk) page(ctx context.Context, address string) inspect.Fetched {
	ctx, stop := context.WithTimeout(ctx, longestLook)
	defer stop()
	res, err := d.Fetch.Get(ctx, fetch.Request{URL: address})
	f := inspect.Fetched{Address: address, Final: res.URL, Status: res.Status, Code: fetch.Code(err), Body: res.Text, At: d.Now()}
	if err == nil {
		sum := sha256.Sum256(res.Body)
		f.Hash = hex.EncodeToString(sum[:])
	}
	return f
}
