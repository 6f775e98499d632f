package alert

import (
	"fmt"
	"testing"

	"huiying/opinion"
)

// BenchmarkObserve is what detection costs a report: of a county, and of a province.
func BenchmarkObserve(b *testing.B) {
	for _, x := range []struct {
		name string
		m    Made
	}{
		{"county", Made{Seed: 1, PerDay: 200, Days: 28, Surges: 20}},
		{"province", Made{Seed: 1, PerDay: 100_000, Days: 3, Counties: 60, Towns: 8, Topics: 40}},
	} {
		b.Run(x.name, func(b *testing.B) {
			reports, _ := x.m.Stream()
			d, k := New(Options{}), 0
			for b.Loop() {
				if k == len(reports) {
					d, k = New(Options{}), 0
				}
				d.Observe(reports[k])
				k++
			}
		})
	}
}

// watchesOf are n watches of three words each.
func watchesOf(n int) (out []opinion.Watch) {
	a := []rune("供水电热气暖路灯桥井车校医保险房产税费证件噪音油烟垃圾污河道树木占用施工欠薪工资退款消防隐患电梯物业")
	for i := range n {
		w := func(k int) string {
			return string([]rune{a[(i*7+k)%len(a)], a[(i*13+k*5+1)%len(a)], a[(i*29+k*3+2)%len(a)]})
		}
		out = append(out, opinion.Watch{ID: fmt.Sprint("w", i), Must: []string{w(0)}, Any: []string{w(1), w(2)},
			Not: []string{w(3)}, Tell: opinion.TellDigest})
	}
	return out
}

// BenchmarkWatches is what 1,000 watches cost a text of 300 characters.
func BenchmarkWatches(b *testing.B) {
	text := ""
	for len([]rune(text)) < 300 {
		text += "我们小区从昨天晚上开始停水到现在还没有恢复，物业说是管道维修，希望有关部门尽快处理。"
	}
	r := Report{Text: text}
	w := newWatching(watchesOf(1000))
	b.ReportAllocs()
	for b.Loop() {
		w.match(&r)
	}
}
