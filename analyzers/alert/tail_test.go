package alert

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func shapes(t *rapid.T) float64 {
	return rapid.OneOf(rapid.Float64Range(0.2, 50), rapid.Just(math.Inf(1))).Draw(t, "shape")
}

// Both tails beside the sum of all masses from nothing, which knows no short cut.
func TestTailsAreSumsOfMasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mean, shape := rapid.Float64Range(0.001, 60).Draw(t, "mean"), shapes(t)
		n := rapid.IntRange(0, 150).Draw(t, "n")
		sum := 0.0
		for k := range n {
			sum += math.Exp(logMass(k, mean, shape))
		}
		if got := AtLeast(n, mean, shape); math.Abs(got-(1-sum)) > 1e-9 {
			t.Fatalf("AtLeast(%d, %v, %v) = %v, want %v", n, mean, shape, got, 1-sum)
		}
		if got := AtMost(n-1, mean, shape); math.Abs(got-sum) > 1e-9 {
			t.Fatalf("AtMost(%d, %v, %v) = %v, want %v", n-1, mean, shape, got, sum)
		}
	})
}

// More is never likelier, more expected never less likely, and a wider distribution has longer tails
// far out.
func TestTailsAreOrdered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mean, shape := rapid.Float64Range(0.001, 3000).Draw(t, "mean"), shapes(t)
		n := rapid.IntRange(1, 5000).Draw(t, "n")
		p := AtLeast(n, mean, shape)
		if p < 0 || p > 1 || math.IsNaN(p) {
			t.Fatalf("AtLeast(%d, %v, %v) = %v", n, mean, shape, p)
		}
		if more := AtLeast(n+1, mean, shape); more > p*(1+1e-6)+1e-12 {
			t.Fatalf("AtLeast(%d) = %v > AtLeast(%d) = %v", n+1, more, n, p)
		}
		if busier := AtLeast(n, mean*1.1, shape); busier < p*(1-1e-6)-1e-9 {
			t.Fatalf("AtLeast(%d) of mean %v = %v < %v of mean %v", n, mean*1.1, busier, p, mean)
		}
		if float64(n) > 3*mean+10 && AtLeast(n, mean, 1) < AtLeast(n, mean, math.Inf(1)) {
			t.Fatalf("a wide distribution has the shorter tail at %d of %v", n, mean)
		}
	})
}

func TestTailsByKnownValues(t *testing.T) {
	for _, x := range []struct {
		n           int
		mean, shape float64
		want        float64
	}{
		{1, 1, math.Inf(1), 1 - math.Exp(-1)},
		{5, 0.1, math.Inf(1), 7.667e-8}, // Poisson
		{1, 1, 1, 0.5},                  // geometric
		{3, 1, 1, 0.125},
	} {
		if got := AtLeast(x.n, x.mean, x.shape); math.Abs(got/x.want-1) > 1e-3 {
			t.Errorf("AtLeast(%d, %v, %v) = %v, want %v", x.n, x.mean, x.shape, got, x.want)
		}
	}
}
