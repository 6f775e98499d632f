package topic_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"huiying/analyzers/topic"
	"huiying/internal/sharedtest"
	"huiying/opinion"
)

// catalogue reads the shipped catalogue the plain way; package configs reads it strictly.
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
	if err := yaml.UnmarshalWithOptions(raw, &file, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	var out []opinion.Topic
	for _, f := range file.Fields {
		out = append(out, f.Topic)
		for _, i := range f.Items {
			i.ID = f.ID + "/" + i.ID
			out = append(out, i)
		}
	}
	return out
}

func lexicon(t testing.TB) *topic.Lexicon {
	t.Helper()
	l, err := topic.New(catalogue(t))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func fieldOf(id string) string { f, _, _ := strings.Cut(id, "/"); return f }
