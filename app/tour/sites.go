package tour

import (
	"bytes"
	"context"
	"embed"
	"encoding/xml"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
)

//go:embed pages/*.html
var pages embed.FS

// Sites serves the sample world on one loopback address:
//
//	/board/       a message board in GB18030 that declares nothing in its header
//	/news/        a news list in UTF-8; every seventh answer is a 503, as in life
//	/feed.xml     an RSS feed
//	/replies/ID   answers that the sample units publish
//	/robots.txt   open, but for /private/
type Sites struct {
	Addr string // host:port

	start time.Time
	every time.Duration
	made  time.Time
	first sync.Once
	late  time.Duration // from then to the first visit
	now   func() time.Time
	said  []Said
	tmpl  *template.Template
	hits  atomic.Uint64

	mu      sync.RWMutex
	replies map[string]string

	server *http.Server
}

// Total is how many texts the tour tells before it is told out.
const Total = 600

// Start serves the sites on a free loopback port until ctx ends. A new text appears every
// interval; some are already there, so that the first visit finds something.
func Start(ctx context.Context, now func() time.Time, every time.Duration, already int) (*Sites, error) {
	tmpl, err := template.ParseFS(pages, "pages/*.html")
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("the sample sites need a free loopback port: %w", err)
	}
	s := &Sites{Addr: l.Addr().String(), every: every, now: now, made: now(), tmpl: tmpl, replies: map[string]string{}}
	s.start = now().In(time.FixedZone("CST", 8*3600)).Add(-time.Duration(already) * every).Truncate(time.Second)
	s.said = among(Stream(1, s.start, every, Total))
	mux := http.NewServeMux()
	mux.HandleFunc("GET /robots.txt", s.robots)
	mux.HandleFunc("GET /board/{$}", s.list("board", "board.html", true))
	mux.HandleFunc("GET /board/{n}", s.item("board", "letter.html", true))
	mux.HandleFunc("GET /news/{$}", s.list("news", "news.html", false))
	mux.HandleFunc("GET /news/{n}", s.item("news", "article.html", false))
	mux.HandleFunc("GET /feed.xml", s.feed)
	mux.HandleFunc("GET /replies/{id}", s.reply)
	s.server = &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = s.server.Serve(l) }()
	context.AfterFunc(ctx, func() { _ = s.server.Close() })
	return s, nil
}

// time is that of the sites. It stands still until the first visit: lists show the newest texts
// only, and a process that starts slowly would miss what waits for a person among the first.
func (s *Sites) time() time.Time {
	s.first.Do(func() { s.late = s.now().Sub(s.made) })
	return s.now().Add(-s.late)
}

// column says where a text appears: the board has most, as in life.
func column(n int) string {
	switch n % 5 {
	case 0:
		return "news"
	case 1:
		return "feed"
	}
	return "board"
}

// visible lists the newest texts of a column, newest first.
func (s *Sites) visible(col string, most int) []Said {
	var out []Said
	now := s.time()
	for i := len(s.said) - 1; i >= 0 && len(out) < most; i-- {
		if x := s.said[i]; !x.At.After(now) && column(x.N) == col {
			out = append(out, x)
		}
	}
	return out
}

// Publish puts an answer of a sample unit on the web and returns its address.
func (s *Sites) Publish(id, answer string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.replies[id] = answer
	return "http://" + s.Addr + "/replies/" + id
}

func (s *Sites) robots(w http.ResponseWriter, _ *http.Request) {
	_, _ = w.Write([]byte("User-agent: *\nDisallow: /private/\n"))
}

func (s *Sites) list(col, page string, gb bool) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if col == "news" && s.hits.Add(1)%7 == 0 {
			http.Error(w, "busy", http.StatusServiceUnavailable)
			return
		}
		s.render(w, page, gb, s.visible(col, 20))
	}
}

func (s *Sites) item(col, page string, gb bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(strings.TrimSuffix(r.PathValue("n"), ".html"))
		if err != nil || n < 1 || n > len(s.said) || column(n) != col || s.said[n-1].At.After(s.time()) {
			http.NotFound(w, r)
			return
		}
		s.render(w, page, gb, s.said[n-1])
	}
}

func (s *Sites) reply(w http.ResponseWriter, r *http.Request) {
	s.mu.RLock()
	text, ok := s.replies[r.PathValue("id")]
	s.mu.RUnlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	s.render(w, "reply.html", false, strings.Split(text, "\n"))
}

func (s *Sites) render(w http.ResponseWriter, page string, gb bool, data any) {
	var b bytes.Buffer
	if err := s.tmpl.ExecuteTemplate(&b, page, data); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	body, kind := b.Bytes(), "text/html; charset=utf-8"
	if gb {
		encoded, err := simplifiedchinese.GB18030.NewEncoder().Bytes(body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		body, kind = encoded, "text/html"
	}
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(body)
}

type rss struct {
	XMLName xml.Name  `xml:"rss"`
	Version string    `xml:"version,attr"`
	Title   string    `xml:"channel>title"`
	Link    string    `xml:"channel>link"`
	Items   []rssItem `xml:"channel>item"`
}

type rssItem struct {
	Title string `xml:"title"`
	Link  string `xml:"link"`
	Text  string `xml:"description"`
	At    string `xml:"pubDate"`
}

func (s *Sites) feed(w http.ResponseWriter, _ *http.Request) {
	doc := rss{Version: "2.0", Title: "样例论坛", Link: "http://" + s.Addr + "/"}
	for _, x := range s.visible("feed", 20) {
		doc.Items = append(doc.Items, rssItem{x.Title, fmt.Sprintf("http://%s/posts/%d", s.Addr,
			x.N), x.Text, x.At.Format(time.RFC1123Z)})
	}
	w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
	_, _ = w.Write([]byte(xml.Header))
	_ = xml.NewEncoder(w).Encode(doc)
}
