package leak_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"huiying/internal/flowtest"
)

// listener hears what the office is told by webhook.
type listener struct {
	at    string
	mu    sync.Mutex
	heard bytes.Buffer
}

func newListener(t *testing.T) *listener {
	t.Helper()
	l := &listener{}
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		l.mu.Lock()
		defer l.mu.Unlock()
		_ = r.Header.Write(&l.heard)
		_, _ = io.Copy(&l.heard, r.Body)
	}))
	t.Cleanup(s.Close)
	l.at = s.URL
	return l
}

// config tells everything to everybody, with titles.
func (l *listener) config() string {
	return `notify: {titles: true, allow_private: ["127.0.0.1/32"], channels: [{id: oa, by: webhook, url: "` + l.at +
		`", secret_file: oa.secret}], tell: [{role: coordinator, channels: [oa]}, {role: monitor, channels: [oa]}, {role: administrator, channels: [oa]}]}`
}

// bytes is what was heard, once something was.
func (l *listener) bytes(t *testing.T) []byte {
	t.Helper()
	var out []byte
	flowtest.Until(t, "somebody was told something", func() bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		out = bytes.Clone(l.heard.Bytes())
		return len(out) > 0
	})
	return out
}

// unpacked is a file, and what is in it where it is an archive, as DOCX and XLSX are.
func unpacked(b []byte) [][]byte {
	out := [][]byte{b}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return out
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			continue
		}
		part, _ := io.ReadAll(r)
		_ = r.Close()
		out = append(out, part)
	}
	return out
}
