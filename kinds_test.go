package house

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"huiying/app"
	"huiying/configs"
	"huiying/console/leader"
	"huiying/opinion"
	"huiying/responders/notify/channel"
	"huiying/words"
)

// Whoever adds a value of a kind adds a row to its table. These tests walk the tables and fail
// where another part has to be told too: a phrase in each language, a sender, a collector.

func phrases[ID ~string](prefix string, ids []ID) []string {
	var out []string
	for _, id := range ids {
		out = append(out, prefix+string(id))
	}
	return out
}

func TestEveryValueOfAKindHasItsPhrase(t *testing.T) {
	for kind, keys := range map[string][]string{
		"demand": phrases("demand.", opinion.Demands), "severity": append(phrases("sev.", opinion.Severities), phrases("brief.level.", opinion.Severities)...),
		"kind of source": phrases("kind.", opinion.SourceKinds), "state": phrases("state.", opinion.States),
		"outcome": phrases("outcome.", opinion.Outcomes), "move": phrases("move.", opinion.Moves),
		"statutory channel": phrases("choice.", opinion.StatutoryChannels), "notification channel": phrases("channel.", configs.ChannelKinds()),
	} {
		if len(keys) == 0 {
			t.Errorf("there is no %s at all", kind)
		}
		for _, key := range keys {
			if !words.Has(key) { // words.Check holds the languages against one another
				t.Errorf("a %s has no phrase: add %s to words/*", kind, key)
			}
		}
	}
	for _, m := range opinion.Moves {
		if !slices.Contains(opinion.SystemMoves, m) && !words.Has("move."+string(m)+".note") {
			t.Errorf("a person makes the move %s, and no phrase says what it does: add move.%s.note to words/*", m, m)
		}
	}
	if err := words.Check(); err != nil {
		t.Error(err)
	}
}

// What configuration may name is what can be opened.
func TestEveryChannelThatCanBeNamedHasASender(t *testing.T) {
	var sends []string
	for _, k := range channel.Kinds() {
		sends = append(sends, k.ID)
	}
	if names := configs.ChannelKinds(); !slices.Equal(names, sends) {
		t.Errorf("configuration names the channels %v, and there are senders for %v", names, sends)
	}
}

func TestEveryWayOfASourceHasACollector(t *testing.T) {
	for _, w := range configs.Ways() {
		if w.Visited() != slices.Contains(app.Collected(), w) {
			t.Errorf("sources by %s: visited %t, collectors by %v", w, w.Visited(), app.Collected())
		}
	}
}

func TestEveryFormatOfABriefingCanBeWritten(t *testing.T) {
	names := slices.Sorted(slices.Values(configs.BriefingFormats))
	if written := slices.Sorted(slices.Values(leader.BriefingFormats())); !slices.Equal(names, written) {
		t.Errorf("configuration names the formats %v, and %v can be written", names, written)
	}
}

// A switch over a kind that leaves a value out is complained of by the linter that make lint
// runs, with a default or without.
func TestTheLinterComplainsOfASwitchThatForgetsAValue(t *testing.T) {
	said, err := exec.Command("scripts/exhaustive.sh", "./testdata/exhaustive").CombinedOutput()
	if err == nil {
		t.Errorf("the linter is content with testdata/exhaustive")
	}
	for _, want := range []string{"type opinion.Demand: opinion.Praise", "type opinion.SourceKind: opinion.KindForum",
		"type opinion.Severity: opinion.SeverityIV", "type opinion.State: opinion.Archived", "type opinion.Statutory: opinion.ToPetition",
		"type opinion.Outcome: opinion.NotGovernment"} {
		if !strings.Contains(string(said), want) {
			t.Errorf("the linter does not say %q:\n%s", want, said)
		}
	}
}
