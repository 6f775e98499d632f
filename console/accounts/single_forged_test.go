package accounts

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// swapped lets a provider's answers through, remembers the id_token in them, and puts another in its
// place where one is given.
type swapped struct {
	http.RoundTripper
	seen, instead string
}

func (s *swapped) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := s.RoundTripper.RoundTrip(r)
	if err != nil || !strings.HasSuffix(r.URL.Path, "/token") {
		return res, err
	}
	body, err := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if err != nil {
		return nil, err
	}
	answer := map[string]any{}
	if json.Unmarshal(body, &answer) == nil {
		s.seen, _ = answer["id_token"].(string)
		if s.instead != "" {
			answer["id_token"] = s.instead
			body, _ = json.Marshal(answer)
		}
	}
	res.Body, res.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	res.Header.Del("Content-Length")
	return res, nil
}

// A token that the provider signed for another service, for another sign-in or long ago lets nobody in,
// nor does one that nobody signed.
func TestTokensThatWereNotMeantForUs(t *testing.T) {
	const back = "http://localhost:9998/sign-in/back"
	p := provider(t, back)
	sign := func(client string, now func() time.Time, instead string) (token string, err error) {
		t.Helper()
		wire := &swapped{RoundTripper: &http.Transport{}, instead: instead}
		c := &http.Client{Transport: wire}
		defer wire.RoundTripper.(*http.Transport).CloseIdleConnections()
		s := NewSingle(Single{Issuer: p.URL, ClientID: client, Secret: "secret", Back: back, Client: c, Now: now,
			Claims: Claims{Default: "monitor"}})
		at, kept, err := s.Begin(t.Context(), "/")
		if err != nil {
			t.Fatal(err)
		}
		home := browse(t, at, back)
		_, err = s.Finish(t.Context(), kept, home.Get("state"), home.Get("code"))
		return wire.seen, err
	}
	elsewhere, err := sign("elsewhere", nil, "")
	if err != nil {
		t.Fatal(err)
	}
	ours, err := sign("huiying", nil, "")
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(ours, ".")
	claims, _, _ := strings.Cut(rest, ".")
	later := func() time.Time { return time.Now().Add(48 * time.Hour) }
	for what, x := range map[string]struct {
		now     func() time.Time
		instead string
		words   string
	}{
		"another audience": {nil, elsewhere, "audience"},
		"another sign-in":  {nil, ours, ""}, // its nonce
		"an old token":     {later, "", "expired"},
		"no signature":     {nil, head + "." + claims + ".", "signature"},
		"algorithm none":   {nil, "eyJhbGciOiJub25lIn0." + claims + ".", ""},
	} {
		if _, err := sign("huiying", x.now, x.instead); err == nil || !strings.Contains(err.Error(), x.words) ||
			x.words == "" && what == "another sign-in" && !errors.Is(err, ErrWrong) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// A group that was taken away takes away what it gave at once at the next sign-in, and ends what is open.
func TestGroupsThatChangeWhileSomebodyIsIn(t *testing.T) {
	b, _, _, _ := newBook(t)
	c := Claims{Role: "groups", Unit: "unit", Roles: map[string]string{"desk": "monitor", "water": "handler"}}
	join := func(claims map[string]any) (Account, error) {
		claims["preferred_username"] = "li"
		who, err := c.account("https://id.example", "42", claims)
		if err != nil {
			return who, err
		}
		return b.Join(t.Context(), who)
	}
	first, err := join(map[string]any{"groups": "desk"})
	if err != nil {
		t.Fatal(err)
	}
	if same, err := join(map[string]any{"groups": "desk"}); err != nil || same.Epoch != first.Epoch {
		t.Errorf("nothing changed: %+v, %v", same, err)
	}
	if moved, err := join(map[string]any{"groups": "water", "unit": "u-water"}); err != nil || moved.Role != "handler" ||
		moved.Epoch == first.Epoch {
		t.Errorf("another group: %+v, %v", moved, err)
	}
	if _, err := join(map[string]any{"groups": "visitors"}); !errors.Is(err, ErrWrong) {
		t.Errorf("no group that counts: %v", err)
	}
}
