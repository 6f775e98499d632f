// Package deploy holds what others run huiying with. Its tests let the readers of these files
// read them: Kubernetes' own types, kustomize, compose's loader, BuildKit's parser, Prometheus,
// systemd. They are a module of their own, for these tools bring many others with them. What
// needs huiying itself is tested elsewhere: the NATS settings in bus, the configuration, the
// commands and the list of metrics in app.
package deploy

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

func TestContainerFile(t *testing.T) {
	f, err := os.Open("Containerfile")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tree, err := parser.Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	if len(tree.Warnings) > 0 {
		t.Error(tree.Warnings)
	}
	stages, _, err := instructions.Parse(tree.AST, nil)
	if err != nil {
		t.Fatal(err)
	}
	last := stages[len(stages)-1]
	var user string
	for _, c := range last.Commands {
		if u, ok := c.(*instructions.UserCommand); ok {
			user = u.User
		}
		if _, ok := c.(*instructions.RunCommand); ok {
			t.Error("the last stage runs a program: there is none in an empty image")
		}
	}
	if last.BaseName != "scratch" || user != "65532:65532" {
		t.Errorf("the image is made from %q and runs as %q", last.BaseName, user)
	}
}

func compose(t *testing.T) *types.Project {
	t.Helper()
	o, err := cli.NewProjectOptions([]string{"compose.yaml"}, cli.WithProfiles([]string{"watch"}), cli.WithWorkingDirectory("."))
	if err != nil {
		t.Fatal(err)
	}
	p, err := o.LoadProject(t.Context()) // by the schema of compose, strictly
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestCompose(t *testing.T) {
	for name, s := range compose(t).Services {
		if !s.ReadOnly || s.Privileged || !slices.Contains(s.CapDrop, "ALL") || !slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
			t.Errorf("%s may write its root, gain rights, or keeps capabilities", name)
		}
		for _, v := range s.Volumes {
			if v.Type == "bind" {
				if _, err := os.Stat(v.Source); err != nil {
					t.Errorf("%s mounts what is not there: %v", name, err)
				}
			}
		}
		if s.Build == nil && (!strings.Contains(s.Image, ":") || strings.HasSuffix(s.Image, ":latest")) {
			t.Errorf("%s takes whatever %s is that day: name a version", name, s.Image)
		}
		if s.NetworkMode == "host" && !strings.Contains(strings.Join(s.Command, " "), "127.0.0.1:") {
			t.Errorf("%s shares the machine's network and does not say that it listens on loopback", name)
		}
	}
}
