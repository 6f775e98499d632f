package verify

import "testing"

func BenchmarkJudge(b *testing.B) {
	pairs := sharedPairs(b)
	var j Judge
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		j.Judge(pairs[i%len(pairs)], 0)
	}
}
