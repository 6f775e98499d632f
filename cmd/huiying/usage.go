package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"huiying/internal/cli"
)

// errSaid ends a command with exit code 1 after it has told the user everything itself.
var errSaid = errors.New("failed")

// exactly is cobra.ExactArgs with exit code 2.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return fmt.Errorf("%w: %s takes %s", cli.ErrUsage, cmd.CommandPath(), what)
		}
		return nil
	}
}

// atLeastOne is cobra.MinimumNArgs(1) with exit code 2.
func atLeastOne(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return fmt.Errorf("%w: %s takes %s", cli.ErrUsage, cmd.CommandPath(), what)
		}
		return nil
	}
}
