package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"huiying/app"
)

// Every command line in deploy/ is one that this program takes.
func TestShippedCommandLines(t *testing.T) {
	list := regexp.MustCompile(`"([^"]*)"`)
	lines := map[string][]string{}
	read := func(file, begin string, words func(string) []string) {
		text, err := os.ReadFile(filepath.Join("../../deploy", file))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if _, rest, ok := strings.Cut(line, begin); ok && lines[file] == nil {
				lines[file] = words(rest)
			}
		}
	}
	quoted := func(s string) (out []string) {
		for _, m := range list.FindAllStringSubmatch(s, -1) {
			out = append(out, m[1])
		}
		return out
	}
	unit := func(s string) []string {
		return strings.Fields(strings.NewReplacer("%i", "analyze", "$OPTIONS", "--observe 127.0.0.1:9091").Replace(s))
	}
	read("systemd/huiying.service", "ExecStart=/usr/local/bin/huiying", unit)
	read("systemd/huiying@.service", "ExecStart=/usr/local/bin/huiying", unit)
	read("compose.yaml", "command: ", quoted)
	read("Containerfile", "CMD ", quoted)
	read("kubernetes/role/statefulset.yaml", "args: [", func(s string) []string {
		return append(strings.Split(strings.TrimRight(s, "]\n"), ", "), "--roles=respond")
	})
	if len(lines) != 5 {
		t.Fatalf("command lines were found in %d of 5 files: %v", len(lines), lines)
	}
	for file, args := range lines {
		c, rest, err := newRoot().Find(args)
		if err == nil {
			err = c.ParseFlags(rest)
		}
		if err == nil {
			err = noWordsLeft(c)
		}
		if err != nil || c.Name() != "serve" {
			t.Errorf("%s: huiying %v: %v", file, args, err)
			continue
		}
		if roles, err := app.ParseRoles(c.Flag("roles").Value.String()); err != nil || len(roles) == 0 {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func noWordsLeft(c *cobra.Command) error { return c.Args(c, c.Flags().Args()) }
