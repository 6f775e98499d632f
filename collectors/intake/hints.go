package intake

import (
	"encoding/json"
	"strings"

	"huiying/opinion"
)

// hintAliases are the columns of hotlines that say something of a record beside its text. Each of
// them is kept: a record may have several of a kind.
var hintAliases = map[opinion.HintKind][]string{
	opinion.HintPlace: {"place", "area", "district", "所属区域", "所属区县", "所属地区", "所属辖区", "所属街道", "所属乡镇", "所属区划",
		"事发区域", "事发区县", "事发地", "事发地点", "事发地址", "诉求区域", "诉求地点", "区域", "区县", "属地", "行政区域"},
	opinion.HintType: {"category", "demand_type", "诉求类型", "诉求类别", "诉求分类", "信件类型", "信件类别", "来件类型", "来信类型", "留言类型",
		"留言类别", "工单类型", "工单类别", "工单分类", "问题类型", "问题类别", "问题分类", "事项类型", "事项类别", "事项分类", "业务类型", "业务类别",
		"一级分类", "二级分类", "三级分类", "类型", "类别", "分类"},
	opinion.HintUnit: {"handling_unit", "responsible_unit", "department", "承办单位", "主办单位", "办理单位",
		"责任单位", "处理单位", "承接单位",
		"承办部门", "主办部门", "办理部门", "责任部门", "处理部门", "受理单位", "受理部门", "转办单位", "派单单位"},
	opinion.HintUrgency: {"urgency", "priority", "紧急程度", "紧急级别", "紧急等级", "紧急度", "急缓程度", "缓急程度", "缓急", "优先级", "优先等级"},
}

// hintKey holds hints as this program writes them: what a command sends to a running server.
const hintKey = "hints"

// hint keeps what a column says.
func (v *values) hint(kind opinion.HintKind, key, value string) {
	if value = strings.TrimSpace(value); value != "" {
		v.hints = append(v.hints, opinion.Hint{Kind: kind, Column: strings.TrimSpace(key), Value: value})
	}
}

// placeOrCode: a column of divisions may hold codes, which say where the source is at home, or names,
// which are a hint.
func (v *values) placeOrCode() string {
	s := v.val[fieldDivision]
	if strings.Trim(s, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == "" {
		return s
	}
	v.hint(opinion.HintPlace, v.key[fieldDivision], s)
	return ""
}

// hintsOf reads hints that are written as such; whatever else stands there is none.
func hintsOf(raw json.RawMessage) []opinion.Hint {
	var out []opinion.Hint
	if json.Unmarshal(raw, &out) != nil {
		return nil
	}
	return out
}
