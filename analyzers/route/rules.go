package route

import (
	"strings"

	"huiying/opinion"
)

// Names of the rules, in their order.
const (
	Referred        = "referred"         // 法定渠道
	OutsideRegion   = "outside-region"   // 地区之外
	SeveralPlaces   = "several-places"   // 跨地区
	SeveralSectors  = "several-sectors"  // 跨部门
	Vertical        = "vertical"         // 垂直管理
	SeverityI       = "severity-I"       // 特别重大，上提到省级
	SeverityII      = "severity-II"      // 重大，上提到市级
	TownshipDuty    = "township-duty"    // 乡镇（街道）履职事项
	PlaceDepartment = "place-department" // 属地主管
	OneLevelUp      = "one-level-up"     // 同一系统上一级
	UnknownTopic    = "unknown-topic"    // 事项不明
	Backstop        = "backstop"         // 兜底
)

const (
	doc61 = "国办发〔2016〕61号"
	doc66 = "国办函〔2025〕66号"
	db11  = "DB11/T 2021-2022"
)

// Rule is one line of the table.
type Rule struct {
	Name  string
	Title string // 规则名称, as pages show it
	Basis string // regulation and number
	when  func(*question) bool
}

// rules are tried from the top, the first match wins, the last always matches. A matter of
// several kinds at once (two places, two departments, severe) is named by the first that fits;
// the other principles have still been applied, and the steps say so.
var rules = []Rule{
	{Referred, "有法定渠道的事项，由当地办公室告知渠道", doc66 + "（警情急救即时转接；诉讼、仲裁、纪检监察、行政复议、依申请公开、信访告知渠道）",
		func(q *question) bool { return q.req.Refer != "" }},
	{OutsideRegion, "不在本地区，由本地区办公室统筹", doc61 + "（属地管理）",
		func(q *question) bool { return len(q.places) == 0 }},
	{SeveralPlaces, "涉及多地，共同上级的主管部门主办，各地协办", doc61 + "（涉及多个地方的，共同上级的主管部门是第一责任主体）",
		func(q *question) bool { return len(q.places) > 1 }},
	{SeveralSectors, "涉及多个部门，主要部门牵头，其他部门协办", doc61 + "（涉及多个部门的，主要部门牵头）",
		func(q *question) bool { return len(q.others) > 0 }},
	{Vertical, "垂直管理部门，由其本系统负责", doc61 + "（垂直管理部门由上级单位办公厅（室）协调）",
		func(q *question) bool { return q.main.vertical }},
	{SeverityI, "特别重大，至少由省级负责", doc61 + "（分级负责）",
		func(q *question) bool { return q.raised() && q.req.Severity == opinion.SeverityI }},
	{SeverityII, "重大，至少由市级负责", doc61 + "（分级负责）",
		func(q *question) bool { return q.raised() && q.req.Severity == opinion.SeverityII }},
	{TownshipDuty, "属于乡镇（街道）履职事项清单", doc66 + "（派单目录、乡镇（街道）履职事项清单）",
		func(q *question) bool { return q.main.charge && q.main.unit.Level == opinion.Township }},
	{PlaceDepartment, "当地主管部门负责", doc61 + "（属地管理、分级负责、谁主管谁负责）；" + doc66 + "（派单目录）",
		func(q *question) bool { return q.main.charge && q.main.index == q.base }},
	{OneLevelUp, "本级没有主管单位，由上一级主管单位负责", doc61 + "（谁主管谁负责）；" + doc66 + "（部门职责不得下推基层）",
		func(q *question) bool { return q.main.charge }},
	{UnknownTopic, "事项不明，由当地办公室先行协调", doc61 + "（同级政府办公厅（室）统筹协调）；" + db11 + "（职责不清由区级兜底）",
		func(q *question) bool { return q.topic == "" }},
	{Backstop, "没有主管部门，由当地办公室兜底", doc61 + "（同级政府办公厅（室）统筹协调）；" + db11 + "（职责不清由区级兜底）",
		func(*question) bool { return true }},
}

// Rules lists the rules in their order, for pages and documents.
func Rules() []Rule { return append([]Rule(nil), rules...) }

// answer writes the route that rule r gives.
func (q *question) answer(r *Rule) opinion.Route {
	out := opinion.Route{Rule: r.Name, Basis: r.Basis}
	lead := q.main.unit
	switch r.Name {
	case Referred:
		lead, out.Refer = q.office(), q.req.Refer
		q.sayReferred(lead)
	case OutsideRegion:
		lead = q.t.last
		q.say("兜底：由本系统所在地区的", lead.Name, "统筹协调")
	default:
		out.Co = q.coUnits(lead)
	}
	out.Lead = lead.ID
	q.say("结论：", r.Title, "。主办：", lead.Name, q.coWords(out.Co))
	out.Why = q.why
	return out
}

// coUnits: in the places first, then of further sectors, then whoever shares the very topic.
// Each once, never the lead.
func (q *question) coUnits(lead *opinion.Unit) []string {
	var ids []string
	for _, us := range [][]*opinion.Unit{q.local, q.others, q.main.also} {
		for _, u := range us {
			if u != lead && !contains(ids, u.ID) {
				ids = append(ids, u.ID)
			}
		}
	}
	return ids
}

func (q *question) coWords(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = q.t.units[id].Name
	}
	return "；协办：" + strings.Join(names, "、")
}
