package access

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"huiying/console/accounts"
	"huiying/opinion"
)

// recorder keeps the office's record of an answer: of a change before the answer leaves, so that
// nothing is done that is not recorded; of a reading in the background.
type recorder struct {
	http.ResponseWriter
	guard *Guard
	r     *http.Request
	entry accounts.Entry
	route string
	must  bool
	told  bool
	mute  bool // the record failed: the answer was replaced
}

func (g *Guard) recorded(w http.ResponseWriter, r *http.Request, who Account, row Right) http.ResponseWriter {
	if row.trace == untold {
		return w
	}
	e := accounts.Entry{Who: who.ID, What: string(row.trace), Object: r.Method + " " + r.URL.Path}
	return &recorder{ResponseWriter: w, guard: g, r: r, entry: e, route: row.Route, must: row.trace == changing}
}

func (c *recorder) WriteHeader(status int) {
	if !c.told && status >= 200 {
		c.told = true
		c.entry.Outcome = strconv.Itoa(status)
		switch {
		case status == http.StatusNotFound, status == http.StatusBadRequest, status == http.StatusForbidden,
			status >= 400 && opinion.TellsPerson(c.r.URL.Path):
			c.entry.Object = c.route // what was asked for is no object of ours, and may be anything somebody typed
		}
		if !c.must {
			c.guard.Accounts.Record.Note(c.r.Context(), c.entry)
		} else if err := c.guard.Keep(c.r.Context(), c.entry); err != nil {
			c.mute = true
			c.ResponseWriter.Header().Del("Location")
			http.Error(c.ResponseWriter,
				"what was done could not be recorded; look whether it holds, then tell the administrator", http.StatusServiceUnavailable)
			return
		}
	}
	if !c.mute {
		c.ResponseWriter.WriteHeader(status)
	}
}

func (c *recorder) Write(b []byte) (int, error) {
	if !c.told {
		c.WriteHeader(http.StatusOK)
	}
	if c.mute {
		return len(b), nil
	}
	return c.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (c *recorder) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// Keep returns when an entry is on disk, also when the reader has gone away.
func (g *Guard) Keep(ctx context.Context, e accounts.Entry) error {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
	defer stop()
	err := g.Accounts.Record.Must(ctx, e)
	if err != nil {
		g.Failed("record", err)
	}
	return err
}

// limits hold back who asks too often. They are of this process: they guard its work, while the
// gate before passwords is shared.
type limits struct {
	mu sync.Mutex
	by map[string]*rate.Limiter
}

const limitsMost = 20_000 // kept; then all begin anew

// The paces: of a program or browser at the API, of files, and of an address before the door.
var paces = map[string]struct {
	each  time.Duration
	burst int
}{
	"api":    {20 * time.Millisecond, 200},
	"export": {6 * time.Second, 20},
	"door":   {time.Second, 30},
}

func (g *Guard) allow(who signed, row Right) bool {
	switch {
	case who.account.Role == Keeper:
		return true
	case row.trace == taking:
		return g.Pace("export", who.account.ID)
	case row.Token != "":
		return g.Pace("api", who.account.ID)
	}
	return true
}

// Pace says whether a key may ask once more, at the pace of a kind: api, export or door.
func (g *Guard) Pace(kind, key string) bool { return g.limits.pace(kind, key, g.Now()) }

func (l *limits) pace(kind, key string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.by) > limitsMost || l.by == nil {
		l.by = map[string]*rate.Limiter{}
	}
	key = kind + " " + key
	if l.by[key] == nil {
		p := paces[kind]
		l.by[key] = rate.NewLimiter(rate.Every(p.each), p.burst)
	}
	return l.by[key].AllowN(now, 1)
}
