package demand

import (
	"strings"

	"huiying/analyzers/phrase"
	"huiying/opinion"
)

// A text that is clearly an office's own answer, or clearly sells something, asks nothing of the
// office. Both are judged narrowly: whoever quotes an answer in order to complain of it begins with
// words of his own, and whoever complains of an advertisement asks for something. What is not clear
// waits for a person.

// opening is within how many bytes from the begin the form of an answer must show itself.
const opening = 270

// salutes greet whoever wrote before; received says that it has come; answers that this is the
// answer. A text is an answer where all three stand at its beginning, and nothing there says that it
// is quoted.
var (
	salutes  = strings.Fields("您好 你好 网友 市民朋友 尊敬的 来信人 留言人 诉求人 先生/女士 先生 女士")
	received = strings.Fields("收悉 已收到 您反映 您咨询 您提出 您的来信 您的留言 您的诉求 你反映 你咨询 您所反映")
	quotes   = strings.Fields("“ 「 \" 回复说 答复说 回复称 答复称 给我 我收到 我是 我家 不满意 但是")
	answers  = strings.Fields("回复如下 答复如下 现回复 现答复 现将有关情况 现就有关情况 现将情况 特此回复 特此答复")
)

// sells are phrases of those who sell something by spreading texts. Three of them make an
// advertisement of what asks for nothing.
var sells = phrase.New(strings.Fields(`加微信 加薇信 加V信 扫码加 微信同号 代开发票 代开票 代办证件 刻章办证 低息贷款 无抵押贷款 秒批 当天放款 额度高 免费领取 限时优惠 火热招商 诚招代理 加盟热线 加盟费 招商加盟 欢迎来电 来电咨询 咨询热线 日赚 月入过万 兼职刷单 稳赚不赔 高额回报 内部渠道 包过 代写论文 买一送一 全场特价 清仓甩卖 厂家直销 批发价 送货上门 专业承接 承接各类 量大从优 点击链接 开业大吉 楼盘热销 首付仅需`))

const leastSells = 3

// noMatter says whether a text asks for nothing although it may sound so, with the phrases by which
// it was known. asks is what its words ask for: an advertisement, too, tells a state (无抵押).
func noMatter(title, text string, asks opinion.DemandFinding) (opinion.NoMatter, []string) {
	begin := text[:min(len(text), opening)] // half a character at its end is in no phrase
	if answer := first(begin, answers); answer != "" {
		hello, came := first(begin, salutes), first(begin, received)
		if hello != "" && came != "" && first(begin, quotes) == "" {
			return opinion.NoMatterAnswer, []string{hello, came, answer}
		}
	}
	if asks.ID != opinion.NoDemand && asks.Confidence > byState {
		return "", nil
	}
	var heard []string
	for _, s := range []string{title, text} {
		sells.Find(s, func(i, from, to int) int {
			heard = append(heard, s[from:to])
			return to
		})
	}
	if len(heard) >= leastSells {
		return opinion.NoMatterAdvertisement, heard[:min(len(heard), maxWords)]
	}
	return "", nil
}

// first is the first of some phrases that a text has, or "".
func first(text string, of []string) string {
	for _, s := range of {
		if strings.Contains(text, s) {
			return s
		}
	}
	return ""
}
