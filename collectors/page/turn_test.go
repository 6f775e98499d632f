package page

import (
	"fmt"
	"strings"
	"testing"
)

// answeredIn is a page that says that it was answered, of so many boxes: an office speaks in box at, the
// others ask.
func answeredIn(boxes, at int) string {
	var b strings.Builder
	for i := range boxes {
		words := fmt.Sprintf("请问第%d号楼为什么一直没有路灯，希望尽快解决。", i)
		if i >= at {
			words = "您反映的问题收悉，经现场核实，我局已安排更换，感谢您的监督。"
		}
		fmt.Fprintf(&b, `<div class="p%d"><p>%s</p></div>`, i, words)
	}
	return `<title>阳光信箱</title><body><h1>楼前没有路灯</h1><p>2026-03-02</p><b>已办结</b>` + b.String()
}

// A page is read for where the voice turns before a bounded number of its boxes, however long it is.
func TestTurnsAreBounded(t *testing.T) {
	for _, at := range []int{mostTurns / 2, mostTurns + 20} {
		d, err := Parse(answeredIn(mostTurns*2, at))
		if err != nil {
			t.Fatal(err)
		}
		r := mailbox{newReader(address, d, Options{Now: now})}
		i := r.turnOf(r.lines, &letter{})
		if box := r.lines[i].hint; at < mostTurns && !strings.Contains(box, fmt.Sprintf(" p%d ", at)) {
			t.Errorf("an office speaks from box %d on, and was heard in %q", at, box)
		} else if at > mostTurns && i > mostTurns+len([]string{"title", "day", "state", "the first box"}) {
			t.Errorf("the page was read to box %q", box)
		}
	}
}

// BenchmarkRead reads the pages of one letter, of an article, and one of many boxes.
func BenchmarkRead(b *testing.B) {
	letter := `<h3>` + heardTitle + `</h3><p>诉求时间：` + heardDay + `</p><p>` + heardAsk + `</p><h4>答复</h4><p>` + heardReply + `</p>`
	article := `<h1>` + someTitle + `</h1><p>发布时间：2026-03-02 来源：县住建局</p>` + strings.Repeat(longText, 20)
	for name, body := range map[string]string{"letter": strings.Replace(noise[1], "%s", letter, 1),
		"article": strings.Replace(noise[0], "%s", article, 1), "boxes": answeredIn(400, 500)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Read(address, body, Options{Now: now}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
