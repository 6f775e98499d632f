package intake

import (
	"regexp"

	"huiying/opinion"
)

// Interfaces and databases name their columns in English, in pinyin, or by the first letters of
// pinyin: letterContent, LXNR, bt. Such a name is read by its end, as Chinese labels are.

var plainLatin = regexp.MustCompile(`^[a-z][a-z0-9.]{1,39}$`)

// byLatin are meanings of Latin names, without marks and in lower case, in the order in which they
// are tried.
var byLatin = []struct {
	name *regexp.Regexp
	mean meaning
}{
	{regexp.MustCompile(`^(?:is|has|need)[a-z]+$|(?:count|num|flag|status|state|score|level|url|img|pic|image|file|attachment|zt|fj|sl|bz)$`), meaning{}},
	{regexp.MustCompile(`^(?:reply|answer|feedback|response|deal|handle|process|result|finish|close|audit|hf|df|fk|bl|cl|huifu|dafu|banli|chuli|fankui)[a-z]*(?:content|text|body|opinion|remark|result|info|msg|desc|nr|yj|jg|qk|neirong|yijian|jieguo|time|date|sj|rq)$|` +
		`^(?:reply|answer|feedback|response|huifu|dafu|hfnr|dfnr|blyj|bljg|clyj|cljg|fknr)$`), meaning{reply: true}},
	{regexp.MustCompile(`(?:username|nickname|realname|author|writer|sender|creator|linkman|contacts?|people|person|xingming|lxr|xm|nc|fbr|tjr|lyr|sqr|xxr)$|` +
		`(?:phone|mobile|tel|email|dianhua|shouji|dh|sjh|lxfs|lxdh|idcard|sfz|sfzh|openid|ip)$`),
		meaning{person: true}},
	{regexp.MustCompile(`(?:title|subject|headline|topic|summary|brief|abstract|biaoti|zhuti|timu|bt)$`), meaning{field: fieldTitle, rank: rankByParts}},
	{regexp.MustCompile(`(?:content|contents|body|text|desc|description|detail|details|message|question|neirong|nr|miaoshu|ms|xq|zw|zhengwen)$`),
		meaning{field: fieldText, rank: rankByParts}},
	{regexp.MustCompile(`^(?:pub|publish|release|create|add|submit|post|write|send|letter|mail|accept|ask|record|input|insert|register|call|report|lx|ly|fb|tj|xx|sl|dj|cj|fx|lr|sq)[a-z]*(?:time|date|at|on|sj|rq|shijian|riqi)$|^(?:sj|rq|shijian|riqi|addtime|inputdate|day)$`),
		meaning{field: fieldTime, rank: rankByParts}},
	{regexp.MustCompile(`^(?:[a-z]{0,10})(?:no|bh|code|sn|lsh|bianhao|orderid|caseid|letterid|mailid)$`), meaning{field: fieldID, rank: rankByParts}},
	{regexp.MustCompile(`(?:area|district|region|town|street|county|qy|qx|quyu|ssqy|dz|dizhi|didian)$`), meaning{hint: opinion.HintPlace}},
	{regexp.MustCompile(`(?:category|type|kind|class|lx|lb|leixing|leibie|fenlei)$`), meaning{hint: opinion.HintType}},
	{regexp.MustCompile(`(?:dept|deptname|department|unit|unitname|orgname|org|dw|danwei|bumen|bm)$`), meaning{hint: opinion.HintUnit}},
}

// latinMeaning reads a name in Latin letters that stands in no list; known is false for one that
// says nothing.
func latinMeaning(plain string) (mean meaning, known bool) {
	if !plainLatin.MatchString(plain) {
		return mean, false
	}
	for _, x := range byLatin {
		if x.name.MatchString(plain) {
			return x.mean, x.mean != (meaning{})
		}
	}
	return mean, false
}
