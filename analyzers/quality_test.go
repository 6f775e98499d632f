package analyzers_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"huiying/analyzers/issue"
	"huiying/analyzers/jieba"
	"huiying/analyzers/topic"
	"huiying/internal/sharedtest"
	"huiying/opinion"
)

// catalogue is the shipped one, read the plain way; package configs reads it strictly.
func catalogue(t testing.TB) []opinion.Topic {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(sharedtest.Root(t), "configs", "catalogue.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Fields []struct {
			opinion.Topic `yaml:",inline"`
			Items         []opinion.Topic `yaml:"items"`
		} `yaml:"fields"`
	}
	if err := yaml.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	var all []opinion.Topic
	for _, f := range file.Fields {
		all = append(all, f.Topic)
		for _, i := range f.Items {
			i.ID = f.ID + "/" + i.ID
			all = append(all, i)
		}
	}
	return all
}

func lexicon(t testing.TB) *topic.Lexicon {
	t.Helper()
	l, err := topic.New(catalogue(t))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// terms are the words of the catalogue: what a text is about, not which matter it is.
func terms(t testing.TB) []string {
	var out []string
	for _, c := range catalogue(t) {
		out = append(out, c.Terms...)
	}
	return out
}

func segmenter(t testing.TB) *jieba.Jieba {
	t.Helper()
	j, err := jieba.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

type cityMessage struct {
	ID, Title, Text string
	Time            time.Time
}

// cut is a message with what the grouper is told about it.
type cut struct {
	id      string
	mention opinion.Mention
	topic   string
	words   []string
}

func city(t testing.TB) []cut {
	t.Helper()
	all := sharedtest.Lines[cityMessage](t, "tipdm2020c/city_messages.jsonl")
	slices.SortStableFunc(all, func(a, b cityMessage) int { return a.Time.Compare(b.Time) })
	j, l := segmenter(t), lexicon(t)
	var out []cut
	for _, m := range all {
		mention, err := opinion.NewMention(opinion.Draft{Source: "city", Ref: m.ID, Title: m.Title, Text: m.Text, PublishedAt: m.Time})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, cut{m.ID, mention, l.Judge(m.Title, m.Text).ID, j.Cut(mention.Title + "\n" + mention.Text)})
	}
	return out
}

// TestHotIssues groups one city's messages in the order in which they came, and compares
// with the issues that are known.
func TestHotIssues(t *testing.T) {
	gold := sharedtest.Lines[issue.Gold](t, "tipdm2020c/hot_issues_dev.jsonl")
	messages := city(t)
	g := issue.New(issue.Options{Common: terms(t)})
	groups, why, size := map[string]string{}, map[string][]string{}, map[string]int{}
	title := map[string]string{}
	for _, c := range messages {
		ref := g.Group(c.mention, c.topic, "", c.words)
		groups[c.id], why[c.id], title[c.id] = ref.ID, ref.Why, c.mention.Title
		size[ref.ID]++
	}
	r := issue.Score(groups, gold)
	for _, m := range r.Matches {
		t.Logf("%s %s: F1 %.3f precision %.3f recall %.3f (%d of %d, group of %d)", m.Gold, m.Name, m.F1, m.Precision, m.Recall, m.Hit, m.True, m.Size)
		if os.Getenv("HUIYING_MISSES") != "" {
			for _, id := range m.Missed {
				t.Logf("    missed  %s %s (group of %d)", id, title[id], size[groups[id]])
			}
			for _, id := range m.Strange {
				t.Logf("    strange %s %s %s", id, title[id], strings.Join(why[id], " "))
			}
		}
	}
	if os.Getenv("HUIYING_MISSES") != "" {
		var ids []string
		for id, n := range size {
			if n >= 8 {
				ids = append(ids, id)
			}
		}
		slices.SortFunc(ids, func(a, b string) int { return size[b] - size[a] })
		for _, id := range ids {
			t.Logf("group of %d", size[id])
			n := 0
			for _, c := range messages {
				if groups[c.id] == id && n < 12 {
					n++
					t.Logf("      %s   %v", c.mention.Title, why[c.id])
				}
			}
		}
	}
	t.Logf("mean F1 %.3f; %d groups of %d messages; largest %d (largest known %d)", r.MeanF1, len(size), len(messages), r.Largest, r.LargestTrue)
	if r.MeanF1 < 0.85 {
		t.Errorf("mean F1 %.3f, want at least 0.85", r.MeanF1)
	}
	if r.Largest > 3*r.LargestTrue {
		t.Errorf("the largest group has %d messages, want at most three times the largest known issue's %d", r.Largest, r.LargestTrue)
	}
}
