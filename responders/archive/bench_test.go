package archive

import (
	"testing"
)

// BenchmarkAppend is what the archive costs a message: hash, pack, write, and a sync for every
// batch of a thousand.
func BenchmarkAppend(b *testing.B) {
	c := &clock{noon}
	a, err := Open(b.TempDir(), nil, options(c))
	must(b, err)
	defer a.Close()
	b.ReportAllocs()
	for seq := uint64(1); b.Loop(); seq += 1000 {
		must(b, a.append("MENTIONS", said("MENTIONS", noon, seq, seq+999)))
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000, "µs/message")
}
