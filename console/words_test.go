package console

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"huiying/analyzers/route"
	"huiying/opinion"
)

var verbs = regexp.MustCompile(`%[a-z]`)

func TestEveryMessageStandsInBothLanguages(t *testing.T) {
	for key, p := range words {
		if strings.TrimSpace(p.zh) == "" || strings.TrimSpace(p.en) == "" {
			t.Errorf("%q lacks a language: %+v", key, p)
		}
		if zh, en := verbs.FindAllString(p.zh, -1), verbs.FindAllString(p.en, -1); strings.Join(zh, "") != strings.Join(en, "") {
			t.Errorf("%q takes other arguments in Chinese %v than in English %v", key, zh, en)
		}
	}
	total := 0
	for _, table := range wordTables {
		total += len(table)
	}
	if len(words) != total {
		t.Errorf("a key stands in two tables: %d keys, %d entries", len(words), total)
	}
}

// Every key that a page or the code names in full must exist, and every key must be named
// somewhere, in full or by its prefix.
func TestMessagesAndTheirUsersAgree(t *testing.T) {
	var all strings.Builder
	used := map[string]string{}
	call := regexp.MustCompile(`(?:\.T|\.must\(|say\([^,()]+,|\.word\() ?"([a-zA-Z0-9_.]+)"`)
	for _, pattern := range []string{"templates/*.html", "*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasPrefix(name, "words") || strings.HasSuffix(name, "_test.go") {
				continue
			}
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(b)
			for _, m := range call.FindAllStringSubmatch(string(b), -1) {
				used[m[1]] = name
			}
		}
	}
	for key, name := range used {
		if _, ok := words[key]; !ok && !strings.HasSuffix(key, ".") {
			t.Errorf("%s asks for %q, which has no words", name, key)
		}
	}
	text := all.String()
	for key := range words {
		prefix := key[:strings.IndexByte(key+".", '.')]
		if !strings.Contains(text, `"`+key+`"`) && !strings.Contains(text, `"`+prefix+`."`) {
			t.Errorf("nobody says %q", key)
		}
	}
}

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
		if got := words["rule."+r.Name].zh; got != r.Title {
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
		if _, ok := words[key]; !ok {
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
