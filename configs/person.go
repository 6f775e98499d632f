package configs

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// A rule that names a person is refused (DESIGN section 1.4): huiying tracks issues and units.

// personKeys would say who wrote a text, wherever they stand in a configuration.
var personKeys = func() map[string]bool {
	keys := map[string]bool{}
	for _, k := range strings.Fields(`author authors user users username user_name userid user_id uid nickname nick nick_name
		screen_name realname real_name avatar phone mobile tel telephone email mail qq wechat weixin openid ip ip_address
		device device_id idcard id_card person persons people writer poster sender follower followers
		作者 用户 用户名 昵称 网友 网名 姓名 真实姓名 手机 手机号 电话 联系电话 邮箱 微信 身份证 身份证号 头像 联系人 发帖人 留言人 来信人 人员`) {
		keys[k] = true
	}
	return keys
}()

func personKey(key string) bool {
	return personKeys[strings.ToLower(strings.ReplaceAll(norm.NFKC.String(key), "-", "_"))]
}

const (
	// surnames that are hardly ever the beginning of another word before a title.
	surnames = `王李张刘陈杨赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁余蒋杜苏魏吕丁沈任姚卢姜崔钟谭陆汪范廖贾韦邹熊孟秦阎薛侯龙段雷郝邱莫覃蒙欧阳黎邵尹钱`
	titles   = `书记|省长|主席|市长|区长|县长|镇长|乡长|州长|局长|厅长|处长|科长|所长|院长|校长|部长|主任|队长|站长|行长|总经理|法官|检察官|警官|警察|医生|大夫|老师|律师|先生|女士|小姐|师傅|某`
)

var (
	handle    = regexp.MustCompile(`@[\p{L}\p{N}_-]+`)
	mobile    = regexp.MustCompile(`(^|\D)1[3-9]\d{9}(\D|$)`)
	idNumber  = regexp.MustCompile(`(^|\D)\d{15}(\d{2}[\dXx])?(\D|$)`)
	someone   = regexp.MustCompile(`[\p{Han}]某(某|$|[\p{Han}]?(` + titles + `))|某某`)
	titled    = regexp.MustCompile(`^[` + surnames + `]\p{Han}{0,2}(副)?(` + titles + `)$`)
	notPeople = regexp.MustCompile(`^(马路|林业|林场|龙头|田间|唐装|雷达|陆军|段长|莫名|任课|何时|钱款|余款)`)
)

// personTerm is the phrase that says in what way a term names a person; "" if it does not. It looks
// at the shape of the term only: an office's title alone (市长热线, 班主任) is no person. A
// configuration has thousands of terms, and nearly none with the sign that an expression begins at.
func personTerm(term string) string {
	t := strings.TrimSpace(norm.NFKC.String(term))
	switch {
	case strings.Contains(t, "@") && handle.MatchString(t):
		return "fault.person_term.handle"
	case strings.ContainsAny(t, "0123456789") && (mobile.MatchString(t) || idNumber.MatchString(t)):
		return "fault.person_term.number"
	case strings.Contains(t, "某") && someone.MatchString(t):
		return "fault.person_term.someone"
	case titled.MatchString(t) && !notPeople.MatchString(t):
		return "fault.person_term.titled"
	}
	return ""
}
