//go:build !esutil

package main

import (
	"errors"

	"github.com/spf13/cobra"
)

// withElastic says where the comparison with esutil is: it brings a thousand packages that
// nothing else needs, so that only a build of its own has it.
func withElastic(c *cobra.Command) {
	at := c.Flags().String("elastic", "", "measure the index on this server instead; `make bench-elastic` builds this in and starts a server")
	whole := c.RunE
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if *at != "" {
			return errors.New("this build has no esutil to compare with: run make bench-elastic, or build with -tags esutil")
		}
		return whole(cmd, args)
	}
}
