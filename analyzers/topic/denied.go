package topic

import "strings"

// 没有停水 is not about water supply, but 没有路灯 is about lamps: a denial takes back what happens,
// not what is missing.

// events are parts of words for what happens.
var events = strings.Fields(`停水 停电 停气 断水 断电 漏水 漏电 积水 爆管 堵车 拥堵 违停 占道 噪音 噪声 扰民 油烟 异味 臭味
	污染 拖欠 欠薪 补课 着火 起火 打架 盗窃 诈骗 涨价 超载 拒载`)

// denials stand right before what did not happen.
var denials = strings.Fields("没有 没有发生 没有出现 没 并未 并没有 未 未发生 未出现 从未 从来没有 不存在 不会 不是 不再")

func happens(word string) bool {
	for _, e := range events {
		if strings.Contains(word, e) {
			return true
		}
	}
	return false
}

// denied says whether a text ends with a denial of what comes next.
func denied(before string) bool {
	for _, d := range denials {
		if strings.HasSuffix(before, d) {
			return true
		}
	}
	return false
}
