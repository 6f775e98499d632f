package console

// correctWords belong to corrections of findings.
var correctWords = map[string]phrase{
	"mention.look":        {"研判与更正", "Finding"},
	"mention.correct":     {"研判有误？更正", "Is the finding wrong? Correct it"},
	"mention.corrected":   {"人工更正过", "corrected"},
	"mention.text":        {"原文（已去除个人信息）", "The text (redacted)"},
	"mention.issue":       {"所属议题", "Its issue"},
	"mention.judged":      {"研判", "Finding"},
	"mention.judged.what": {"点开一项可以更正。领域、地点、等级更正后重新匹配责任单位；待研判的办件随之改派，已派出的仍由原单位办理，由单位退单。", "Open one to correct it. A corrected topic, place or severity is routed anew: a case in triage follows; a dispatched one stays with its unit, which may return it."},
	"mention.person":      {"人工判定", "said by a person"},
	"mention.sure":        {"把握 %d%%", "confidence %d%%"},
	"mention.evidence":    {"依据：", "Evidence:"},
	"mention.corrections": {"更正记录", "Corrections"},

	"judged.topic":      {"领域事项", "Topic"},
	"judged.place":      {"地点", "Place"},
	"judged.demand":     {"诉求", "Demand"},
	"judged.severity":   {"等级", "Severity"},
	"judged.unit":       {"主办单位", "Lead unit"},
	"judged.issue":      {"议题", "Issue"},
	"rather.topic":      {"应为哪个事项", "The right topic"},
	"rather.place":      {"应为哪个地点", "The right place"},
	"rather.place.help": {"填行政区划代码或全名，如“南宁市青秀区”；文中没有地点则留空。", "The division's code or full name, such as 南宁市青秀区; empty when the text names none."},
	"rather.demand":     {"应为哪类诉求", "The right demand"},
	"rather.severity":   {"应为哪个等级", "The right severity"},
	"rather.unit":       {"应由哪个单位主办", "The unit that should lead"},
	"correct.go":        {"更正", "Correct"},
	"correct.confirm":   {"领域判断正确", "The topic is right"},
	"correct.confirmed": {"确认为 %s", "confirmed as %s"},
	"correct.undone":    {"已撤销", "taken back"},
	"correct.undo":      {"撤销最近一次更正", "Take the latest correction back"},
	"correct.done":      {"已更正。", "Corrected."},
	"correct.undo.done": {"已撤销。", "Taken back."},
	"correct.reload":    {"重新载入", "Load it again"},
	"correct.export":    {"下载人工更正，作为训练数据（JSONL）", "Download what persons said, as training data (JSONL)"},
	"correct.would":     {"更正后应由 %s 主办", "by the correction %s would lead"},

	"move.correct": {"更正研判", "Finding corrected"},
	"move.split":   {"拆出反映", "Report split off"},

	"rule.person": {"人工指定主办单位", "a person named the unit"},

	"by.monitor":   {"监测岗", "Monitor"},
	"away.correct": {"此进程不能更正研判。", "This process cannot correct findings."},
}
