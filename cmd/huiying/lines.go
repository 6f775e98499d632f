package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
)

// oneInput is the argument of commands that read lines: one file, or - for standard input.
func oneInput(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return wrongUse("one_file", cmd.Name())
	}
	return nil
}

// openInput opens what oneInput let pass. The caller closes it.
func openInput(cmd *cobra.Command, args []string) (io.ReadCloser, error) {
	if len(args) == 1 && args[0] != "-" {
		return os.Open(args[0])
	}
	return io.NopCloser(cmd.InOrStdin()), nil
}

// sayFaults ends a command whose lines carry their own errors.
func sayFaults(n int) error {
	if n == 0 {
		return nil
	}
	fmt.Fprintf(os.Stderr, "huiying: %d lines could not be judged; see their \"error\"\n", n)
	return errSaid
}
