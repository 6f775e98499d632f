package redact

import "strings"

// homepages are where networks show a person.
var homepages = []string{"weibo.com/", "weibo.cn/", "m.weibo.cn/", "space.bilibili.com/",
	"user.qzone.qq.com/", "zhihu.com/people/", "douyin.com/user/", "v.douyin.com/",
	"xiaohongshu.com/user/", "xhslink.com/", "kuaishou.com/profile/", "v.kuaishou.com/",
	"blog.sina.com.cn/u/", "blog.sina.com.cn/", "blog.csdn.net/", "jianshu.com/u/",
	"douban.com/people/", "tieba.baidu.com/home/", "t.me/", "facebook.com/", "fb.com/",
	"twitter.com/", "x.com/", "instagram.com/", "linkedin.com/in/", "tiktok.com/@",
	"youtube.com/@", "toutiao.com/c/user/", "ixigua.com/home/", "momo.com/u/"}

// homepage reads the address of a person's page at a network.
func (v chats) homepage(i int) (int, int, string) {
	if !isLetter(v.at(i)) {
		return 0, 0, ""
	}
	k := i
	for isLetter(v.at(k)) && k-i < 16 {
		k++
	}
	if p := v.at(i - 1); v.at(k) != '.' && v.at(k) != ':' || p == '.' || p == '/' || p == '@' {
		return 0, 0, ""
	}
	j := i + v.hasOne(i, []string{"https://", "http://"})
	j += v.hasOne(j, []string{"www.", "m.", "mobile."})
	n := v.hasOne(j, homepages)
	if n == 0 {
		if n = v.hasOne(i, homepages); n == 0 {
			return 0, 0, ""
		}
		j = i
	}
	end := j + n
	for r := v.at(end); end-j < 300 && r > ' ' && r < 0x7f && !strings.ContainsRune("()[]<>\"',;", r); r = v.at(end) {
		end++
	}
	for end > j+n && strings.ContainsRune(".:!?", v.at(end-1)) {
		end--
	}
	if end-j-n < 3 {
		return 0, 0, ""
	}
	return i, end, Homepage
}

// publicAccounts are words in the names of accounts that are no person's.
var publicAccounts = []string{"发布", "公安", "交警", "警方", "政务", "日报", "晚报", "晨报", "都市报", "早报", "新闻",
	"电视", "卫视", "广播", "频道", "媒体", "网", "热线", "消防", "法院", "检察", "城管",
	"税务", "市场监管", "教育", "卫健", "卫生", "疾控", "医院", "学校", "大学", "学院", "中学", "小学", "地铁", "公交", "铁路",
	"机场", "航空", "高速", "气象", "文旅", "旅游", "环保", "生态", "水务", "自来水", "供电", "电网",
	"燃气", "热力", "移动", "联通", "电信", "银行", "保险", "快递", "物流", "物业", "公司", "集团", "官方", "客服", "平台", "政府",
	"市长", "书记", "领导", "部门", "街道", "社区", "局", "委", "办", "所有人", "全体", "大家",
	"各位", "管理员", "群主", "共青团", "妇联", "工会", "人民", "央视", "新华", "中国", "纪委", "信访", "12345", "人社", "住建",
	"民政", "司法", "商城", "超市", "酒店", "淘宝", "京东", "拼多多", "美团", "滴滴", "微博", "抖音", "协会", "联盟", "中心",
	"邮政"}

// handle reads @ and a name of an account.
func (v chats) handle(i int) (int, int, string) {
	if p := v.at(i - 1); isDigit(p) || isLetter(p) || p == '.' || p == '_' || p == '@' || p == ']' {
		return 0, 0, ""
	}
	j := i + 1
	end := j
	for end-j < 24 && (end-j < 2 || v.hasOne(end, []string{"请", "谢谢", "你好", "您好"}) == 0) &&
		(v.wordAt(end) || isHan(v.at(end)) || strings.ContainsRune("_-·", v.at(end)) &&
			v.at(end) != 0) {
		end++
	}
	name := string(v.r[j:end])
	n := end - j
	if n < 2 || n >= 24 || v.at(end) == '.' && v.wordAt(end+1) || v.at(end) == '@' ||
		containsAny(name, publicAccounts...) {
		return 0, 0, ""
	}
	han := strings.ContainsFunc(name, isHan)
	if han && (n > 8 || containsAny(name, "对", "在", "是", "请", "厨房", "客厅")) || !han && n < 3 {
		return 0, 0, ""
	}
	return i, end, Handle
}
