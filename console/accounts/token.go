package accounts

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/words"
)

// Scopes are what a token may be for. It never does more than its account may.
var Scopes = []string{"import", "read", "act", "admin"}

// Token lets a program act as an account does.
type Token struct {
	ID      string    `json:"id"`
	Account string    `json:"account"`
	Name    string    `json:"name"`
	Scopes  []string  `json:"scopes"`
	Hash    string    `json:"hash"`
	Made    time.Time `json:"made"`
	Expires time.Time `json:"expires"`
	Used    time.Time `json:"used,omitzero"`
}

// May says whether a token has a scope.
func (t Token) May(scope string) bool { return slices.Contains(t.Scopes, scope) }

// longestToken is how long a token can count.
const longestToken = 366 * 24 * time.Hour

const tokenMark = "hy"

// Issue makes a token and returns it as it is sent: it is shown once and kept nowhere.
func (b *Directory) Issue(ctx context.Context, account, name string, scopes []string,
	expires time.Time) (Token, string, error) {
	now := b.Now()
	t := Token{ID: strings.ToLower(rand.Text()[:12]), Account: account,
		Name: opinion.Typed(name), Scopes: scopes, Made: now.UTC(), Expires: expires.UTC()}
	switch {
	case t.Name == "" || len(t.Name) > 200:
		return t, "", invalid(words.Of("token.needs_name"))
	case len(scopes) == 0 || slices.ContainsFunc(scopes, func(s string) bool { return !slices.Contains(Scopes, s) }):
		return t, "", invalid(words.Of("token.scopes", strings.Join(Scopes, ", ")))
	case !expires.After(now) || expires.Sub(now) > longestToken:
		return t, "", invalid(words.Of("token.too_long"))
	}
	secret := rand.Text()
	t.Hash = hashOf(secret)
	_, err := change(ctx, b.Notes, tokenKey+t.ID, func(x *Token, _ bool) error { *x = t; return nil })
	return t, tokenMark + "_" + t.ID + "_" + secret, err
}

// Use finds the token that was sent, with its account. ErrWrong when it is none that counts.
func (b *Directory) Use(ctx context.Context, sent string) (Token, Account, error) {
	part := strings.Split(sent, "_")
	if len(part) != 3 || part[0] != tokenMark || len(part[1]) > 40 {
		return Token{}, Account{}, ErrWrong
	}
	t, ok, err := load[Token](ctx, b.Notes, tokenKey+part[1])
	if err != nil {
		return t, Account{}, err
	}
	now := b.Now()
	if !ok || subtle.ConstantTimeCompare([]byte(hashOf(part[2])), []byte(t.Hash)) != 1 || !now.Before(t.Expires) {
		return Token{}, Account{}, ErrWrong
	}
	a, ok, err := load[Account](ctx, b.Notes, accountKey+t.Account)
	if err != nil {
		return t, a, err
	}
	if !ok || a.Disabled {
		return Token{}, Account{}, ErrWrong
	}
	if now.Sub(t.Used) > 10*time.Minute { // to the nearest ten minutes: a note for each request would cost a write
		_, err = change(ctx, b.Notes, tokenKey+t.ID, func(x *Token, ok bool) error {
			if !ok {
				return ErrWrong // withdrawn at this moment
			}
			x.Used = now.UTC()
			return nil
		})
	}
	return t, a, err
}

// Tokens lists the tokens of an account, or of all for "".
func (b *Directory) Tokens(ctx context.Context, account string) ([]Token, error) {
	keys, err := b.Notes.Keys(ctx)
	if err != nil {
		return nil, err
	}
	var out []Token
	for _, k := range keys {
		if !strings.HasPrefix(k, tokenKey) {
			continue
		}
		t, ok, err := load[Token](ctx, b.Notes, k)
		if err != nil {
			return nil, err
		}
		if ok && (account == "" || t.Account == account) {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(x, y Token) int { return y.Made.Compare(x.Made) })
	return out, nil
}

// Withdraw ends a token of an account; "" for whoever it belongs to.
func (b *Directory) Withdraw(ctx context.Context, account, id string) error {
	t, ok, err := load[Token](ctx, b.Notes, tokenKey+id)
	if err != nil {
		return err
	}
	if !ok || (account != "" && t.Account != account) {
		return fmt.Errorf("%w: there is no such token", ErrNotFound)
	}
	return b.Notes.Delete(ctx, tokenKey+id)
}
