package accounts

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// provider is zitadel's OpenID provider with its example's users, on this machine.
func provider(t *testing.T, back string) *httptest.Server {
	t.Helper()
	var handler http.Handler
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(s.Close)
	storage.RegisterClients(storage.WebClient("huiying", "secret", back), storage.WebClient("elsewhere", "secret", back))
	store := storage.NewStorage(storage.NewUserStore(s.URL))
	handler = exampleop.SetupServer(s.URL, store, slog.New(slog.NewTextHandler(io.Discard, nil)),
		false, op.WithCrypto(op.NewAES256GCMCrypto(sha256.Sum256([]byte("test")), "test")))
	return s
}

// browse goes where the provider sends a browser, signs in on its page, and returns the address
// back home.
func browse(t *testing.T, at, back string) url.Values {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	var home *url.URL
	c := http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), back) {
			home = r.URL
			return http.ErrUseLastResponse
		}
		return nil
	}}
	defer c.CloseIdleConnections()
	res, err := c.Get(at)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(res.Body)
	_ = res.Body.Close()
	id := res.Request.URL.Query().Get("authRequestID")
	if id == "" {
		t.Fatalf("the provider shows no sign-in: %s %s", res.Request.URL, body)
	}
	res, err = c.PostForm(res.Request.URL.Scheme+"://"+res.Request.URL.Host+"/login/username",
		url.Values{"id": {id}, "username": {"test-user@" + res.Request.URL.Hostname()},
			"password": {"verysecure"}})
	if err != nil {
		t.Fatal(err)
	}
	body, _ = io.ReadAll(res.Body)
	_ = res.Body.Close()
	if home == nil {
		t.Fatalf("the provider did not send the browser home: %s %s", res.Request.URL, body)
	}
	return home.Query()
}

// Single sign-on works with a provider that others wrote, with PKCE, state and nonce.
func TestSingleSignOnWithARealProvider(t *testing.T) {
	const back = "http://localhost:9999/sign-in/back"
	p := provider(t, back)
	b, _, _, _ := newBook(t)
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	s := NewSingle(Single{Issuer: p.URL, ClientID: "huiying", Secret: "secret", Back: back,
		Client: client, Claims: Claims{Name: "name", Role: "none", Unit: "unit",
			Default: "monitor"}})
	at, kept, err := s.Begin(t.Context(), "/cases")
	if err != nil {
		t.Fatal(err)
	}
	u, _ := url.Parse(at)
	for _, k := range []string{"state", "nonce", "code_challenge"} {
		if u.Query().Get(k) == "" {
			t.Errorf("the question has no %s", k)
		}
	}
	if u.Query().Get("code_challenge_method") != "S256" {
		t.Error("no PKCE")
	}
	home := browse(t, at, back)
	if _, err := s.Finish(t.Context(), kept, "another", home.Get("code")); !errors.Is(err, ErrWrong) {
		t.Errorf("another state: %v", err)
	}
	who, err := s.Finish(t.Context(), kept, home.Get("state"), home.Get("code"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := b.Join(t.Context(), who)
	if err != nil || a.Role != "monitor" || !strings.HasPrefix(a.Single, p.URL+" ") || a.Name == "" {
		t.Errorf("account %+v, %v", a, err)
	}
	if _, err := s.Finish(t.Context(), kept, home.Get("state"), home.Get("code")); err == nil {
		t.Error("a code worked twice")
	}
	for what, spoil := range map[string]func(*Start){"verifier": func(k *Start) { k.Verifier = strings.Repeat("x", 43) }, "nonce": func(k *Start) { k.Nonce = "x" }} {
		at, kept, err := s.Begin(t.Context(), "/")
		if err != nil {
			t.Fatal(err)
		}
		home := browse(t, at, back)
		spoil(&kept)
		if _, err := s.Finish(t.Context(), kept, home.Get("state"), home.Get("code")); err == nil {
			t.Errorf("another %s was taken", what)
		}
	}
	if _, err := b.Disable(t.Context(), a.ID, true); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Join(context.Background(), who); !errors.Is(err, ErrWrong) {
		t.Errorf("a disabled account came in: %v", err)
	}
}

func TestClaimsBecomeAnAccount(t *testing.T) {
	c := Claims{Name: "name", Role: "groups", Unit: "unit", Division: "division",
		Roles: map[string]string{"gov-desk": "monitor", "gov-water": "handler"}}
	for _, x := range []struct {
		claims map[string]any
		role   string
	}{
		{map[string]any{"groups": []any{"staff", "gov-water"}, "unit": "u-water", "name": "样例",
			"preferred_username": "Li.Si@gov.example"}, "handler"},
		{map[string]any{"groups": "gov-desk"}, "monitor"},
		{map[string]any{"groups": []any{"staff", "administrator"}}, ""},
		{map[string]any{}, ""},
	} {
		a, err := c.account("https://id.example", "42", x.claims)
		if (err == nil) != (x.role != "") || a.Role != x.role {
			t.Errorf("%v: %+v, %v", x.claims, a, err)
		}
		if err == nil && a.Check() != nil {
			t.Errorf("%v: %v", x.claims, a.Check())
		}
	}
	a, err := c.account("https://id.example", "43", map[string]any{"groups": "gov-desk", "name": "样例 13800000000",
		"preferred_username": "13800000000"})
	if err != nil || strings.Contains(a.ID+a.Name, "138") {
		t.Errorf("a telephone is kept: %+v, %v", a, err)
	}
	if a, b := idOf("admin", "x 1"), idOf("admin", "x 2"); a == b || a == "admin" {
		t.Error("two people get one account")
	}
}
