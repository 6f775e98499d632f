package accounts

import (
	"context"
	"encoding/binary"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
)

// Limits of a session.
const (
	IdleLimit     = 60 * time.Minute
	AbsoluteLimit = 12 * time.Hour
	seenEvery     = time.Minute // how exactly the idle time is known; each note costs a write
)

// sessionNotes is where scs keeps sessions: under the hash of the token, with the end in front.
type sessionNotes struct {
	notes Bucket
	now   func() time.Time
}

const sessionKey = "k/"

func (s sessionNotes) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	raw, ok, err := s.notes.Get(ctx, sessionKey+token)
	if err != nil || !ok || len(raw) < 8 || s.now().Unix() >= int64(binary.BigEndian.Uint64(raw)) {
		return nil, false, err
	}
	return raw[8:], true, nil
}

func (s sessionNotes) CommitCtx(ctx context.Context, token string, b []byte, expiry time.Time) error {
	return s.notes.Put(ctx, sessionKey+token, append(binary.BigEndian.AppendUint64(nil, uint64(expiry.Unix())), b...))
}

func (s sessionNotes) DeleteCtx(ctx context.Context, token string) error {
	return s.notes.Delete(ctx, sessionKey+token)
}

// scs asks for these too; it uses those above.
func (s sessionNotes) Find(t string) ([]byte, bool, error) { return s.FindCtx(context.Background(), t) }
func (s sessionNotes) Commit(t string, b []byte, e time.Time) error {
	return s.CommitCtx(context.Background(), t, b, e)
}
func (s sessionNotes) Delete(t string) error { return s.DeleteCtx(context.Background(), t) }

// Sessions are who is signed in with a browser, shared by every console process.
type Sessions struct {
	m     *scs.SessionManager
	notes sessionNotes
	now   func() time.Time
}

// NewSessions keeps sessions in a bucket. secure: browsers reach the console by https.
func NewSessions(notes Bucket, secure bool, now func() time.Time) *Sessions {
	s := &Sessions{notes: sessionNotes{notes, now}, now: now}
	cookie := scs.SessionCookie{Name: "session", HttpOnly: true, Path: "/", Secure: secure,
		SameSite: http.SameSiteLaxMode} // single sign-on comes back from another site
	if secure {
		cookie.Name = "__Host-session"
	}
	// Not by scs.New: that begins with a store of its own, which sweeps for as long as the process
	// lives.
	s.m = &scs.SessionManager{Lifetime: AbsoluteLimit, Store: s.notes, Codec: scs.GobCodec{},
		HashTokenInStore: true, Cookie: cookie}
	return s
}

// Session is what is known of one. Half: the password was right, the second factor is asked for.
type Session struct {
	Account string
	Epoch   int
	Half    bool
	Made    time.Time
	Seen    time.Time
	Mine    bool // of the request at hand
	Key     string
}

// Load reads the session of a request into its context. A session that was idle too long is none.
func (s *Sessions) Load(r *http.Request) (context.Context, Session, error) {
	token := ""
	if c, err := r.Cookie(s.m.Cookie.Name); err == nil {
		token = c.Value
	}
	ctx, err := s.m.Load(r.Context(), token)
	if err != nil {
		return r.Context(), Session{}, err
	}
	got := s.read(ctx)
	if got.Account == "" {
		return ctx, Session{}, nil
	}
	if now := s.now(); now.Sub(got.Seen) > IdleLimit || now.Sub(got.Made) > AbsoluteLimit {
		return ctx, Session{}, s.m.Destroy(ctx)
	} else if now.Sub(got.Seen) > seenEvery {
		s.m.Put(ctx, "seen", now.Unix())
		if _, _, err := s.m.Commit(ctx); err != nil {
			return ctx, Session{}, err
		}
	}
	return ctx, got, nil
}

func (s *Sessions) read(ctx context.Context) Session {
	return Session{Account: s.m.GetString(ctx, "account"), Epoch: s.m.GetInt(ctx, "epoch"),
		Half: s.m.GetBool(ctx, "half"),
		Made: time.Unix(s.m.GetInt64(ctx, "made"), 0), Seen: time.Unix(s.m.GetInt64(ctx, "seen"), 0)}
}

// Begin signs an account in under a new token, so that one that somebody planted is worth nothing.
func (s *Sessions) Begin(ctx context.Context, w http.ResponseWriter, a Account, half bool) error {
	if err := s.m.RenewToken(ctx); err != nil {
		return err
	}
	now := s.now().Unix()
	s.m.Put(ctx, "account", a.ID)
	s.m.Put(ctx, "epoch", a.Epoch)
	s.m.Put(ctx, "half", half)
	s.m.Put(ctx, "made", now)
	s.m.Put(ctx, "seen", now)
	return s.save(ctx, w)
}

// Keep puts a short text into the session, for the next request; "" takes it away.
func (s *Sessions) Keep(ctx context.Context, w http.ResponseWriter, key, value string) error {
	s.m.Put(ctx, "x-"+key, value)
	return s.save(ctx, w)
}

// Kept is what Keep has put there.
func (s *Sessions) Kept(ctx context.Context, key string) string { return s.m.GetString(ctx, "x-"+key) }

func (s *Sessions) save(ctx context.Context, w http.ResponseWriter) error {
	token, end, err := s.m.Commit(ctx)
	if err == nil {
		s.m.WriteSessionCookie(ctx, w, token, end)
	}
	return err
}

// End ends the session of a request, here and in the browser.
func (s *Sessions) End(ctx context.Context, w http.ResponseWriter) error {
	err := s.m.Destroy(ctx)
	s.m.WriteSessionCookie(ctx, w, "", time.Time{})
	return err
}

// Of lists the sessions of an account.
func (s *Sessions) Of(ctx context.Context, a Account) ([]Session, error) {
	keys, err := s.notes.notes.Keys(ctx)
	if err != nil {
		return nil, err
	}
	var out []Session
	for _, k := range keys {
		token, ok := strings.CutPrefix(k, sessionKey)
		if !ok {
			continue
		}
		raw, ok, err := s.notes.FindCtx(ctx, token)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		if _, values, err := s.m.Codec.Decode(raw); err == nil && values["account"] == a.ID &&
			values["epoch"] == a.Epoch && values["half"] == false {
			made, _ := values["made"].(int64)
			seen, _ := values["seen"].(int64)
			out = append(out, Session{Account: a.ID, Made: time.Unix(made, 0), Seen: time.Unix(seen, 0), Key: token})
		}
	}
	slices.SortFunc(out, func(x, y Session) int { return y.Seen.Compare(x.Seen) })
	return out, nil
}

// Sweep forgets sessions that have ended by time.
func (s *Sessions) Sweep(ctx context.Context) error {
	keys, err := s.notes.notes.Keys(ctx)
	if err != nil {
		return err
	}
	for _, k := range keys {
		token, ok := strings.CutPrefix(k, sessionKey)
		if !ok {
			continue
		}
		if _, ok, err = s.notes.FindCtx(ctx, token); err == nil && !ok {
			err = s.notes.notes.Delete(ctx, k)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
