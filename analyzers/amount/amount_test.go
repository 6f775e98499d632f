package amount

import "testing"

func TestNumbers(t *testing.T) {
	for s, want := range map[string]float64{"12人": 12, "三十五": 35, "十": 10, "十几": 10, "1,200": 1200,
		"1200多": 1200, "３５": 35, "一千二百": 1200, "3.5万": 35000, "两万": 20000,
		"1.2亿": 1.2e8, "数百": 300, "上千": 1000, "好几百": 300, "几十": 30, "一百二十": 120, "上万": 10000,
		"数十万": 300000, "十五万": 150000, "二百五十万": 2.5e6} {
		if got, n := Number(s); got != want || n == 0 {
			t.Errorf("%q: got %v, want %v", s, got, want)
		}
	}
}
