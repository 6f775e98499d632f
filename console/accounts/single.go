package accounts

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"huiying/opinion"
)

// Single (单点登录) signs people in who another service knows (OpenID Connect). Their role and unit
// come from claims, each time anew.
type Single struct {
	Issuer, ClientID, Secret string
	Back                     string   // address that the service sends people back to
	Scopes                   []string // beside openid
	Label                    string   // of the button
	Claims                   Claims
	Client                   *http.Client     // nil: the usual one
	Now                      func() time.Time // nil: the clock

	found chan *oidc.Provider // holds the provider once it was reached
}

// Claims say how claims become an account.
type Claims struct {
	Name     string            // claim with the name to show
	Role     string            // claim with one role or several groups
	Unit     string            // claim with the id of the unit
	Division string            // claim with the code of the division
	Roles    map[string]string // group of the service -> role here; the first of the account's that stands here counts
	Default  string            // role for who has none of them; "" lets nobody else in
}

// Start is what a browser has to bring back.
type Start struct {
	State    string `json:"state"`
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
	Next     string `json:"next,omitempty"`
}

// NewSingle prepares single sign-on; the service is asked when it is first needed.
func NewSingle(s Single) *Single {
	s.found = make(chan *oidc.Provider, 1)
	s.found <- nil
	if s.Client == nil {
		s.Client = &http.Client{Timeout: 10 * time.Second}
	}
	return &s
}

// provider asks the service about itself, once.
func (s *Single) provider(ctx context.Context) (*oidc.Provider, error) {
	var p *oidc.Provider
	select {
	case p = <-s.found:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { s.found <- p }()
	if p != nil {
		return p, nil
	}
	var err error
	// keys are fetched later with the same context, which must not end with this request
	p, err = oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), s.Client), s.Issuer)
	if err != nil {
		return nil, fmt.Errorf("single sign-on: %s does not answer as it should: %w", s.Issuer, err)
	}
	return p, nil
}

func (s *Single) config(p *oidc.Provider) oauth2.Config {
	return oauth2.Config{ClientID: s.ClientID, ClientSecret: s.Secret, Endpoint: p.Endpoint(), RedirectURL: s.Back,
		Scopes: append([]string{oidc.ScopeOpenID, "profile"}, s.Scopes...)}
}

// Begin says where to send the browser and what to keep for its way back.
func (s *Single) Begin(ctx context.Context, next string) (address string, kept Start, err error) {
	p, err := s.provider(ctx)
	if err != nil {
		return "", kept, err
	}
	kept = Start{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Next: next}
	c := s.config(p)
	return c.AuthCodeURL(kept.State, oidc.Nonce(kept.Nonce), oauth2.S256ChallengeOption(kept.Verifier)), kept, nil
}

// Finish takes the code that the browser brought and says who it is.
func (s *Single) Finish(ctx context.Context, kept Start, state, code string) (Account, error) {
	if kept.State == "" || state != kept.State || code == "" {
		return Account{}, ErrWrong
	}
	p, err := s.provider(ctx)
	if err != nil {
		return Account{}, err
	}
	ctx = oidc.ClientContext(ctx, s.Client)
	c := s.config(p)
	token, err := c.Exchange(ctx, code, oauth2.VerifierOption(kept.Verifier))
	if err != nil {
		return Account{}, fmt.Errorf("single sign-on: the code was not taken: %w", err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return Account{}, errors.New("single sign-on: the service gave no id_token")
	}
	id, err := p.Verifier(&oidc.Config{ClientID: s.ClientID, Now: s.Now}).Verify(ctx, raw)
	if err != nil {
		return Account{}, fmt.Errorf("single sign-on: %w", err)
	}
	if id.Nonce != kept.Nonce {
		return Account{}, ErrWrong
	}
	claims := map[string]any{}
	if err := id.Claims(&claims); err != nil {
		return Account{}, fmt.Errorf("single sign-on: %w", err)
	}
	if info, err := p.UserInfo(ctx, oauth2.StaticTokenSource(token)); err == nil && info.Subject == id.Subject {
		more := map[string]any{}
		if info.Claims(&more) == nil {
			for k, v := range more {
				if _, have := claims[k]; !have { // what is signed counts more
					claims[k] = v
				}
			}
		}
	}
	return s.Claims.account(id.Issuer, id.Subject, claims)
}

// account makes an account of claims. ErrWrong when they give no role.
func (c Claims) account(issuer, subject string, claims map[string]any) (Account, error) {
	a := Account{Single: issuer + " " + subject, Unit: text(claims[c.Unit]), Division: text(claims[c.Division])}
	a.Name = text(claims[c.Name])
	for _, key := range []string{"name", "preferred_username"} {
		if a.Name == "" {
			a.Name = text(claims[key])
		}
	}
	groups := texts(claims[c.Role])
	for _, g := range groups {
		role := c.Roles[g]
		if role == "" && len(c.Roles) == 0 && slices.Contains(Roles, g) {
			role = g
		}
		if role != "" {
			a.Role = role
			break
		}
	}
	if a.Role == "" {
		a.Role = c.Default
	}
	if a.Role == "" {
		return a, fmt.Errorf("%w: none of its groups has a role here", ErrWrong)
	}
	a.Name = opinion.OfficerName(a.Name)
	a.ID = idOf(text(claims["preferred_username"]), a.Single)
	if a.Name == "" {
		a.Name = a.ID
	}
	return a, nil
}

var notID = regexp.MustCompile(`[^a-z0-9._-]+`)

// idOf keeps a name readable and lets nobody take another's account: the hash of who it is stands
// behind it.
func idOf(name, single string) string {
	name, _, _ = strings.Cut(name, "@")
	name = strings.Trim(notID.ReplaceAllString(strings.ToLower(name), "-"), ".-_")
	if name == "" || opinion.TellsPerson(name) { // a telephone, say
		name = "sso"
	}
	return name[:min(len(name), 40)] + "-" + hashOf(single)[:8]
}

func text(x any) string {
	s, _ := x.(string)
	if n, ok := x.(json.Number); ok {
		s = n.String()
	}
	return strings.TrimSpace(s)
}

func texts(x any) []string {
	if s := text(x); s != "" {
		return []string{s}
	}
	list, _ := x.([]any)
	var out []string
	for _, y := range list {
		if s := text(y); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Join finds the account of somebody who came by single sign-on, or makes it. What the claims say
// replaces what was known; one that was disabled here stays so.
func (b *Directory) Join(ctx context.Context, who Account) (Account, error) {
	if err := b.check(who); err != nil {
		return who, err
	}
	now := b.Now().UTC()
	_, err := change(ctx, b.Notes, accountKey+who.ID, func(a *Account, ok bool) error {
		if ok && a.Single != who.Single {
			return fmt.Errorf("%w: %s", ErrTaken, who.ID)
		}
		if !ok {
			*a = who
			a.Made = now
		}
		if a.Role != who.Role || a.Unit != who.Unit || a.Division != who.Division {
			a.Epoch++
		}
		a.Name, a.Role, a.Unit, a.Division, a.LastIn = who.Name, who.Role, who.Unit, who.Division, now
		return nil
	})
	if err != nil {
		return who, err
	}
	a, err := b.Get(ctx, who.ID)
	if err == nil && a.Disabled {
		err = ErrWrong
	}
	return a, err
}
