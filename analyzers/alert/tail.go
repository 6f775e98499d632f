package alert

import "math"

// AtLeast is the chance of n or more where mean are expected: by a negative binomial distribution of a
// shape, whose variance is mean + mean²/shape, or by Poisson's for an infinite shape.
func AtLeast(n int, mean, shape float64) float64 {
	switch {
	case n <= 0:
		return 1
	case mean <= 0:
		return 0
	case float64(n) < mean: // the other tail is the shorter one
		return max(0, 1-below(n-1, mean, shape))
	}
	term := math.Exp(logMass(n, mean, shape))
	if term < smallest {
		return term
	}
	sum := 0.0
	for k := float64(n); ; k++ {
		sum += term
		r := ratio(k, mean, shape)
		if term *= r; term < sum*1e-13 {
			return min(sum, 1)
		} else if k > float64(n)+mostTerms { // the rest is nearly a geometric series
			return min(sum+term/(1-r), 1)
		}
	}
}

const (
	smallest  = 1e-290 // below it numbers lose their digits, and nothing depends on which it is
	mostTerms = 20_000
)

// AtMost is the chance of n or fewer.
func AtMost(n int, mean, shape float64) float64 {
	switch {
	case n < 0:
		return 0
	case mean <= 0:
		return 1
	case float64(n) >= mean:
		return max(0, 1-AtLeast(n+1, mean, shape))
	}
	return below(n, mean, shape)
}

// below sums the masses of n, n-1, … where n is below the mean.
func below(n int, mean, shape float64) float64 {
	if n < 0 {
		return 0
	}
	term := math.Exp(logMass(n, mean, shape))
	if term < smallest {
		return term
	}
	sum := 0.0
	for k := float64(n); k >= 0; k-- {
		sum += term
		if k == 0 || term < sum*1e-12 {
			break
		}
		term /= ratio(k-1, mean, shape)
	}
	return min(sum, 1)
}

// ratio is the mass of k+1 by that of k.
func ratio(k, mean, shape float64) float64 {
	if math.IsInf(shape, 1) {
		return mean / (k + 1)
	}
	return (k + shape) / (k + 1) * mean / (mean + shape)
}

func logMass(n int, mean, shape float64) float64 {
	k := float64(n)
	fact, _ := math.Lgamma(k + 1)
	if math.IsInf(shape, 1) {
		return k*math.Log(mean) - mean - fact
	}
	a, _ := math.Lgamma(k + shape)
	b, _ := math.Lgamma(shape)
	return a - b - fact + k*math.Log(mean/(mean+shape)) - shape*math.Log1p(mean/shape)
}
