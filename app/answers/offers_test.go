package answers_test

import (
	"strings"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/bus"
	"huiying/console/facts"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

// noise is a letter of a board about one building site.
func noise(t *testing.T, page, title string) opinion.Mention {
	t.Helper()
	m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindBoard, Unique: true,
		URL: "https://board.example.org/" + page, CollectedAt: time.Now(), Title: title,
		Text: "澄川市柳浦区听涛苑旁边的工地夜里十二点以后还在浇筑和打桩，噪音扰民，请处理。"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

const (
	noiseTitle = "投诉澄川市柳浦区听涛苑工地夜间施工噪音"
	goodReply  = "您好，您反映的柳浦区听涛苑旁工地夜间打桩噪音问题，执法队昨夜已到场，责令该工地停止夜间浇筑和打桩，夜间不再施工。"
)

func reply(t *testing.T, m opinion.Mention, text string) opinion.FoundReply {
	t.Helper()
	r, ok := opinion.NewFoundReply(m, "柳浦区住房和建设局", text, time.Now().Add(-time.Hour), time.Now())
	if !ok {
		t.Fatal("no reply")
	}
	return r
}

// offering is a process whose case has found replies.
type offering struct {
	*apptest.Running
	t *testing.T
}

func newOffering(t *testing.T) offering {
	t.Helper()
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	return offering{apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond), t}
}

func (h offering) offer(r ...opinion.FoundReply) {
	h.t.Helper()
	if err := h.Inbox().Offer(h.t.Context(), r); err != nil {
		h.t.Fatal(err)
	}
	h.Settled()
}

// only is the one case there is.
func (h offering) only() facts.CaseFile {
	h.t.Helper()
	page, err := h.Register().Cases(h.t.Context(), register.CaseQuery{})
	if err != nil || len(page.Items) != 1 {
		h.t.Fatalf("%d cases (%v), want one", len(page.Items), err)
	}
	return h.file(page.Items[0].ID)
}

func (h offering) file(id string) facts.CaseFile {
	h.t.Helper()
	f, err := h.Pages().Cases().Case(h.t.Context(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return f
}

func finds(f facts.CaseFile) (n int) {
	for _, e := range f.History {
		if e.Type == opinion.MoveFind {
			n++
		}
	}
	return n
}

// A reply that stood on a report's page is offered to its case with what proves it, however the two
// come, once, and stops no clock; one that changes takes the place of the one before.
func TestAFoundReplyIsOfferedToItsCase(t *testing.T) {
	h := newOffering(t)
	m := noise(t, "1", noiseTitle)
	r := reply(t, m, goodReply)
	h.offer(r) // before anybody knows of the question
	h.Hear(m)
	f := h.only()
	if len(f.Found) != 1 || f.Found[0].Text != goodReply || f.Found[0].URL != m.URL || f.Found[0].Mention != m.ID ||
		f.Found[0].Unit != "柳浦区住房和建设局" || f.Found[0].TextHash != r.TextHash || f.Found[0].Said.IsZero() {
		t.Fatalf("the case shows %+v", f.Found)
	}
	if !f.Found[0].OK || len(f.Found[0].Checks) == 0 || f.Case.Clock != nil && !f.Case.AnswerAt.IsZero() {
		t.Errorf("the checks say %+v of it", f.Found[0])
	}
	for _, e := range f.History {
		if e.Type == opinion.MoveFind && (e.Text != "" || e.URL != "" || e.TextHash != r.TextHash) {
			t.Errorf("the history holds words: %+v", e)
		}
	}
	h.offer(r)
	h.offer(reply(t, m, goodReply))
	if n := finds(h.only()); n != 1 {
		t.Errorf("told %d times, want once", n)
	}
	form := "您好，您的来信已收悉，已转相关部门办理，感谢您的关心与支持。"
	h.offer(reply(t, m, form))
	if f = h.only(); len(f.Found) != 1 || f.Found[0].Text != form || f.Found[0].OK || finds(f) != 2 {
		t.Errorf("after it changed: %d times told, %+v", finds(f), f.Found)
	}
	h.offer(r) // and back
	if f = h.only(); f.Found[0].Text != goodReply || finds(f) != 3 {
		t.Errorf("after it changed back: %d times told, %+v", finds(f), f.Found)
	}
}

// A question that joined an issue brings its reply to the issue's case, and one whose case was merged
// to the case that stays.
func TestAFoundReplyFollowsItsQuestion(t *testing.T) {
	h := newOffering(t)
	first, second := noise(t, "1", noiseTitle), noise(t, "2", "柳浦区听涛苑工地夜间施工噪音扰民投诉")
	h.Hear(first)
	h.Hear(second)
	c := h.only().Case
	h.offer(reply(t, second, goodReply))
	if f := h.only(); len(f.Found) != 1 || f.Found[0].Mention != second.ID {
		t.Fatalf("%+v", f.Found)
	}
	lamp, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindBoard,
		URL: "https://board.example.org/3", CollectedAt: time.Now(), Title: "澄川市柳浦区滨河路路灯不亮",
		Text: "澄川市柳浦区滨河路的路灯坏了一个星期，晚上走路看不见，请维修。"})
	if err != nil {
		t.Fatal(err)
	}
	h.Hear(lamp)
	other := opinion.CaseID(opinion.IssueID(lamp.ID))
	if _, err := h.Desk().Do(t.Context(), other, opinion.Command{Move: opinion.MoveMerge, By: "console",
		Into: c.ID, Reason: "一并办理"}); err != nil {
		t.Fatal(err)
	}
	h.offer(reply(t, lamp, "您好，滨河路路灯已于昨日修复，恢复照明。"))
	if f := h.file(c.ID); len(f.Found) != 2 || f.Found[0].Mention != lamp.ID {
		t.Errorf("the case that stays shows %+v", f.Found)
	}
}

// The page of a report changed, question and reply: the newer text takes the older one's place, and
// the reply stays with it.
func TestAFoundReplyStaysWithACorrectedQuestion(t *testing.T) {
	h := newOffering(t)
	m := noise(t, "1", noiseTitle)
	h.Hear(m)
	h.offer(reply(t, m, goodReply))
	newer := noise(t, "1", noiseTitle+"（补充）")
	h.offer(reply(t, newer, goodReply))
	h.Hear(newer)
	f := h.only()
	if len(f.Case.Mentions) != 1 || f.Case.Mentions[0] != newer.ID || len(f.Found) != 1 ||
		f.Found[0].Mention != newer.ID || f.Found[0].Text != goodReply || finds(f) != 1 {
		t.Errorf("mentions %v, told %d times, found %+v", f.Case.Mentions, finds(f), f.Found)
	}
}

// A purge of the question takes the words of its reply everywhere, also those that come later, and
// the case keeps the fact.
func TestAPurgeTakesTheFoundReply(t *testing.T) {
	h := newOffering(t)
	m := noise(t, "1", noiseTitle)
	h.Hear(m)
	r := reply(t, m, goodReply)
	h.offer(r)
	if _, err := h.Forgetter().Purge(t.Context(), facts.Purge{ID: m.ID}); err != nil {
		t.Fatal(err)
	}
	h.offer(r)
	// another process read the page while it was purged
	late := reply(t, m, goodReply+"再次感谢。")
	data := []byte(`{"id":"` + m.ID + `","source":"mailbox","text":"` + late.Text + `","text_hash":"` + late.TextHash + `"}`)
	if _, err := h.Bus().Publish(t.Context(), bus.Message{Subject: opinion.ReplySubject("mailbox"),
		Data: data}); err != nil {
		t.Fatal(err)
	}
	h.Settled()
	if err := h.Forgetter().Remains(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Bus().Read(t.Context(), "REPLIES", "", 1, func(m bus.Msg) error {
		if strings.Contains(string(m.Data), "夜间打桩") {
			t.Errorf("REPLIES %d holds words of what was purged", m.Seq)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if kept, err := h.Register().Replies(t.Context(), []string{m.ID}); err != nil || len(kept) != 0 {
		t.Errorf("the register keeps %+v (%v)", kept, err)
	}
	if f := h.only(); len(f.Found) != 0 || finds(f) != 1 {
		t.Errorf("the case shows %+v, told %d times", f.Found, finds(f))
	}
}
