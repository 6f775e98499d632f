package dispatch

import "math"

// The exponential and the logarithm of a few hundred scores were most of a proposal's time. These
// read tables and are right to three digits, which is more than a score is.
const tableBits = 11

var powers, logs = func() (p, l [1 << tableBits]float32) {
	for i := range p {
		at := float64(i) / (1 << tableBits)
		p[i] = float32(math.Exp2(at))
		l[i] = float32(math.Log(1 + at + .5/(1<<tableBits)))
	}
	return p, l
}()

// exp is e to the power of x.
func exp(x float32) float32 {
	x *= math.Log2E
	if x < -120 {
		return 0
	}
	x = min(x, 120)
	whole := float32(math.Floor(float64(x)))
	part := powers[int32((x-whole)*(1<<tableBits))&(1<<tableBits-1)]
	return part * math.Float32frombits(uint32(int32(whole)+127)<<23)
}

// log is the natural logarithm of a positive x.
func log(x float32) float32 {
	b := math.Float32bits(x)
	return float32(int32(b>>23)-127)*math.Ln2 + logs[b>>(23-tableBits)&(1<<tableBits-1)]
}

// logShares turns scores into logarithms of shares of 1, none below least.
func logShares(s []float32, least float32) {
	if len(s) == 0 {
		return
	}
	top, sum := s[0], float32(0)
	for _, v := range s {
		top = max(top, v)
	}
	for _, v := range s {
		if v > top-20 {
			sum += exp(v - top)
		}
	}
	top += log(sum)
	for i, v := range s {
		s[i] = max(v-top, least)
	}
}
