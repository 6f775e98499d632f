package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"huiying/internal/cli"
	"huiying/words"
)

// errSaid ends a command with exit code 1 after it has told the user everything itself.
var errSaid = errors.New("failed")

// misuse says what is wrong with a command line (exit code 2).
type misuse struct{ words.Phrase }

func (m misuse) Error() string        { return cli.ErrUsage.Error() + ": " + m.In("en") }
func (m misuse) Is(target error) bool { return target == cli.ErrUsage }

// wrongUse is the misuse that a key below use.* of the words tells.
func wrongUse(key string, args ...any) error { return misuse{words.Of("use."+key, args...)} }

// exactly is cobra.ExactArgs with exit code 2. what is a key below use.takes.*.
func exactly(n int, what string) cobra.PositionalArgs {
	return takes(func(given int) bool { return given == n }, what)
}

// atLeastOne is cobra.MinimumNArgs(1) with exit code 2.
func atLeastOne(what string) cobra.PositionalArgs {
	return takes(func(given int) bool { return given > 0 }, what)
}

func takes(fits func(given int) bool, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if fits(len(args)) {
			return nil
		}
		return wrongUse("takes", cmd.CommandPath(), words.Of("use.takes."+what))
	}
}

// group is a command that only holds others.
func group(name string) *cobra.Command {
	return &cobra.Command{Use: name, RunE: func(*cobra.Command, []string) error { return nil },
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return noCommand(c, args[0])
			}
			return wrongUse("one_of", c.CommandPath(), strings.Join(namesOf(c), ", "))
		}}
}

func namesOf(c *cobra.Command) (out []string) {
	for _, each := range c.Commands() {
		if each.IsAvailableCommand() || each.HasAvailableSubCommands() {
			out = append(out, each.Name())
		}
	}
	return out
}

// noCommand names the commands that could have been meant.
func noCommand(c *cobra.Command, given string) error {
	return misuse{unknown("command", given, namesOf(c))}
}

func unknown(kind, given string, all []string) words.Phrase {
	named := make([]words.Named, len(all))
	for i, id := range all {
		named[i].ID = id
	}
	return words.Unknown(kind, given, named)
}
