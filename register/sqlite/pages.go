package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"time"

	"huiying/register"
)

// How the pages of a file are looked at: a MiB at once, and all again after an hour. So a bit that turns
// where nobody reads is found, too; a file of 20 GiB takes six hours.
const (
	pagesAtOnce = 256
	pagesEvery  = time.Second
	pagesAgain  = time.Hour
)

// lookAtPages looks at the sums of a file's pages, little by little, until ctx ends or one is wrong.
func (s *follower) lookAtPages(ctx context.Context, file *database) error {
	for from := int64(0); ; {
		bad, next, err := unlike(file.pages, from, pagesAtOnce)
		if err == nil && bad >= 0 {
			err = s.lookAgain(ctx, file, bad)
		}
		if err != nil {
			return err
		}
		wait := pagesEvery
		if from = next; from == 0 {
			wait = pagesAgain
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

// lookAgain looks at a page once more. It may have been read while it was written; or a machine went down
// while it was, and the journal still has what belongs there.
func (s *follower) lookAgain(ctx context.Context, file *database, page int64) error {
	err := s.read(func(db *sql.DB) error {
		if s.db != file {
			return errRebuilt
		}
		_, err := db.ExecContext(ctx, `PRAGMA wal_checkpoint(PASSIVE)`)
		return err
	})
	if err != nil {
		return err
	}
	bad, _, err := unlike(file.pages, page, 1)
	if err == nil && bad >= 0 {
		err = fmt.Errorf("%w (page %d of its file is not as it was written)", register.ErrDamaged, page)
	}
	return err
}

// unlike looks at n pages of a file and answers the first without its sum, or -1; and where to go on, 0 at
// the end. What is behind the last whole page is not there yet.
func unlike(file io.ReaderAt, from int64, n int) (bad, next int64, err error) {
	buf := make([]byte, n*pageBytes)
	got, err := file.ReadAt(buf, from*pageBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return -1, 0, err
	}
	for i := range int64(got / pageBytes) {
		if page := buf[i*pageBytes:][:pageBytes]; !good(page, (from+i)*pageBytes) {
			return from + i, 0, nil
		}
	}
	if err != nil {
		return -1, 0, nil
	}
	return -1, from + int64(n), nil
}
