package access

import (
	"context"
	"slices"

	"huiying/opinion"
)

type scopeKey struct{}

func WithScope(ctx context.Context, s *opinion.Scope) context.Context {
	return context.WithValue(ctx, scopeKey{}, s)
}

// ScopeOf is how far the account of a request sees; nil is everything.
func ScopeOf(ctx context.Context) *opinion.Scope {
	s, _ := ctx.Value(scopeKey{}).(*opinion.Scope)
	return s
}

// scopeOf works out how far an account sees with a right.
func (g *Guard) scopeOf(ctx context.Context, me Account, how Reach) *opinion.Scope {
	if how == All || (me.Unit == "" && me.Division == "" && me.Role != Handler && me.Role != Head) {
		return nil
	}
	if me.Unit == "" && me.Division != "" && me.Division == g.Accounts.Region {
		return nil
	}
	if me.Unit == "" {
		return &opinion.Scope{Division: me.Division}
	}
	units, err := g.Units.Units(ctx)
	if err != nil {
		g.Failed("units", err)
	}
	return &opinion.Scope{Units: below(units, me.Unit)}
}

// below are a unit and every unit whose superiors lead to it.
func below(all []opinion.Unit, top string) []string {
	under := map[string][]string{}
	for _, u := range all {
		under[u.Superior] = append(under[u.Superior], u.ID)
	}
	out := []string{top}
	for i := 0; i < len(out); i++ {
		for _, id := range under[out[i]] {
			if !slices.Contains(out, id) { // superiors in a ring are refused by check; here they only must end
				out = append(out, id)
			}
		}
	}
	return out
}
