package unitdesk_test

import (
	"strings"
	"testing"

	"huiying/console/consoletest"
	"huiying/opinion"
)

// Who writes is offered what was answered and verified about the same topic, and takes it in with its
// source; the draft stays as it is until that is saved.
func TestEarlierAnswersAreOfferedWithTheirSource(t *testing.T) {
	w := consoletest.NewWorld(40)
	var id, earlier string
	for _, r := range w.Released() {
		for _, other := range w.Order {
			c := w.Files[other].Case
			if c.Topic == r.Topic && c.Lead == r.Unit && c.State == opinion.Handling {
				id, earlier = other, r.ID
			}
		}
	}
	if id == "" {
		t.Fatal("the world has no case like one that was answered")
	}
	f := w.Files[earlier]
	f.Case.Answer, f.Case.AnswerURL = "样例：已更换管线。", "https://gov.example.org/7"
	w.Files[earlier] = f
	h := consoletest.Start(t, w)
	unit := w.Files[id].Case.Lead
	page := consoletest.Send(h, "GET", "/work/"+id+"?unit="+unit, "").Body.String()
	if !strings.Contains(page, "同类事项已核实的答复") || !strings.Contains(page, "earlier=") {
		t.Fatal("nothing is offered")
	}
	page = consoletest.Send(h, "GET", "/work/"+id+"?unit="+unit+"&earlier="+earlier, "").Body.String()
	_, text, _ := strings.Cut(page, `<textarea id="draft-text"`)
	text, _, _ = strings.Cut(text, "</textarea>")
	for _, want := range []string{"样例：已更换管线。", "参考：", "https://gov.example.org/7"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the text: %s", want, text)
		}
	}
}
