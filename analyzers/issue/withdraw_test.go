package issue

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/opinion"
)

// What a batch opened and nobody heard of is forgotten with all that joined it: who comes next
// opens as if it had never been said. What joined an issue that others know stays there.
func TestWhatWasWithdrawnIsForgotten(t *testing.T) {
	g := New(Options{Common: []string{"噪音", "扰民", "搅拌站", "粉尘", "路灯"}})
	known := judged(t, g, 0, light)
	batch := []saying{mixer[0], light, mixer[1], mixer[0]}
	mine := judged(t, g, 10, batch...)
	if !mine[0].Issue.New || mine[1].Issue.ID != known[0].Issue.ID ||
		mine[2].Issue.ID != mine[0].Issue.ID || !mine[3].Issue.Copy {
		t.Fatalf("the test wants an opener, one of a known issue, one that joins and a copy: %+v", mine)
	}
	words := wordsOf(t, 10, batch...)
	g.Withdraw(mine, nothing, words)
	if len(g.byIssue) != 1 || g.mentions.find(key16(mine[1].ID)) == nil {
		t.Errorf("%d issues are left, want the one that others know, with its report", len(g.byIssue))
	}
	next := judged(t, g, 20, mixer[2], mixer[0])
	if !next[0].Issue.New || next[0].Issue.Size != 1 || next[1].Issue.ID != next[0].Issue.ID {
		t.Errorf("who comes next: %+v", next)
	}
	again := judged(t, g, 10, batch...)
	if ref := again[0].Issue; ref.ID != next[0].Issue.ID || ref.New || !ref.Copy {
		t.Errorf("the first, once more: %+v, the log says %+v", ref, next[0].Issue)
	}
	g.Withdraw(again, func(string) bool { return true }, words)
	if g.mentions.find(key16(again[0].ID)) == nil {
		t.Error("what is published was withdrawn")
	}
}

// However batches come and fail, no report joins an issue that was never published, and nothing is
// left of those.
func TestNothingJoinsWhatWasWithdrawn(t *testing.T) {
	pool := strings.Fields("丽湖 新城 搅拌站 噪音 扰民 路灯 不亮 停水 公交 幼儿园 施工 粉尘 垃圾 金桂 花园 电梯")
	rapid.Check(t, func(rt *rapid.T) {
		g := New(Options{Max: rapid.IntRange(5, 60).Draw(rt, "max")})
		published := map[string]bool{}
		for k := range rapid.IntRange(1, 12).Draw(rt, "batches") {
			var batch []opinion.Finding
			words := map[string][]string{}
			for i := range rapid.IntRange(1, 6).Draw(rt, "n") {
				title := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pool), 1, 5).Draw(rt, "title"), " ")
				text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pool), 0, 9).Draw(rt, "text"), " ")
				m, w := said(t, fmt.Sprint(rapid.IntRange(0, 40).Draw(rt, "ref")), title, text,
					start.Add(time.Duration(10*k+i)*time.Minute))
				f := opinion.Finding{Mention: m}
				f.Issue = g.Group(m, "", "", w)
				batch, words[m.ID] = append(batch, f), w
			}
			fails := rapid.Bool().Draw(rt, "fails")
			opened := map[string]bool{}
			for _, f := range batch {
				if opened[f.Issue.ID] = opened[f.Issue.ID] || f.Issue.New; !opened[f.Issue.ID] &&
					!published[f.Issue.ID] {
					rt.Fatalf("a report joined %s, which was never published", f.Issue.ID)
				}
				if !fails {
					published[f.Issue.ID] = true
				}
			}
			if fails {
				g.Withdraw(batch, func(string) bool { return false },
					func(f opinion.Finding) []string { return words[f.ID] })
			}
			whole(rt, g)
		}
	})
}

// whole finds what points at nothing: each remembered mention is alive in its issue, each issue has
// one, and the words' index names no other.
func whole(t *rapid.T, g *Grouper) {
	alive := map[uint32]int32{}
	g.mentions.each(func(seq uint32, e *entry) {
		if e.gone {
			return
		}
		alive[e.issue]++
		if g.mentions.byID[e.id] != seq {
			t.Fatal("a mention is remembered that nobody finds")
		}
	})
	for id, at := range g.byIssue {
		if is := g.issues[at]; is.id != id || is.alive != alive[at] || is.alive == 0 {
			t.Fatalf("issue %s has %d mentions alive, %d are remembered", id, is.alive, alive[at])
		}
	}
	var one [1]uint32
	for _, s := range g.byWord.slots {
		for _, at := range g.byWord.of(s.key, &one) {
			if g.issues[at].alive == 0 {
				t.Fatal("the words' index points at a gone issue")
			}
		}
	}
}
