package issue

import (
	"fmt"
	"testing"
	"time"

	"huiying/opinion"
)

// judged is a batch of findings as one analyzer judges them.
func judged(t *testing.T, g *Grouper, first int, list ...saying) (found []opinion.Finding) {
	t.Helper()
	for i, s := range list {
		m, words := said(t, fmt.Sprint(first+i), s.title, s.text, start.Add(time.Duration(i)*time.Hour))
		f := opinion.Finding{Mention: m, Topic: opinion.TopicFinding{ID: s.topic}, Territory: &opinion.Territory{Code: s.place}}
		f.Issue = g.Group(m, s.topic, s.place, words)
		found = append(found, f)
	}
	return found
}

// wordsOf cuts the texts of sayings again.
func wordsOf(t *testing.T, first int, list ...saying) func(opinion.Finding) []string {
	cut := map[string][]string{}
	for i, s := range list {
		m, words := said(t, fmt.Sprint(first+i), s.title, s.text, start)
		cut[m.ID] = words
	}
	return func(f opinion.Finding) []string { return cut[f.ID] }
}

func nothing(string) bool { return false }

var light = saying{"金桂 花园 小区 路灯 不亮", "孩子 放学 摔倒 ， 希望 尽快 处理 。", "municipal_services/roads", "430103"}

func TestWhatTwoOpenAtOnceBecomesOne(t *testing.T) {
	o := Options{Common: []string{"噪音", "扰民", "搅拌站", "粉尘", "路灯"}}
	a, b := New(o), New(o)
	other := judged(t, a, 0, mixer[0])
	batch := []saying{mixer[1], light, mixer[2], mixer[0], light}
	mine := judged(t, b, 10, batch...)
	if !mine[0].Issue.New || !mine[1].Issue.New || mine[2].Issue.ID != mine[0].Issue.ID {
		t.Fatalf("the test wants two openers and one that joins the first: %+v", mine)
	}
	words := wordsOf(t, 10, batch...)
	if !b.Reconsider(mine, nothing, words) || !mine[0].Issue.New || mine[2].Issue.ID != mine[0].Issue.ID {
		t.Fatalf("nobody else opened anything, so all stays: %+v", mine)
	}
	m, w := said(t, "0", mixer[0].title, mixer[0].text, start)
	b.Restore(opinion.Finding{Mention: m, Topic: other[0].Topic, Territory: other[0].Territory, Issue: other[0].Issue}, w)
	if !b.Reconsider(mine, nothing, words) {
		t.Error("the lamp is a concern of its own and opens an issue still")
	}
	into := other[0].Issue.ID
	for i, want := range []opinion.IssueRef{
		{ID: into, Size: 2}, {ID: mine[1].ID, New: true}, {ID: into, Size: 3}, {ID: into, Size: 3, Copy: true}, {ID: mine[1].Issue.ID, Copy: true},
	} {
		got := mine[i].Issue
		if i == 1 {
			want.ID = opinion.IssueID(mine[1].ID)
		}
		if got.ID != want.ID || got.New != want.New || got.Copy != want.Copy || want.Size > 0 && got.Size != want.Size {
			t.Errorf("report %d: %+v, want %+v", i, got, want)
		}
	}
	for i, f := range mine {
		if again := b.Group(f.Mention, "", "", nil); again.ID != f.Issue.ID || again.New != f.Issue.New || again.Copy != f.Issue.Copy {
			t.Errorf("report %d is remembered as %+v, said as %+v", i, again, f.Issue)
		}
	}
	// whoever comes next joins the one, as if it had always been so
	next := judged(t, b, 20, saying{"丽湖 新城 搅拌站 彻夜 施工", "丽湖 新城 旁边 的 搅拌站 吵 得 睡 不 着 。", "ecology/noise", "430102"})
	if next[0].Issue.ID != into || next[0].Issue.Size != 4 {
		t.Errorf("the next report: %+v", next[0].Issue)
	}
}

// A mention that another analyzer judged meanwhile is not this one's to publish; what had joined
// the issue it opened here goes where it went.
func TestWhatAnotherJudgedTakesItsCompanyAlong(t *testing.T) {
	g := New(Options{})
	batch := []saying{mixer[0], mixer[1]}
	mine := judged(t, g, 0, batch...)
	if mine[1].Issue.ID != mine[0].Issue.ID {
		t.Fatal("the test wants two that go together")
	}
	theirs := mine[0]
	theirs.Issue = opinion.IssueRef{ID: "elsewhere", Size: 7}
	words := wordsOf(t, 0, batch...)
	g.Restore(theirs, words(theirs))
	published := func(id string) bool { return id == theirs.ID }
	if g.Reconsider(mine, published, words) || mine[1].Issue.ID != "elsewhere" || mine[1].Issue.New {
		t.Errorf("what joined it: %+v", mine[1].Issue)
	}
}
