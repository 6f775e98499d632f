package redact

import "strings"

// Kinds of identifiers that Text takes out: the keys of its counts.
const (
	IDCard   = "id_card"   // 居民身份证
	Passport = "passport"  // 护照
	Permit   = "permit"    // 港澳通行证, 台胞证, 回乡证, identity cards of Hong Kong, Macao and Taiwan, 居留证
	Military = "military"  // 军官证, 士兵证
	Mobile   = "mobile"    // 手机
	Landline = "landline"  // 座机
	BankCard = "bank_card" // 银行卡
	Plate    = "plate"     // 车牌
	Email    = "email"
	WeChat   = "wechat"
	QQ       = "qq"
	Social   = "social"  // 社保号, 医保号, 公积金账号
	Medical  = "medical" // 病历号, 住院号, 就诊卡号
	Abroad   = "abroad"  // a telephone of another country or region, with its code
	Device   = "device"  // IMEI, MAC
	IP       = "ip"
	Chassis  = "chassis"    // 车架号: what leads to the owner of a vehicle
	Handle   = "handle"     // @name, 抖音号
	Homepage = "homepage"   // a person's page at a network
	Position = "coordinate" // what a coordinate says beyond three decimals, about a hundred metres
	Dwelling = "dwelling"   // 门牌: building, unit and room of a home
	Name     = "name"       // a private person's name, where the text introduces one
)

// masks are the words that stand for what was taken out. No mask is itself an identifier
// or introduces one, and ']' ends the context in which an identifier is looked for.
var masks = map[string]string{
	IDCard: "[身份证号]", Passport: "[护照号]", Permit: "[证件号]", Military: "[证件号]",
	Mobile: "[手机号]", Landline: "[电话]", BankCard: "[银行卡号]", Plate: "[车牌号]",
	Email: "[邮箱]", WeChat: "[微信号]", QQ: "[QQ号]", Social: "[社保号]", Medical: "[病历号]",
	Abroad: "[电话]", Device: "[设备号]", IP: "[IP地址]", Chassis: "[车架号]", Handle: "[账号]", Homepage: "[个人主页]", Position: "",
	Dwelling: "[门牌]", Name: "[姓名]",
}

// longestMask is how many bytes a mask has at most.
const longestMask = len("[身份证号]") + len("[")

// InMask says that the bytes from..to of a text lie in a word that stands for what was taken out: the
// 手机号 of [手机号] is no word of the text, and says nothing of its matter.
func InMask(text string, from, to int) bool {
	before := text[max(0, from-longestMask):from]
	open := strings.LastIndexByte(before, '[')
	closed := strings.IndexByte(text[to:min(len(text), to+longestMask)], ']')
	if open < 0 || closed < 0 {
		return false
	}
	return maskWords[text[from-len(before)+open:to+closed+1]]
}

var maskWords = func() map[string]bool {
	known := map[string]bool{}
	for _, m := range masks {
		known[m] = m != ""
	}
	return known
}()
