// Package jieba cuts Chinese text into words. It is the only user of gojieba (C++), and it
// keeps that library's traps away from everybody else: one invalid byte makes gojieba
// return nothing for a whole text, a NUL byte ends the text, and the default paths of its
// dictionaries point into the source folder of the machine that built the binary.
package jieba

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	"github.com/yanyiwu/gojieba"

	"huiying/opinion"
)

// Jieba is one loaded dictionary. It is safe for any number of goroutines; make one for a
// process, since it takes about 130 MB and half a second to load.
type Jieba struct {
	mu      sync.RWMutex // held for reading while cutting, so that Close cannot free under a cut
	handle  *gojieba.Jieba
	lexicon *lexicon
}

// Open unpacks the embedded dictionaries into dir/jieba-<hash>/ where they are not there
// yet or are damaged, and loads them. The folder can be shared by processes and kept
// between starts. The caller closes what it opened.
func Open(dir string) (*Jieba, error) {
	folder, err := ensure(dir)
	if err != nil {
		return nil, err
	}
	in := func(name string) string { return filepath.Join(folder, name) }
	handle := make(chan *gojieba.Jieba, 1)
	go func() {
		handle <- gojieba.NewJieba(in("jieba.dict.utf8"), in("hmm_model.utf8"), in("user.dict.utf8"), in("idf.utf8"), in("stop_words.utf8"))
	}()
	var words *lexicon
	text, err := unpack("jieba.dict.utf8")
	if err == nil {
		words, err = readLexicon(string(text))
	}
	j := &Jieba{lexicon: words, handle: <-handle}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("jieba: reading the embedded dictionaries: %w", err), j.Close())
	}
	return j, nil
}

// Cut returns the words of text in order. Nothing is dropped: joined, they are Clean(text).
// Blanks, line ends and punctuation are tokens of their own.
//
// It panics after Close: a caller that cuts then would take an empty answer for a text
// without words.
func (j *Jieba) Cut(text string) []string {
	return j.run(text)
}

// CutForSearch cuts for an index: Finer of Cut. Queries and texts must both be cut by it.
func (j *Jieba) CutForSearch(text string) []string { return j.Finer(j.Cut(text)) }

// longest is the piece that is handed to C++ at once. Its tables grow with the piece by
// about 100 bytes a character, so that a text of a megabyte would need far more.
const longest = 64 << 10

func (j *Jieba) run(text string) []string {
	text = fold(text)
	j.mu.RLock()
	defer j.mu.RUnlock()
	if j.handle == nil {
		panic("jieba: used after Close")
	}
	var words []string
	for text != "" {
		piece := text
		if len(piece) > longest {
			piece = piece[:breakAt(piece, longest)]
		}
		text = text[len(piece):]
		words = append(words, j.handle.Cut(piece, true)...)
	}
	for i, w := range words {
		words[i] = opinion.Lower(w) // after the cut: the dictionary knows T恤, not t恤
	}
	return words
}

// Close frees the dictionary once the cuts in hand are done. It may be called again.
func (j *Jieba) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.handle != nil {
		j.handle.Free()
		j.handle = nil
	}
	return nil
}
