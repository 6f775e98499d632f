package archive

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"strings"
	"time"

	"huiying/bus"
)

// Forget takes the words of everything that has one of the ids out of every day, and returns
// how many records lost theirs. The chain stays as it is. It may be done again.
func (a *Archive) Forget(ids ...string) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.broken != nil {
		return 0, fmt.Errorf("%w; until then its words cannot be removed", a.broken)
	}
	return a.forget(ids)
}

func (a *Archive) forget(ids []string) (total int, err error) {
	fresh := map[string]struct{}{}
	for _, id := range ids {
		if _, done := a.purged[id]; !done {
			fresh[id] = struct{}{}
		}
	}
	if len(fresh) == 0 {
		return 0, nil
	}
	// From now on: what is still on its way must come in without its words.
	maps.Copy(a.purged, fresh)
	defer func() {
		if err != nil {
			for id := range fresh {
				delete(a.purged, id)
			}
		}
	}()
	paths, err := files(a.dir)
	if err != nil {
		return 0, err
	}
	for _, path := range paths {
		n, err := a.dropIn(path, func(r Record) bool { return carries(r.Data, fresh) })
		if total += n; err != nil {
			return total, err
		}
	}
	return total, nil
}

// DropBefore takes out the words of everything that the log stored before a moment. A file is
// written anew once a day at most: when its oldest words are due, those of the next day go
// with them.
func (a *Archive) DropBefore(cutoff time.Time) (total int, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.broken != nil {
		return 0, a.broken
	}
	if a.today != nil && a.opts.Now().In(a.opts.Zone).Format(time.DateOnly) > a.today.head.Day {
		if err := a.seal(); err != nil {
			return 0, err
		}
	}
	paths, err := files(a.dir)
	if err != nil {
		return 0, err
	}
	for _, path := range paths {
		words := time.Time{}
		if a.today != nil && path == a.today.path {
			words = a.today.words
		} else {
			h, err := readHead(a.codec, path)
			if err != nil {
				return total, err
			}
			words = h.Words
		}
		if words.IsZero() || !words.Before(cutoff) {
			continue
		}
		n, err := a.dropIn(path, func(r Record) bool { return r.At.Before(cutoff.Add(24 * time.Hour)) })
		if total += n; err != nil {
			return total, err
		}
	}
	return total, nil
}

// dropIn writes a day's file anew when it has words that drop chooses.
func (a *Archive) dropIn(path string, drop func(Record) bool) (n int, err error) {
	var words time.Time
	d, err := readDay(a.codec, path, a.hasWords, func(_ int, r Record) error {
		switch {
		case r.Gone || r.Until != 0 || !a.hasWords(r.Stream):
		case drop(r):
			n++
		default:
			words = oldest(words, r.At)
		}
		return nil
	})
	if err != nil || n == 0 {
		return 0, err
	}
	if err := a.rewrite(path, path, words, nil, drop); err != nil {
		return 0, fmt.Errorf("cannot remove words from the archive of %s: %w", d.head.Day, err)
	}
	if strings.HasSuffix(path, sealedSuffix) {
		return n, nil
	}
	// the open day was exchanged: go on at the end of the new file
	err = a.file.Close()
	a.file = nil
	f, e := os.OpenFile(path, os.O_RDWR, 0)
	if err = errors.Join(err, e); err == nil {
		a.file = f
		fresh := *a.today
		fresh.words = words
		fresh.good, err = f.Seek(0, io.SeekEnd)
		fresh.size = fresh.good
		a.today = &fresh
	}
	if err != nil {
		a.broken = err
	}
	return n, err
}

// idsOf reads what messages of the stream of purges name.
func (a *Archive) idsOf(msgs []bus.Msg) (ids []string) {
	for _, m := range msgs {
		if id, ok := a.opts.Purged(m.Data); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

func (a *Archive) wasPurged(data []byte) bool { return len(a.purged) > 0 && carries(data, a.purged) }

// carries says whether a message is about one of the ids, wherever it names it.
func carries(data []byte, ids map[string]struct{}) bool {
	key := []byte(`"id":"`)
	for {
		i := bytes.Index(data, key)
		if i < 0 {
			return false
		}
		data = data[i+len(key):]
		if end := bytes.IndexByte(data, '"'); end >= 0 {
			if _, hit := ids[string(data[:end])]; hit {
				return true
			}
		}
	}
}
