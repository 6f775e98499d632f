package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"strconv"

	"huiying/app"
	"huiying/internal/cli"
)

// codeTally says how many query codes were handed out.
type codeTally struct {
	Handed int `json:"handed"`
	Had    int `json:"had"` // a code before, which nobody can tell any more
}

// ticket is a letter of a file with the number that its office knows it by.
type ticket struct {
	file    string
	line    int
	number  string
	mention string
}

// codeFile is where the query codes (受理码) of an import are written, once and nowhere else: what this
// program keeps of a code is its HMAC.
type codeFile struct {
	*os.File
	rows *csv.Writer
}

// openCodeFile opens a file that its owner alone may read, for adding to it.
func openCodeFile(name string) (*codeFile, error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o077 != 0 {
		err = fmt.Errorf("%s may be read by others than its owner: run chmod 600 on it, or name another file", name)
	}
	out := &codeFile{f, csv.NewWriter(f)}
	if err == nil && info.Size() == 0 {
		err = out.put("file", "line", "ticket", "code")
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return out, nil
}

// tryCodeFile refuses a file that codes cannot be written to before anything is read.
func (o importOptions) tryCodeFile() error {
	if o.codes == "" {
		return nil
	}
	f, err := openCodeFile(o.codes)
	if err != nil {
		return fmt.Errorf("%w: --codes: %w", cli.ErrUsage, err)
	}
	return f.Close()
}

// put writes a row at once: a code that is not in the file when the process dies is lost.
func (c *codeFile) put(row ...string) error {
	if err := c.rows.Write(row); err != nil {
		return err
	}
	c.rows.Flush()
	return c.rows.Error()
}

// codeHander hands out the code of a mention.
type codeHander interface {
	Hand(ctx context.Context, mention string) (string, error)
}

// handHere hands codes out where this process holds the data.
func (o importOptions) handHere(ctx context.Context, a *app.App, t *tally) error {
	if o.codes == "" {
		return nil
	}
	book, err := app.CodesOf(a)
	if err != nil {
		return err
	}
	return o.handCodes(ctx, book, t)
}

// handCodes hands a code out for each letter that has none yet, and writes it beside the letter's
// ticket number.
func (o importOptions) handCodes(ctx context.Context, by codeHander, t *tally) error {
	if o.codes == "" {
		return nil
	}
	to, err := openCodeFile(o.codes)
	if err != nil {
		return err
	}
	t.Codes = &codeTally{}
	for _, x := range t.tickets {
		code, err := by.Hand(ctx, x.mention)
		switch {
		case errors.Is(err, app.ErrCodeHanded):
			t.Codes.Had++
			continue
		case err == nil:
			err = to.put(x.file, strconv.Itoa(x.line), x.number, code)
		}
		if err != nil {
			return errors.Join(fmt.Errorf("query codes: %d were handed out and are in %s; run the same command again for the others: %w", t.Codes.Handed, o.codes, err), to.Close())
		}
		t.Codes.Handed++
	}
	return errors.Join(to.Sync(), to.Close())
}
