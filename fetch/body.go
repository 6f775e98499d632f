package fetch

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// A body that has unpacked to more than bombFloor and to more than bombRatio times what
// came over the wire is a bomb. Repetitive pages reach a ratio of about 50, gzip ends at
// about 1,030.
const (
	bombFloor = 1 << 20
	bombRatio = 100
)

// readBody reads and unpacks a body of at most most bytes. stop is called with ErrSlow when
// the host falls silent; the caller's context then ends and with it the read. With
// ErrTooLarge the beginning of the body is returned too. came are the bytes that came over the
// wire.
func readBody(resp *http.Response, most int64, stall time.Duration,
	stop context.CancelCauseFunc) (body []byte, came int64, err error) {
	packing := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding")))
	wire := &watched{r: resp.Body, start: time.Now(), stall: stall, stop: stop}
	wire.timer = time.AfterFunc(stall, func() { stop(ErrSlow) })
	defer wire.timer.Stop()
	plain, err := unpack(bufio.NewReader(wire), packing)
	if err != nil {
		return nil, wire.n, err
	}
	chunk := make([]byte, 32<<10)
	for {
		n, err := plain.Read(chunk)
		body = append(body, chunk[:n]...)
		switch {
		case int64(len(body)) > bombFloor && int64(len(body)) > bombRatio*wire.n:
			return nil, wire.n, ErrBomb
		case int64(len(body)) > most:
			return body[:most], wire.n, fmt.Errorf("%w of %d bytes", ErrTooLarge, most)
		case wire.n > most+bombFloor: // members that unpack to nothing, for ever
			return nil, wire.n, fmt.Errorf("%w of %d bytes", ErrTooLarge, most)
		case errors.Is(err, io.EOF):
			return body, wire.n, nil
		case err != nil:
			return nil, wire.n, err
		}
	}
}

// unpack wraps r by what the header says. A gzip file that no header announces (a feed kept
// as .xml.gz) is known by its first bytes.
func unpack(r *bufio.Reader, packing string) (io.Reader, error) {
	switch packing {
	case "", "identity":
		if head, _ := r.Peek(3); len(head) == 3 && head[0] == 0x1f && head[1] == 0x8b && head[2] == 8 {
			return gzipReader(r)
		}
		return r, nil
	case "gzip", "x-gzip":
		if isPlain(r) {
			return r, nil
		}
		return gzipReader(r)
	case "deflate": // some servers mean zlib by it, as the standard does, and some the bare stream
		if isPlain(r) {
			return r, nil
		}
		head, _ := r.Peek(2)
		if len(head) == 2 && head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
			z, err := zlib.NewReader(r)
			if err != nil {
				return nil, fmt.Errorf("%w: %w", ErrEncoding, err)
			}
			return z, nil
		}
		return flate.NewReader(r), nil
	}
	if isPlain(r) {
		return r, nil
	}
	return nil, fmt.Errorf("%w: %q", ErrEncoding, packing)
}

// isPlain says whether a body is a document that a server calls packed and did not pack.
func isPlain(r *bufio.Reader) bool {
	head, _ := r.Peek(64)
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	return len(head) > 1 && (head[0] == '<' || head[0] == '{' || head[0] == '[') &&
		!bytes.ContainsFunc(head, func(c rune) bool {
			return c < ' ' && c != '\t' && c != '\r' && c != '\n'
		})
}

func gzipReader(r *bufio.Reader) (io.Reader, error) {
	if _, err := r.Peek(1); errors.Is(err, io.EOF) {
		return r, nil // announced as packed, and empty: an empty body
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrEncoding, err)
	}
	return z, nil
}

// watched counts what comes over the wire and calls stop when too little does.
type watched struct {
	r     io.Reader
	n     int64
	start time.Time
	stall time.Duration
	timer *time.Timer
	stop  context.CancelCauseFunc
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	w.n += int64(n)
	if n > 0 {
		w.timer.Reset(w.stall)
	}
	if took := time.Since(w.start); err == nil && took > w.stall && float64(w.n) < slowest*took.Seconds() {
		w.stop(ErrSlow)
		return n, ErrSlow
	}
	return n, err
}
