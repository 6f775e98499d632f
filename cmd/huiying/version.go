package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"huiying/app"
)

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Args: exactly(0, "nothing"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "huiying %s %s %s/%s\n", app.Revision, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
