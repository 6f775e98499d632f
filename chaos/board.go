package main

import (
	"context"
	"fmt"
	"html"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// board is a site with a feed that grows. Collectors visit it once a minute.
type board struct {
	url    string
	base   string
	ledger *ledger

	mu    sync.Mutex
	items []said
}

// shown is how many items the feed lists: more than come in the longest outage.
const shown = 400

func newBoard(l *ledger) (*board, error) {
	at, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	b := &board{base: "http://" + at.Addr().String(), ledger: l}
	b.url = b.base + "/feed.xml"
	mux := http.NewServeMux()
	mux.HandleFunc("GET /feed.xml", b.feed)
	go func() { _ = http.Serve(at, mux) }() // as long as the process
	return b, nil
}

func (b *board) feed(w http.ResponseWriter, _ *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out strings.Builder
	out.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>留言板</title><link>` + b.base + `</link>`)
	for _, s := range b.items[max(0, len(b.items)-shown):] {
		fmt.Fprintf(&out, "<item><title>%s</title><link>%s/%s</link><guid>%s/%s</guid><description>%s</description></item>",
			html.EscapeString(s.Title), b.base, s.Ref, b.base, s.Ref, html.EscapeString(s.Text))
	}
	out.WriteString("</channel></rss>")
	w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
	_, _ = w.Write([]byte(out.String()))
}

// tell lets somebody write on the board every three seconds.
func (b *board) tell(ctx context.Context, w *world) {
	t := newTeller(w.seed+uint64(time.Since(w.began)), fmt.Sprintf("b%d", time.Since(w.began).Milliseconds()))
	for sleep(ctx, 3*time.Second) {
		s := t.next()
		b.mu.Lock()
		b.items = append(b.items, s)
		b.mu.Unlock()
		b.ledger.onBoard(b.base + "/" + s.Ref)
	}
}
