package cases

import (
	"testing"

	"huiying/console/facts"
	"huiying/opinion"
	"huiying/words"
)

// What the pages of cases show by a code has words.
func TestEveryCodeOfCasesHasWords(t *testing.T) {
	var keys []string
	for _, s := range opinion.States {
		for _, m := range append(opinion.MovesFrom(s), opinion.Disclosure.MovesFrom(s)...) {
			if f := formsFor(facts.CaseFile{Moves: []opinion.Move{m}}, moveForm{}); len(f) > 0 {
				keys = append(keys, "move."+string(m)+".note")
			}
		}
	}
	for _, q := range queues {
		keys = append(keys, "queue."+q.key)
	}
	for _, key := range facetOrder {
		keys = append(keys, "filter."+key)
	}
	for _, key := range keys {
		if !words.Has(key) {
			t.Errorf("%q has no words", key)
		}
	}
}
