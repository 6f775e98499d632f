package triage

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"huiying/console/access"
	"huiying/console/kit"
	"huiying/words"
)

// EventsAt is the one address whose answer does not end: guard gives it no time limit.
const EventsAt = "/desk/events"

// heartbeat is how often a silent line is shown to be alive, for proxies and for the browser.
const heartbeat = 20 * time.Second

// Events is the desk's line of server-sent events. It ends with the reader, with the hub, and with
// a reader that cannot follow; a browser then comes back by itself and says what it saw last.
func (a *Room) Events(w http.ResponseWriter, r *http.Request) {
	if a.Hub == nil {
		a.ErrorPage(w, r, a.See(w, r), kit.Away("no_desk", words.Say(kit.LangOf(nil, r), "away.desk")))
		return
	}
	line := http.NewResponseController(w)
	_ = line.SetReadDeadline(time.Time{}) // the server's own limits are for requests that end
	_ = line.SetWriteDeadline(time.Time{})
	// Where the reader is: what it heard last, else what was the latest when its page was drawn.
	last, _ := strconv.ParseUint(cmp.Or(r.Header.Get("Last-Event-ID"), r.URL.Query().Get("since")), 10, 64)
	now := a.Hub.now() // before it listens, so that nothing falls between
	news, missed, whole, stop := a.Hub.listen(access.AccountOf(r.Context()).ID, last)
	if stop == nil { // a browser does not come back after an answer like this
		a.Refuse(w, r, http.StatusTooManyRequests, "too_often")
		return
	}
	defer stop()
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	_, _ = fmt.Fprintf(w, "retry: 3000\nid: %d\n\n", now)
	if !whole {
		_, _ = fmt.Fprint(w, "event: lost\ndata: {}\n\n")
	}
	for _, x := range missed {
		tellOne(w, x)
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		if err := line.Flush(); err != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case x, open := <-news:
			if !open {
				return
			}
			tellOne(w, x)
		case <-beat.C:
			_, _ = fmt.Fprint(w, ": still here\n\n")
		}
	}
}

// tellOne writes one piece of news; whether the reader is still there, the next Flush says.
func tellOne(w http.ResponseWriter, x newsItem) {
	data, err := json.Marshal(x.News)
	if err != nil { // strings always marshal
		return
	}
	_, _ = fmt.Fprintf(w, "id: %d\ndata: %s\n\n", x.n, data)
}
