package console

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/analyzers/route"
	"huiying/opinion"
	"huiying/words"
)

func TestEveryCodeHasWords(t *testing.T) {
	var keys []string
	for _, s := range opinion.States {
		keys = append(keys, "state."+string(s))
		for _, m := range append(opinion.MovesFrom(s), opinion.Disclosure.MovesFrom(s)...) {
			keys = append(keys, "move."+string(m))
			if f := formsFor(CaseFile{Moves: []opinion.Move{m}}, moveForm{}); len(f) > 0 {
				keys = append(keys, "move."+string(m)+".note")
			}
		}
	}
	for _, o := range []opinion.Outcome{opinion.AnsweredInPublic, opinion.AnsweredAtSource, opinion.OutcomeMerged, opinion.OutcomeReferred, opinion.NotGovernment} {
		keys = append(keys, "outcome."+string(o))
	}
	for _, d := range []opinion.Duty{opinion.DutyTriage, opinion.DutySign, opinion.DutyInform, opinion.DutyAssist, opinion.DutyAnswer, opinion.DutyComplete, opinion.DutyDecide, opinion.DutyFollow} {
		keys = append(keys, "duty."+string(d))
	}
	for _, d := range (*view)(nil).Demands() {
		keys = append(keys, "demand."+string(d))
	}
	for kind := range statuses {
		keys = append(keys, "status."+string(kind), "error."+string(kind))
	}
	for _, status := range []int{400, 401, 403, 404, 405, 408, 409, 413, 421, 500, 503, 504} {
		keys = append(keys, "status."+codeOf(status), "error."+codeOf(status))
	}
	for _, r := range route.Rules() {
		keys = append(keys, "rule."+r.Name)
		if got := words.Say(words.First, "rule."+r.Name); got != r.Title {
			t.Errorf("rule %s is called %q here and %q where it is made", r.Name, got, r.Title)
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

// A template that no handler names would be drawn for nobody.
func TestEveryPageHasAHandler(t *testing.T) {
	pages, err := parsePages()
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(b)
	}
	for name := range pages {
		if !strings.Contains(all.String(), `"`+name+`"`) {
			t.Errorf("templates/%s.html belongs to no handler", name)
		}
	}
}
