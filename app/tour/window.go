package tour

// Visit is what somebody says at the window of the tour's office, and what its unit answers.
type Visit struct{ Ref, Text, Answer string }

// The visits, by what the one who came says of the answer.
var (
	// VisitSolved: by the query code, that it is solved.
	VisitSolved = Visit{"tour-window-1", "拉萨市城关区扎基路公交站的候车亭顶棚漏雨，下雨天没法等车，请维修。",
		"【样例答复】经查，扎基路公交站候车亭顶棚确有破损漏雨。11月29日已更换顶棚并做防水处理，现已恢复使用。"}
	// VisitUnsolved: by the query code, twice, that it is not.
	VisitUnsolved = Visit{"tour-window-2", "拉萨市城关区纳金路人行道地砖松动，一下雨就溅一身水，老人走路绊倒过，请修整。",
		"【样例答复】经查，纳金路人行道地砖松动属实。已对松动地砖重新铺装，共修整四十余处，人行道已可正常通行。"}
	// VisitLooked: nothing; the office calls back and goes to look.
	VisitLooked = Visit{"tour-window-3", "拉萨市城关区林廓北路路口的垃圾桶满了好几天没有清运，臭味很大，请清理。",
		"【样例答复】经查，林廓北路路口垃圾桶清运不及时属实。已清运完毕，并将该点位清运改为每日两次。"}
)

// Visits are all of them.
var Visits = []Visit{VisitSolved, VisitUnsolved, VisitLooked}
