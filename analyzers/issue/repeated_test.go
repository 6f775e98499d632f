package issue

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"huiying/opinion"
)

const siteNote = "温馨提示：本栏目受理群众对政府工作的意见建议和咨询投诉，请如实填写有关信息，我们将严格保密。" +
	"承办单位在收到来信后五个工作日内予以答复，疑难问题十五个工作日内办结。感谢您的理解与支持。"

// onPage is a letter at an address of a site, put into an issue.
func onPage(t *testing.T, g *Grouper, source, page, title, text string) opinion.IssueRef {
	t.Helper()
	m, err := opinion.NewMention(opinion.Draft{Source: source, URL: "https://example.gov.cn/" + page,
		Title: title, Text: text, CollectedAt: time.Date(2026, 3, 5, 12, 0, 0, 0, opinion.Beijing)})
	if err != nil {
		t.Fatal(err)
	}
	var words []string // two characters each, as a cutter would cut
	for _, s := range []string{title, "\n", text} {
		r := []rune(s)
		for len(r) > 0 {
			n := min(2, len(r))
			words = append(words, string(r[:n]))
			r = r[n:]
		}
	}
	return g.Group(m, "", "", words)
}

const campaign = "滨河路从学府街到菜市场一段的路灯已经坏了一个多星期，晚上漆黑一片，老人孩子出行很不安全，希望有关部门尽快派人维修，恢复照明。"

// What a source repeats on its pages joins nothing; texts that are the same still do.
func TestCopiesOnOneSourceStayCopies(t *testing.T) {
	for name, second := range map[string]struct{ title, text string }{
		"word for word":         {"滨河路路灯不亮", campaign},
		"with the note":         {"滨河路路灯不亮", campaign + siteNote},
		"passed on":             {"滨河路路灯不亮", "转发。" + campaign},
		"one clause is changed": {"滨河路路灯不亮", strings.Replace(campaign, "一个多星期", "两个多星期", 1)},
		"another title and end": {"老人孩子出行不安全，学府街路灯坏了", campaign + "谢谢，盼复。"},
		"a title nearly alike":  {"滨河路的路灯不亮", campaign},
	} {
		for _, source := range []string{"board", "another"} {
			g := New(Options{})
			first := onPage(t, g, "board", "1", "滨河路路灯不亮", campaign)
			if got := onPage(t, g, source, "2", second.title, second.text); got.ID != first.ID {
				t.Errorf("%s, at source %s: another issue: %+v", name, source, got)
			}
		}
	}
}

func TestAFrameJoinsNothing(t *testing.T) {
	for name, text := range map[string]func(string) string{
		"below the letters":   func(s string) string { return s + siteNote },
		"above the letters":   func(s string) string { return siteNote + s },
		"nothing but a frame": func(string) string { return siteNote },
	} {
		g, issues := New(Options{}), map[string]bool{}
		for i, s := range []string{"滨河路路灯不亮", "学府街井盖破损", "菜市场垃圾成堆", "自来水压太低", "七路公交停运"} {
			issues[onPage(t, g, "board", fmt.Sprint(i), s, text(s+"，请派人来看。")).ID] = true
		}
		if len(issues) != 5 {
			t.Errorf("%s: five letters are %d issues", name, len(issues))
		}
		known := len(issues)
		again := onPage(t, g, "board", "9", "滨河路路灯还是不亮", text("滨河路路灯坏了，一直不亮，请派人来看。"))
		if name == "nothing but a frame" {
			continue
		}
		if issues[again.ID] = true; len(issues) != known {
			t.Errorf("%s: a second letter of one concern opens an issue: %+v", name, again)
		}
	}
}

// A restored grouper knows the frame as the one that learnt it.
func TestARestoredGrouperKnowsTheFrame(t *testing.T) {
	g := New(Options{})
	for i, s := range []string{"滨河路路灯不亮", "学府街井盖破损"} {
		m, err := opinion.NewMention(opinion.Draft{Source: "board", URL: fmt.Sprintf("https://example.gov.cn/%d", i),
			Title: s, Text: s + siteNote, CollectedAt: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		g.Restore(opinion.Finding{Mention: m, Issue: opinion.IssueRef{ID: opinion.IssueID(m.ID)}}, nil)
	}
	if ref := onPage(t, g, "board", "3", "菜市场垃圾成堆", "菜市场后面垃圾成堆。"+siteNote); !ref.New {
		t.Errorf("%+v", ref)
	}
}

func BenchmarkPages(b *testing.B) {
	for _, url := range []string{"", "https://example.gov.cn/%d"} {
		b.Run("address="+fmt.Sprint(url != ""), func(b *testing.B) {
			g := New(Options{})
			mentions := make([]opinion.Mention, 200)
			for i := range mentions {
				at := url
				if url != "" {
					at = fmt.Sprintf(url, i)
				}
				mentions[i], _ = opinion.NewMention(opinion.Draft{Source: "board", URL: at, Title: fmt.Sprint("路灯", i),
					Text: fmt.Sprint(i, campaign, siteNote)})
			}
			for i := 0; b.Loop(); i++ {
				r := g.Read(mentions[i%200], nil)
				g.mu.Lock()
				g.cut(r)
				g.mu.Unlock()
				g.done(r)
			}
		})
	}
}
