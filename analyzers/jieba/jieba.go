// Package jieba cuts Chinese text into words. It is the only user of gojieba (C++), and it
// keeps that library's traps away from everybody else: one invalid byte makes gojieba
// return nothing for a whole text, a NUL byte ends the text, and the default paths of its
// dictionaries point into the source folder of the machine that built the binary.
package jieba

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/yanyiwu/gojieba"

	"huiying/opinion"
)

// Jieba cuts by the dictionary of this process. It is safe for any number of goroutines.
type Jieba struct {
	folder string // where the files lie; "": they had been loaded already
	closed atomic.Bool
}

// dictionary is loaded once in a process, for it takes about 130 MB and half a second, and it stays
// until the process ends, however many handles are opened and closed.
type dictionary struct {
	handle  *gojieba.Jieba
	lexicon *lexicon
}

var (
	loaded  atomic.Pointer[dictionary]
	loading sync.Mutex
)

// Open unpacks the embedded dictionaries into dir/jieba-<hash>/ where they are not there
// yet or are damaged, unless this process has loaded them already. The folder can be shared by
// processes and kept between starts. The dictionaries are loaded by Load or by the first cut, so
// that a command that cuts nothing does not wait for them. The caller closes what it opened.
func Open(dir string) (*Jieba, error) {
	if loaded.Load() != nil {
		return &Jieba{}, nil
	}
	folder, err := ensure(dir)
	if err != nil {
		return nil, err
	}
	return &Jieba{folder: folder}, nil
}

// Load loads the dictionaries, if that was not done yet. Who will cut for long calls it at the start.
func (j *Jieba) Load() error {
	loading.Lock()
	defer loading.Unlock()
	if loaded.Load() != nil {
		return nil
	}
	in := func(name string) string { return filepath.Join(j.folder, name) }
	handle := make(chan *gojieba.Jieba, 1)
	go func() {
		handle <- gojieba.NewJieba(in("jieba.dict.utf8"), in("hmm_model.utf8"), in("user.dict.utf8"), in("idf.utf8"), in("stop_words.utf8"))
	}()
	d := &dictionary{}
	text, err := os.ReadFile(in("jieba.dict.utf8")) // Open has seen that it is whole
	if err == nil {
		d.lexicon, err = readLexicon(string(text))
	}
	if d.handle = <-handle; err != nil {
		d.handle.Free()
		return fmt.Errorf("jieba: reading the dictionaries: %w", err)
	}
	loaded.Store(d)
	return nil
}

// dictionary is the loaded one. Only a broken build has one that cannot be loaded.
func (j *Jieba) dictionary() *dictionary {
	if loaded.Load() == nil {
		if err := j.Load(); err != nil {
			panic(err)
		}
	}
	return loaded.Load()
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
	if j.closed.Load() {
		panic("jieba: used after Close")
	}
	handle := j.dictionary().handle
	var words []string
	for text != "" {
		piece := text
		if len(piece) > longest {
			piece = piece[:breakAt(piece, longest)]
		}
		text = text[len(piece):]
		words = append(words, handle.Cut(piece, true)...)
	}
	for i, w := range words {
		words[i] = opinion.Lower(w) // after the cut: the dictionary knows T恤, not t恤
	}
	return words
}

// Close ends the cuts by this handle, beside those in hand. It may be called again.
func (j *Jieba) Close() error {
	j.closed.Store(true)
	return nil
}
