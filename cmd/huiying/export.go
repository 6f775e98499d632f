package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/internal/cli"
)

func exportCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "export",
		Short: "Write out what persons decided",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return fmt.Errorf("%w: say what to export: corrections", cli.ErrUsage)
		},
	}
	c.AddCommand(exportCorrectionsCommand())
	return c
}

func exportCorrectionsCommand() *cobra.Command {
	var at app.Address
	var out string
	c := &cobra.Command{
		Use:   "corrections [--out FILE]",
		Short: "What persons said of mentions, as training data for 'huiying train'",
		Long: `Writes a JSON line {"id","title","text"} for every mention of which a person said something that
teaches, redacted as it is stored, with what was said:

  "label"                 the id of the topic that was corrected or confirmed
  "asks"                  "case" where a case was opened for it, "nothing" where it asks nothing
  "issue", "not_issue"    where it was put, and the issue that it is no report of

What was taken back, and what was forgotten, is left out. 'huiying train' learns the labels.`,
		Args: exactly(0, "flags only"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			n := 0
			write := func(w io.Writer) error {
				return app.WithOffice(cmd.Context(), at, func(ctx context.Context, o app.Office) (err error) {
					n, err = o.Labels(ctx, w)
					return err
				})
			}
			var err error
			if out == "" {
				err = write(cmd.OutOrStdout())
			} else {
				err = writeWhole(out, write)
			}
			if err == nil {
				fmt.Fprintf(cmd.ErrOrStderr(), "%d lines\n", n)
			}
			return err
		},
	}
	f := c.Flags()
	addressFlags(&at, f)
	f.StringVar(&out, "out", "", "file to write (default: standard output)")
	return c
}
