package tour

import "fmt"

// puzzles are texts of which the judgement cannot say what they are about: they wait for a
// person, so that a visitor's desk has work on it. Their places are real,
// their lanes and estates invented.
var puzzles = []struct{ place, title, body string }{
	{"昌都市芒康县", "石岭村后山裂了一条缝，下雨就往下掉土", "石岭村后山裂了一条缝，一下雨就往下掉土，村里二十多户不敢睡觉，随时有生命危险，恳请上级派人来看看。"},
	{"拉萨市城关区", "雪松苑门口周末过不去人，到底归谁管", "雪松苑门口一到周末就挤得过不去人，老人推着轮椅出不来，说了好几次都说不归他们管，请问到底归哪个部门管？"},
	{"日喀则市江孜县", "河北里台阶缺了两级，有老人摔倒骨折", "河北里那段台阶缺了两级，上星期有老人摔倒骨折，现在还没有人围挡，请尽快派人来处理。"},
	{"林芝市巴宜区", "投诉朝霞里楼下的棚子晚上有人做饭", "朝霞里楼下搭了一排铁皮棚，里面堆着纸箱，晚上还有人生火做饭，住在楼上的整夜担心，投诉几次没有人来，希望尽快处理。"},
	{"山南市乃东区", "柳岸巷的事反映两回了没有回音", "柳岸巷的事情反映过两回了，一直没有人来看，请给个说法，到底由谁负责？"},
	{"日喀则市桑珠孜区", "麦浪里旧楼那批东西什么时候清走", "麦浪里旧楼那批东西堆了半年多，两边都说是对方的，请问什么时候能清走？"},
	{"拉萨市堆龙德庆区", "羊圈桥夜里总有一股怪味，大家头晕", "羊圈桥这几天夜里总有一股怪味，好几个人头晕恶心，不知道是哪里来的，请尽快查一查并公布结果。"},
	{"那曲市安多县", "孩子的事问了三个窗口都说不清", "孩子的事情问了三个窗口，都说不清楚，要我们回去等，请问到底找谁？"},
	{"昌都市卡若区", "门口的线垂到头顶，请问归谁管", "门口几根线垂到头顶，不知道是哪家的，孩子上学天天从下面走，请问归哪家管？希望尽快来人处理。"},
	{"阿里地区札达县", "沟口的牌子倒了一个多月", "沟口的牌子倒了一个多月，有人走错了差点掉下去，请问由哪家单位扶起来？"},
}

// among lays the puzzles into a stream: each tenth text, on the board, until all were told.
func among(said []Said) []Said {
	for k, p := range puzzles {
		i := 10*k + 2
		if i >= len(said) {
			break
		}
		said[i].Title = "【样例】" + p.place + p.title
		said[i].Text = p.place + "，" + p.body + "（样例文字，第" + fmt.Sprint(said[i].N) + "条）"
	}
	return said
}
