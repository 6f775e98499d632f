package bus

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/klauspost/compress/s2"
	"github.com/nats-io/nats-server/v2/server/archive"
)

// A server stores what it is sent message by message, each synced, and drops a restore from which
// it hears nothing for five seconds meanwhile. A copy comes in blocks of a megabyte, so a disk that
// takes 20 ms a sync is lost in the first. Pieces of a copy hold as many messages as the disk
// stores in a moment, measured from piece to piece.
const (
	pieceBytes = 256 << 10              // at most, before packing
	pieceMost  = 2000                   // messages
	pieceQuick = 50 * time.Millisecond  // a piece that was stored so quickly may be followed by a larger one
	pieceSlow  = 250 * time.Millisecond // and one that took longer by a smaller one: the disk may get slower yet
)

// nextPiece is how many messages the piece holds that follows one of n that took so long.
func nextPiece(n int, took time.Duration) int {
	switch {
	case took > pieceSlow:
		return max(1, n/2)
	case took < pieceQuick:
		return min(2*n, pieceMost)
	}
	return n
}

// pieces cuts a copied stream anew and sends it piece by piece.
type pieces struct {
	send func([]byte) error
	now  func() time.Time

	packed bytes.Buffer
	pack   *s2.Writer
	n      int // messages in the piece
	size   int
	most   int // messages that it may hold
}

func newPieces(send func([]byte) error, now func() time.Time) *pieces {
	p := &pieces{send: send, now: now, most: 1}
	p.pack = s2.NewWriter(&p.packed, s2.WriterConcurrency(1), s2.WriterBlockSize(pieceBytes))
	return p
}

// all sends a whole copy. A form that this library does not write any more travels in small blocks.
func (p *pieces) all(copied io.Reader) error {
	plain := bufio.NewReaderSize(s2.NewReader(copied), 64<<10)
	magic, err := plain.Peek(len(archive.MagicBytes))
	if err != nil {
		return fmt.Errorf("the copy cannot be read: %w", noEnd(err))
	}
	if string(magic) == archive.MagicBytes {
		return p.entries(plain)
	}
	for block := make([]byte, 64<<10); ; {
		n, err := io.ReadFull(plain, block)
		if _, e := p.pack.Write(block[:n]); e != nil {
			return e
		}
		if e := p.flush(); e != nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return e
		}
		if err != nil {
			return fmt.Errorf("the copy cannot be read: %w", err)
		}
	}
}

func (p *pieces) entries(plain io.Reader) error {
	from, to := archive.NewReader(plain), archive.NewWriter(p.pack)
	for {
		h, err := from.Next()
		if errors.Is(err, io.EOF) {
			return p.flush()
		}
		if err != nil {
			return fmt.Errorf("the copy cannot be read: %w", err)
		}
		if err := to.WriteHeader(h); err != nil {
			return err
		}
		n, err := io.Copy(to, from)
		if err != nil {
			return fmt.Errorf("the copy cannot be read: %w", err)
		}
		p.n, p.size = p.n+1, p.size+int(n)
		if p.n >= p.most || p.size >= pieceBytes {
			if err := p.flush(); err != nil {
				return err
			}
		}
	}
}

// flush sends what is packed, and learns from how long it took.
func (p *pieces) flush() error {
	if err := p.pack.Flush(); err != nil {
		return err
	}
	for rest := p.packed.Bytes(); len(rest) > 0; {
		part := rest[:min(len(rest), 2*pieceBytes)]
		rest = rest[len(part):]
		begun := p.now()
		if err := p.send(part); err != nil {
			return err
		}
		p.most = nextPiece(p.most, p.now().Sub(begun))
	}
	p.packed.Reset()
	p.n, p.size = 0, 0
	return nil
}

func noEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
