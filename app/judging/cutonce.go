package judging

import (
	"sync"

	"huiying/analyzers/jieba"
	"huiying/index"
)

// cutOnce lets the index use the words into which the analysis has cut a text already. Of
// all work on a mention, cutting costs most after indexing. It keeps at most keptCuts texts;
// when the index is further behind than that, it cuts for itself.
type cutOnce struct {
	*jieba.Jieba

	mu   sync.Mutex
	kept map[string][]string // text -> words; nil: nothing is kept, for nobody will ask
}

const keptCuts = 8192

// keep begins to keep words: the process does so when it indexes what it analyses.
func (c *cutOnce) keep() { c.kept = make(map[string][]string, keptCuts) }

// Cut cuts a text and keeps the words for one ForIndex.
func (c *cutOnce) Cut(text string) []string {
	words := c.Jieba.Cut(text)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept != nil && len(c.kept) < keptCuts {
		c.kept[text] = words
	}
	return words
}

// ForIndex gives the search words of a text.
func (c *cutOnce) ForIndex(text string) []string {
	c.mu.Lock()
	words, ok := c.kept[text]
	delete(c.kept, text)
	c.mu.Unlock()
	if !ok {
		return c.CutForSearch(index.Fold(text))
	}
	return c.Finer(words)
}
