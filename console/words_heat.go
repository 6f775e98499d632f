package console

// heatWords belong to an issue's course over time and to what its mentions have in common.
// The definitions here are those of register/sqlite (Growth, Attention).
var heatWords = map[string]phrase{
	"issues.how": {"怎样排列，怎样计算增长", "How they are ordered, and what growth is"},
	"issues.order": {"默认按关注度排列：近 24 小时的独立反映数，乘以增长倍数（大于 1 时）；相同者按独立反映总数。近 24 小时没有动静的排在后面。",
		"By attention: independent reports of the last 24 hours, times their growth where it is above 1; then by all independent reports. What nobody spoke of in 24 hours comes last."},
	"growth.what": {"增长倍数 = 近 24 小时的独立反映数 ÷ 此前 7 天的日均数（日均不足 1 按 1 计）；近 24 小时不足 3 个时不计算。",
		"Growth = independent reports of the last 24 hours / a day's mean of the 7 days before (at least 1); not given below 3 reports."},
	"growth.today":    {"近 24 小时 %d 个", "last 24 h: %d"},
	"growth.times":    {"增长 %s 倍", "%s times its usual day"},
	"growth.steady":   {"与平日持平", "as on a usual day"},
	"growth.cooling":  {"少于平日", "fewer than on a usual day"},
	"growth.few":      {"太少，不计算增长", "too few to tell growth"},
	"growth.before":   {"此前 7 天 %d 个", "7 days before: %d"},
	"growth":          {"增长", "Growth"},
	"spark":           {"近 14 天每日独立反映数：%s", "Independent reports a day, 14 days: %s"},
	"heat":            {"热度变化", "Heat over time"},
	"heat.hours":      {"每小时独立反映数，%s 至 %s", "Independent reports per hour, %s to %s"},
	"heat.days":       {"每日独立反映数，%s 至 %s", "Independent reports per day, %s to %s"},
	"heat.reports":    {"独立反映", "Reports"},
	"heat.copies":     {"转载", "Copies"},
	"heat.earlier":    {"更早的不在图中。", "Earlier ones are not in the picture."},
	"together":        {"为什么归在一起", "Why together"},
	"together.words":  {"共同的词", "Shared words"},
	"together.what":   {"数字是因该词并入本议题的独立反映数。", "The number is that of the independent reports which a word brought in."},
	"together.places": {"地点", "Places"},
	"together.source": {"来源", "Sources"},
	"together.copies": {"另有 %d 条转载，内容与已知反映相同或几乎相同，不计入独立反映。", "Besides, %d copies: the same or nearly the same as a known report, and not counted as one."},
	"together.gone":   {"没有留下共同的词：词语过了保存期限即删除，人工归入的也没有。", "No shared words are kept: words go when their retention is over, and what a person put here has none."},
	"together.alone":  {"目前只有一个独立反映。", "There is one independent report so far."},
}
