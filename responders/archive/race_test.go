//go:build race

package archive

import "flag"

// Each life that a property draws writes files, ten times slower beside the race detector: a
// third of the usual hundred, others on each run. -rapid.checks says otherwise.
func init() { _ = flag.Set("rapid.checks", "35") }
