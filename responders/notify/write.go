package notify

import (
	"fmt"
	"strings"
	"time"
)

// Words are what a text needs of the house. Title gives the redacted heading of a case where the
// configuration lets it out, else "".
type Words struct {
	English  bool
	Product  string
	Link     string // the console's address without a / at its end, or ""
	Zone     *time.Location
	Unit     func(id string) string
	Topic    func(id string) string
	Division func(code string) string
	Title    func(caseID string) string
}

var names = map[Kind][2]string{
	Dispatch: {"新办件待签收", "New case to sign for"}, Assist: {"协办任务", "Case to assist"}, Remind: {"临期提醒", "Due soon"},
	Due: {"已到期", "Time ran out"}, Urge: {"催办", "Urged"}, Escalate: {"督办", "Escalated to the superior"},
	Return: {"退单待处理", "Returned by its unit"}, Arbitrate: {"退单待裁定", "Returned again: to be arbitrated"}, Ask: {"申请延期待审批", "Extension asked for"},
	Redo: {"答复未通过，需重办", "Answer not accepted"}, Heavy: {"重大诉求", "Heavy case"}, Doubt: {"答复存疑，待人工判断", "Answer in doubt"},
	Silence: {"来源异常", "Source in trouble"}, Dead: {"有消息未能处理", "Messages could not be processed"}, Briefing: {"简报", "Briefing"},
	Digest: {"汇总通知", "Digest"}, Test: {"测试通知", "Test notice"},
}

// Name is the word for a kind.
func (k Kind) Name(english bool) string {
	n, ok := names[k]
	switch {
	case !ok:
		return string(k)
	case english:
		return n[1]
	}
	return n[0]
}

// Write makes the subject and the text of a notice.
func Write(n Notice, w Words) (subject, text string) {
	say := func(zh, en string) string {
		if w.English {
			return en
		}
		return zh
	}
	subject = fmt.Sprintf(say("【%s】%s", "[%s] %s"), w.Product, n.Kind.Name(w.English))
	var b strings.Builder
	switch {
	case n.Kind == Digest:
		subject += fmt.Sprintf(say("：%d 件", ": %d"), len(n.Items))
		for i, item := range n.Items {
			fmt.Fprintf(&b, "%d. %s\n%s\n", i+1, item.Kind.Name(w.English), indent(w.lines(item, say)))
		}
	default:
		if n.Case != "" {
			subject += " " + Short(n.Case)
		}
		if n.Severity != "" {
			subject += fmt.Sprintf(say("（%s级）", " (severity %s)"), n.Severity)
		}
		b.WriteString(w.lines(n, say))
	}
	return subject, strings.TrimRight(b.String(), "\n")
}

func (w Words) lines(n Notice, say func(zh, en string) string) string {
	var b strings.Builder
	line := func(zh, en, v string) {
		if v != "" {
			fmt.Fprintf(&b, "%s%s%s\n", say(zh, en), say("：", ": "), v)
		}
	}
	line("办件", "Case", n.Case)
	if n.Case != "" && w.Title != nil {
		line("标题", "Title", w.Title(n.Case))
	}
	line("事项", "Topic", lookup(w.Topic, n.Topic))
	line("地点", "Place", lookup(w.Division, n.Division))
	line("等级", "Severity", string(n.Severity))
	line("单位", "Unit", lookup(w.Unit, n.Unit))
	if !n.Due.IsZero() {
		line("期限", "Due", w.time(n.Due))
	}
	line("内容", "What", n.Subject)
	switch {
	case w.Link == "":
	case n.Case != "":
		line("查看", "Open", w.Link+"/cases/"+n.Case)
	case n.Kind == Silence:
		line("查看", "Open", w.Link+"/sources")
	case n.Kind == Dead:
		line("查看", "Open", w.Link+"/dead")
	}
	return b.String()
}

func (w Words) time(t time.Time) string {
	if w.Zone != nil {
		t = t.In(w.Zone)
	}
	return t.Format("2006-01-02 15:04 -07:00")
}

func lookup(of func(string) string, id string) string {
	if id == "" || of == nil {
		return id
	}
	return of(id)
}

func indent(s string) string {
	return "   " + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n   ") + "\n"
}

// Short is a case's number as subjects show it.
func Short(id string) string {
	if len(id) > 8 {
		return id[:8]
	}
	return id
}
