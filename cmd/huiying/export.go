package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"huiying/app"
)

func exportCommand() *cobra.Command {
	c := group("export")
	c.AddCommand(exportCorrectionsCommand())
	return c
}

func exportCorrectionsCommand() *cobra.Command {
	var at app.Address
	var out string
	c := &cobra.Command{
		Use:  "corrections [--out FILE]",
		Args: exactly(0, "nothing"),
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
	f.StringVar(&out, "out", "", "")
	return c
}
