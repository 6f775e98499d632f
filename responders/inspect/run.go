package inspect

import (
	"context"
	"net/url"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"huiying/opinion"
)

// Run is one inspection of items.
type Run struct {
	Get    func(ctx context.Context, address string) Fetched // as everybody may ask: pace and robots are its own
	Limits Limits
	Works  func(time.Time) bool
	// Linked are the items before the public that one is linked with, whichever names the other.
	Linked func(ctx context.Context, i opinion.Item) ([]opinion.Item, error)
	// Prove keeps what was seen; its error ends the run.
	Prove func(ctx context.Context, id string, p opinion.ItemProof) error
	Done  func(n int) // items were looked at; may be nil
}

// atOnce is how many items are looked at at the same time; one host is asked by its own pace.
const atOnce = 8

// Of looks at items that stand before the public at an address, each with the links of its page where the
// kind wants that. Findings are in the order of the items.
func (r Run) Of(ctx context.Context, items []opinion.Item) (opinion.ItemReport, error) {
	out := opinion.ItemReport{Away: []opinion.ItemAway{}, Mended: []opinion.ItemMended{}, Findings: []opinion.ItemFinding{}}
	type seen struct {
		found  []opinion.ItemFinding
		away   *opinion.ItemAway
		mended []opinion.ItemMended
		looked bool
	}
	all := make([]seen, len(items))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	var mu sync.Mutex
	for at, item := range items {
		if len(item.Shown.Addresses) == 0 {
			continue
		}
		out.Items++
		g.Go(func() error {
			s := &all[at]
			found, proof, why, err := r.look(ctx, item)
			if err != nil {
				return err
			}
			if s.looked = why == ""; !s.looked {
				s.away = &opinion.ItemAway{Item: item.ID, Name: item.Shown.Name, Unit: item.Unit,
					Address: item.Shown.Addresses[0], Why: why}
			} else {
				s.found, s.mended = found, mended(item, proof)
				if err := r.Prove(ctx, item.ID, proof); err != nil {
					return err
				}
			}
			if r.Done != nil {
				mu.Lock()
				defer mu.Unlock()
				r.Done(1)
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return out, err
	}
	for _, s := range all {
		out.Findings, out.Mended = append(out.Findings, s.found...), append(out.Mended, s.mended...)
		if s.looked {
			out.Looked++
		}
		if s.away != nil {
			out.Away = append(out.Away, *s.away)
		}
	}
	return out, nil
}

// look reads the first address of an item and judges it; why is the reason where nothing can be said.
func (r Run) look(ctx context.Context, item opinion.Item) (found []opinion.ItemFinding, proof opinion.ItemProof, why string, err error) {
	s := Subject{Item: item, Links: map[string]Fetched{}}
	if s.Linked, err = r.Linked(ctx, item); err != nil {
		return nil, proof, "", err
	}
	s.Page = ReadPage(r.Get(ctx, item.Shown.Addresses[0]))
	if err := ctx.Err(); err != nil {
		return nil, proof, "", err
	}
	for _, check := range item.Kind.Checks() {
		if check == opinion.CheckLinks {
			r.tryLinks(ctx, &s)
		}
	}
	found, proof, ok := Judge(s, r.Limits, r.Works)
	if !ok {
		why = firstOf(s.Page.Code, s.Page.State)
	}
	return found, proof, why, ctx.Err()
}

// tryLinks asks for some of what the page leads to, as it stands in its text.
func (r Run) tryLinks(ctx context.Context, s *Subject) {
	for _, l := range s.Page.Links {
		if len(s.Links) >= r.Limits.Links || ctx.Err() != nil {
			return
		}
		u, err := url.Parse(l.URL)
		if _, tried := s.Links[l.URL]; tried || l.Frame || err != nil || u.Scheme != "http" && u.Scheme != "https" {
			continue
		}
		f := r.Get(ctx, l.URL)
		f.Body = ""
		s.Links[l.URL] = f
	}
}

// mended are the checks that failed at the last look and do not now.
func mended(item opinion.Item, now opinion.ItemProof) (out []opinion.ItemMended) {
	failed := map[opinion.ItemCheck]bool{}
	for _, c := range now.Failed {
		failed[c] = true
	}
	for _, c := range item.Proof.Failed {
		if !failed[c] {
			out = append(out, opinion.ItemMended{Item: item.ID, Name: item.Shown.Name, Unit: item.Unit, Check: c})
		}
	}
	return out
}
