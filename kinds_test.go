package root

import (
	"io/fs"
	"os/exec"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huiying/app"
	"huiying/app/collecting"
	"huiying/collectors"
	"huiying/configs"
	"huiying/console/system"
	"huiying/docs"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/responders/assess"
	"huiying/responders/notify"
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

func channelIDs() (out []string) {
	for _, k := range channel.Kinds() {
		out = append(out, k.ID)
	}
	return out
}

func measureIDs() (out []string) {
	for _, m := range assess.Measures() {
		out = append(out, m.ID)
	}
	return out
}

func TestEveryValueOfAKindHasItsPhrase(t *testing.T) {
	for kind, keys := range map[string][]string{
		"demand": phrases("demand.", opinion.Demands),
		"severity": append(phrases("sev.", opinion.Severities),
			phrases("brief.level.", opinion.Severities)...),
		"means of confirmation": phrases("means.", opinion.AllMeans),
		"reason why unsolved":   phrases("unsolved.", opinion.UnsolvedReasons),
		"reason to uphold":      phrases("upheld.", opinion.UpheldReasons),
		"solution":              phrases("solution.", opinion.Solutions),
		"way of telling":        phrases("told.way.", opinion.ToldWays),
		"disposition":           phrases("disposition.", opinion.Dispositions),
		"rule of dispositions":  phrases("disposition.rule.", opinion.DispositionRules),
		"state of a source": append(phrases("health.", opinion.SourceStates),
			phrases("brief.source.", opinion.TroubledSourceStates)...),
		"reason why a source cannot be read": phrases("unread.", collectors.Codes()),
		"kind of source":                     phrases("kind.", opinion.SourceKinds),
		"state":                              phrases("state.", opinion.States),
		"outcome":                            phrases("outcome.", opinion.Outcomes),
		"move":                               phrases("move.", opinion.Moves),
		"statutory channel":                  phrases("choice.", opinion.StatutoryChannels),
		"notification channel":               phrases("channel.", channelIDs()),
		"kind of alert":                      phrases("alerts.kind.", opinion.AlertKinds),
		"state of an alert":                  phrases("alert.state.", opinion.AlertStates),
		"move of an alert":                   phrases("alert.move.", opinion.AlertMoves),
		"kind of item":                       phrases("item.kind.", opinion.ItemKinds),
		"state of an item":                   phrases("item.state.", opinion.ItemStates),
		"move of an item":                    phrases("item.move.", opinion.ItemMoves),
		"element of an item":                 phrases("item.element.", opinion.ItemElements),
		"check of an item":                   phrases("item.check.", opinion.ItemChecks),
		"cycle of an item":                   phrases("item.cycle.", opinion.CycleBys),
		"attribute of an item":               phrases("item.attribute.", opinion.ItemAttributes),
		"measure":                            phrases("measure.", measureIDs()),
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
	for _, id := range measureIDs() {
		if !words.Has("measure." + id + ".what") {
			t.Errorf("the measure %s has no definition: add measure.%s.what to words/*", id, id)
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

// A page that knows fewer kinds of notices than are told could not be narrowed to the others.
func TestEveryKindOfNoticeIsKnownToItsPage(t *testing.T) {
	told := append(slices.Clone(configs.NoticeKinds), string(notify.Digest))
	if shown := system.NoticeKinds(); !slices.Equal(told, shown) {
		t.Errorf("kinds of notices that are told: %v; that the page knows: %v", told, shown)
	}
	for _, kind := range told {
		if !words.Has("notice." + kind) {
			t.Errorf("a kind of notice has no phrase: add notice.%s to words/*", kind)
		}
	}
}

// A key that a sender asks for and that the configuration does not have could never be given.
func TestEveryChannelAsksForKeysThatThereAre(t *testing.T) {
	var keys []string
	for f := range reflect.TypeFor[configs.Channel]().Fields() {
		keys = append(keys, f.Tag.Get("yaml"))
	}
	for _, k := range app.Parts().Channels {
		for _, key := range slices.Concat(k.Needs, k.Takes) {
			if !slices.Contains(keys, key) {
				t.Errorf("a channel by %s asks for %s, which configs.Channel does not have", k.By, key)
			}
		}
	}
}

// The comments of the shipped configuration are its manual: they name every value that a key may
// have.
func TestTheManualNamesEveryValue(t *testing.T) {
	for file, ids := range map[string][]string{
		"clocks.yaml": slices.Concat(phrases("", opinion.Demands), phrases("", opinion.Severities),
			phrases("", opinion.SourceKinds)),
		"sources.yaml": slices.Concat(phrases("", opinion.SourceKinds), phrases("", configs.Ways())),
		"huiying.yaml": slices.Concat(channelIDs(), app.Parts().Briefings),
	} {
		text, err := fs.ReadFile(configs.Shipped(), file)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			if !regexp.MustCompile(`(?m)#.*\b` + id + `\b`).Match(text) {
				t.Errorf("no comment of configs/%s names %q", file, id)
			}
		}
	}
}

// What the product keeps and refuses is to be read in every language that its pages speak.
func TestEveryLanguageHasThePromise(t *testing.T) {
	for _, lang := range words.Languages() {
		if lang != "en" && docs.Promise(lang) == docs.Promise("en") {
			t.Errorf("the promise is not written in %s: add docs/promise.%s.md", lang, lang)
		}
	}
}

func TestEveryWayOfASourceHasACollector(t *testing.T) {
	for _, w := range configs.Ways() {
		if w.Visited() != slices.Contains(collecting.Ways(), w) {
			t.Errorf("sources by %s: visited %t, collectors by %v", w, w.Visited(), collecting.Ways())
		}
	}
}

// A switch over a kind that leaves a value out is complained of by the linter that make lint
// runs, with a default or without.
func TestTheLinterComplainsOfASwitchThatForgetsAValue(t *testing.T) {
	args := []string{"./testdata/exhaustive"}
	if flowtest.Race {
		args = slices.Insert(args, 0, "-race") // as the tests have built what it imports
	}
	said, err := exec.Command("scripts/exhaustive.sh", args...).CombinedOutput()
	if err == nil {
		t.Errorf("the linter is content with testdata/exhaustive")
	}
	for _, want := range []string{"type opinion.Demand: opinion.Praise", "type opinion.SourceKind: opinion.KindForum",
		"type opinion.Severity: opinion.SeverityIV", "type opinion.State: opinion.Archived",
		"type opinion.Statutory: opinion.ToPetition",
		"type opinion.Outcome: opinion.NotGovernment"} {
		if !strings.Contains(string(said), want) {
			t.Errorf("the linter does not say %q:\n%s", want, said)
		}
	}
}
