package cli

import (
	"bufio"
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

// Ask puts a question and is its answer without spaces around it. io.EOF: nobody answers any more.
func (a *Asker) Ask(question string) (string, error) {
	fmt.Fprint(a.out, question)
	line, err := a.in.ReadString('\n')
	if errors.Is(err, io.EOF) && line != "" {
		err = nil
	}
	return strings.TrimSpace(line), err
}
