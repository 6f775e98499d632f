package console_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/analyzers/route"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/words"
)

func TestEveryCodeHasWords(t *testing.T) {
	var keys []string
	for _, s := range opinion.States {
		keys = append(keys, "state."+string(s))
		for _, m := range append(opinion.MovesFrom(s), opinion.Disclosure.MovesFrom(s)...) {
			keys = append(keys, "move."+string(m))
		}
	}
	for _, o := range []opinion.Outcome{opinion.AnsweredInPublic, opinion.AnsweredAtSource,
		opinion.OutcomeMerged, opinion.OutcomeReferred, opinion.NotGovernment} {
		keys = append(keys, "outcome."+string(o))
	}
	for _, d := range []opinion.Duty{opinion.DutyTriage, opinion.DutySign, opinion.DutyInform,
		opinion.DutyAssist, opinion.DutyAnswer, opinion.DutyComplete, opinion.DutyDecide,
		opinion.DutyFollow} {
		keys = append(keys, "duty."+string(d))
	}
	for _, d := range opinion.Demands {
		keys = append(keys, "demand."+string(d))
	}
	for _, kind := range []kit.Kind{kit.NotFound, kit.Invalid, kit.Refused, kit.Stale, kit.Unavailable} {
		keys = append(keys, "status."+string(kind), "error."+string(kind))
	}
	for _, status := range []int{400, 401, 403, 404, 405, 408, 409, 413, 421, 500, 503, 504} {
		keys = append(keys, "status."+kit.CodeOf(status), "error."+kit.CodeOf(status))
	}
	for _, r := range route.Rules() {
		keys = append(keys, "rule."+r.Name)
		if got := words.Say(words.First, "rule."+r.Name); got != r.Title {
			t.Errorf("rule %s is called %q here and %q where it is made", r.Name, got, r.Title)
		}
	}
	for _, key := range keys {
		if !words.Has(key) {
			t.Errorf("%q has no words", key)
		}
	}
}

// A template that no handler names would be drawn for nobody.
func TestEveryPageHasAHandler(t *testing.T) {
	rooms, err := filepath.Glob("*/templates")
	if err != nil || len(rooms) < 7 {
		t.Fatalf("%d rooms have templates, %v", len(rooms), err)
	}
	for _, room := range rooms {
		var code strings.Builder
		names, _ := filepath.Glob(filepath.Join(filepath.Dir(room), "*.go"))
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(name, "_test.go") {
				code.Write(b)
			}
		}
		pages, _ := filepath.Glob(filepath.Join(room, "*.html"))
		for _, page := range pages {
			b, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			name := strings.TrimSuffix(filepath.Base(page), ".html")
			if strings.Contains(string(b), `{{define "main"}}`) && !strings.Contains(code.String(), `"`+name+`"`) {
				t.Errorf("%s belongs to no handler of its room", page)
			}
		}
	}
}
