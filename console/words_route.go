package console

// routeWords say by which rule a unit was found, by the names and with the Chinese titles that
// package analyzers/route gives its rules.
var routeWords = map[string]phrase{
	"rule.referred":         {"有法定渠道的事项，由当地办公室告知渠道", "has a channel of its own, which the office of the place names"},
	"rule.outside-region":   {"不在本地区，由本地区办公室统筹", "outside this region, whose office coordinates"},
	"rule.several-places":   {"涉及多地，共同上级的主管部门主办，各地协办", "several places: the department above them leads, they assist"},
	"rule.several-sectors":  {"涉及多个部门，主要部门牵头，其他部门协办", "several sectors: the main one leads, the others assist"},
	"rule.vertical":         {"垂直管理部门，由其本系统负责", "vertically managed: its own system answers"},
	"rule.severity-I":       {"特别重大，至少由省级负责", "severity I: at least the province"},
	"rule.severity-II":      {"重大，至少由市级负责", "severity II: at least the city"},
	"rule.township-duty":    {"属于乡镇（街道）履职事项清单", "on the township's own list of duties"},
	"rule.place-department": {"当地主管部门负责", "the department of the place"},
	"rule.one-level-up":     {"本级没有主管单位，由上一级主管单位负责", "no department in charge here: the one above"},
	"rule.unknown-topic":    {"事项不明，由当地办公室先行协调", "matter not recognised: the office of the place coordinates"},
	"rule.backstop":         {"没有主管部门，由当地办公室兜底", "nobody is in charge: the office of the place catches it"},
}
