package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// Terminal says whether a person types what is read.
func Terminal(r io.Reader) bool {
	f, ok := r.(*os.File)
	if !ok || !tty(f) {
		return false
	}
	// the null device is a character device too, and nobody types there
	null, err := os.Stat(os.DevNull)
	here, herr := f.Stat()
	return err != nil || herr != nil || !os.SameFile(null, here)
}

// Asker puts questions to a person.
type Asker struct {
	in  *bufio.Reader
	out io.Writer
}

// NewAsker reads answers from in, a line each, and writes the questions to out.
func NewAsker(in io.Reader, out io.Writer) *Asker { return &Asker{bufio.NewReader(in), out} }

// Say tells something between two questions.
func (a *Asker) Say(text string) { fmt.Fprintln(a.out, text) }

// Ask puts a question and is its answer without spaces around it. io.EOF: nobody answers any more. It
// gives up where ctx ends: a person who presses Ctrl-C at a question wants no second one.
func (a *Asker) Ask(ctx context.Context, question string) (string, error) {
	fmt.Fprint(a.out, question)
	type answer struct {
		line string
		err  error
	}
	got := make(chan answer, 1)
	go func() {
		line, err := a.in.ReadString('\n')
		got <- answer{line, err}
	}()
	select {
	case <-ctx.Done():
		a.Say("")
		return "", ctx.Err()
	case x := <-got:
		if errors.Is(x.err, io.EOF) && x.line != "" {
			x.err = nil
		}
		return strings.TrimSpace(x.line), x.err
	}
}
