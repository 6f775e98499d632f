package register

// LeastGrowth is the number of reports of a day below which nobody speaks of growth.
const LeastGrowth = 3

// Growth is how many times its usual day an issue hears today: the independent reports of the
// last 24 hours through a day's mean of the 7 days before, which counts as one report at the
// least. 0 stands for "too few to tell": fewer than three reports in the last 24 hours.
func Growth(today, before int) float64 {
	if today < LeastGrowth {
		return 0
	}
	return float64(today*7) / float64(max(7, before))
}

// Attention is what the list of issues is ordered by: the independent reports of the last 24
// hours, times their growth where there is any. So it is size and growth of the present; how
// much was said long ago only decides between equals.
func Attention(today, before int) float64 {
	if Growth(today, before) <= 1 {
		return float64(today)
	}
	return float64(today*today*7) / float64(max(7, before))
}
