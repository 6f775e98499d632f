package app

import (
	"fmt"
	"slices"
	"strings"

	"huiying/internal/cli"
)

// Role is a word of --roles.
type Role string

const (
	RoleCollect Role = "collect"
	RoleAnalyze Role = "analyze"
	RoleRespond Role = "respond"
	RoleConsole Role = "console"
)

var allRoles = []Role{RoleCollect, RoleAnalyze, RoleRespond, RoleConsole}

func ParseRoles(s string) ([]Role, error) {
	var out []Role
	for word := range strings.SplitSeq(s, ",") {
		r := Role(strings.TrimSpace(word))
		if !slices.Contains(allRoles, r) {
			return nil, fmt.Errorf("%w: there is no role %q; the roles are collect, analyze, respond, console", cli.ErrUsage, word)
		}
		out = append(out, r)
	}
	return out, nil
}

// AllRoles are the roles of a process that does everything.
func AllRoles() []Role { return slices.Clone(allRoles) }
