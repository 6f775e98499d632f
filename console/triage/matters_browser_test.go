package triage_test

import (
	"testing"

	"huiying/console/consoletest"
)

// A letter raises a second matter. The desk says so, shows what it is and whose, and a monitor opens a
// case for it at once.
func TestTheDeskShowsASecondMatterAndOpensACaseForIt(t *testing.T) {
	s := sitDown(t, 3, consoletest.Desk)
	id := s.ids[0]
	topic, unit := s.w.Files[s.ids[2]].Case.Topic, s.w.Files[s.ids[2]].Case.Lead
	consoletest.RaisesTwo(s.w, id, topic, unit)
	s.Open("/desk")
	s.See("the row says that there is more", row(id)+`.textContent.includes("另有 1 事")`)
	s.Open("/desk/cases/" + id)
	s.See("both matters are there, with the words of the second",
		`document.querySelectorAll(".matters > li").length === 2 && document.querySelector(".matters .said").textContent.length === 4`)
	s.Shot("desk-matters")
	s.Follow("form[action$='/correct'] input[value='other'] ~ button")
	s.See("it has a case of its own, linked from the letter",
		`document.querySelectorAll("#matters .matters a[href^='/cases/']").length === 2 && !document.querySelector("#matters form")`)
	s.Shot("mention-matters")
}
