package page

import (
	"strings"
	"time"

	"golang.org/x/net/html"

	"huiying/collectors"
	"huiying/internal/pattern"
)

// A thread of a forum is posts of one build, each with a line that says when it was posted. The first
// is the letter, an office's is its answer, and what others say beside it belongs to neither.

// postedOn is the line that dates a post.
var postedOn = pattern.MustCompile(`(?:发表|发布|回复|回帖|发帖|跟帖|评论|回答)[于在]|发表时间`)

// boardNotes are what forums write around the words of a post.
var boardNotes = pattern.MustCompile(`^\[?\s*(?:本帖|本主题|该帖)?(?:最后|已)?由\s*\S{1,24}\s*于\s*20\d{2}.{4,20}(?:编辑|修改|设置|加入|移动).{0,12}$|` +
	`^(?:个性)?签名\s*[:：].{0,60}$|^(?:注册|初级|中级|高级|金牌|普通|认证|正式)会员$|^(?:新手上路|论坛元老|论坛游民|网站编辑|实名用户|热心网友|离线|在线)$|` +
	`^(?:只看该作者|只看楼主|倒序浏览|沙发|板凳|地板|楼主|\d{1,4}\s*[楼#])(?:[\s|｜]*(?:只看该作者|只看楼主|倒序浏览))*$|^您需要登录后才可以回帖`)

// mostPosts is how many posts of a page are looked at.
const mostPosts = 60

// thread are the posts of a page: what the line of its time makes of each, and the lines that are
// no letter's.
type thread struct {
	heads map[int]kind
	units map[int]string
	other map[int]bool
}

// threadOf finds the posts among the lines of a page; nothing without a box of its own for each. title is the
// line of the title.
func threadOf(all []line, title int, now time.Time) (t thread) {
	var at []int
	var nodes []*html.Node
	for i, l := range all {
		if l.len() <= longestHead && !l.hidden && !strings.ContainsAny(l.text, "。！？") && postedOn.MatchString(l.text) {
			if _, found := collectors.Moments(spaced(l), now); len(found) == 1 {
				at, nodes = append(at, i), append(nodes, l.node)
			}
		}
	}
	if len(at) < 2 || len(at) > mostPosts {
		return t
	}
	boxes := branches(nodes)
	inside := sorted(all, boxes)
	for k, lines := range inside {
		if n := len(lines); n == 0 || lines[n-1].at == at[k] {
			return t // the heads alone have boxes
		}
	}
	if boxes == nil {
		return t
	}
	t = thread{map[int]kind{at[0]: timeLabel}, map[int]string{}, map[int]bool{}}
	last := at[0]
	for k := range boxes {
		unit, answers := answersPost(inside[k], at[k])
		if k > 0 && answers {
			t.heads[at[k]], t.units[at[k]] = replyLabel, unit
		}
		for _, l := range inside[k] {
			last = max(last, l.at)
			t.other[l.at] = l.at < at[k] && l.at != title || k > 0 && !answers
		}
	}
	for i := last + 1; i < len(all); i++ {
		t.other[i] = true
	}
	return t
}

// answersPost says whether an office speaks in a post, and its name where the post shows it.
func answersPost(lines []line, head int) (unit string, answers bool) {
	var words strings.Builder
	for _, l := range lines {
		if l.at <= head && unit == "" {
			unit = l.speaker()
		}
		if l.at == head {
			rest := strings.TrimSpace(postedOn.ReplaceAllString(headDay.ReplaceAllString(l.text, ""), ""))
			answers = officeHead.MatchString(rest) && !askerHead.MatchString(rest)
		} else if l.at > head && !l.frame {
			words.WriteString(l.text + "\n")
		}
	}
	return unit, unit != "" || answers || officeVoice(words.String()) > surelyOffice
}
