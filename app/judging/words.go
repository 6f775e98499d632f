package judging

import (
	"sync"

	"huiying/analyzers/jieba"
	"huiying/index"
)

// Words lets the index use the words into which the analysis has cut a text already. Of
// all work on a mention, cutting costs most after indexing. It keeps at most keptCuts texts;
// when the index is further behind than that, it cuts for itself.
type Words struct {
	*jieba.Jieba

	mu   sync.Mutex
	kept map[string][]string // text -> words; nil: nothing is kept, for nobody will ask
}

const keptCuts = 8192

// Keep begins to keep words: the process does so when it indexes what it analyses.
func (w *Words) Keep() { w.kept = make(map[string][]string, keptCuts) }

// Cut cuts a text and keeps the words for one ForIndex.
func (w *Words) Cut(text string) []string {
	words := w.Jieba.Cut(text)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.kept != nil && len(w.kept) < keptCuts {
		w.kept[text] = words
	}
	return words
}

// ForIndex gives the search words of a text.
func (w *Words) ForIndex(text string) []string {
	w.mu.Lock()
	words, ok := w.kept[text]
	delete(w.kept, text)
	w.mu.Unlock()
	if !ok {
		return w.CutForSearch(index.Fold(text))
	}
	return w.Finer(words)
}
