package cases_test

import (
	"testing"

	"huiying/console/consoletest"
)

// Lists are read by their rows: sixteen and more stand whole in the window of a desk, eight in that of
// a phone; the person's words stand first on a case's page.
func TestListsShowManyRows(t *testing.T) {
	w := consoletest.NewWorld(60)
	h := consoletest.Start(t, w)
	for width, least := range map[int64]int{consoletest.Desk: 16, consoletest.Phone: 8} {
		b := consoletest.Browse(t, h, width)
		for _, at := range []string{"/cases", "/issues", "/search"} {
			b.Open(at)
			if n := b.Rows(); n < least {
				t.Errorf("%s at %d: %d rows", at, width, n)
			}
		}
		b.Open("/cases/" + w.Order[0])
		b.Holds("the words are in sight",
			`document.querySelector("[data-words]").getBoundingClientRect().top < innerHeight / 2`)
		b.Holds("marks on the clock are thin", `[...document.querySelectorAll(".clock-bar rect:nth-child(n+3)")].every(
			m => m.getBoundingClientRect().width < 9) && document.querySelector(".clock-bar rect:nth-child(3)")`)
		b.Quiet()
	}
}
