package topic_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"huiying/analyzers/topic"
	"huiying/opinion"
)

// root is the module's folder.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = up
	}
}

// shared opens a file of the data that is not part of the project, or skips.
func shared(t testing.TB, name string) string {
	t.Helper()
	base := os.Getenv("HUIYING_SHARED")
	if base == "" {
		base = filepath.Join(root(t), "..", "shared")
	}
	path := filepath.Join(base, "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skip("shared data absent: " + name)
	}
	return path
}

// catalogue reads the shipped catalogue the plain way; package configs reads it strictly.
func catalogue(t testing.TB) []opinion.Topic {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(root(t), "configs", "catalogue.yaml"))
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
