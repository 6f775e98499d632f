package cases_test

import (
	"testing"

	"huiying/console/consoletest"
)

// Lists are put in order by their headings and narrowed by their chips; both stand in the address. How
// close rows stand is remembered.
func TestListsAreOrderedAndNarrowed(t *testing.T) {
	w := consoletest.NewWorld(30)
	b := consoletest.Browse(t, consoletest.Start(t, w), consoletest.Desk)
	b.WithoutScripts()
	b.Open("/cases")
	b.Holds("what is due first stands first", `document.querySelector("[aria-sort=ascending]").textContent.includes("剩余")`)
	b.Follow(`.rows-head th:first-child a`)
	b.Holds("by severity", `location.search.includes("order=severity") && document.querySelector("[aria-sort=ascending]").textContent.includes("等级")`)
	b.Follow(`.rows-head th:first-child a`)
	b.Holds("the other way round", `location.search.includes("order=-severity") && document.querySelector("[aria-sort=descending]")`)
	b.Click(`.chips-of:has(#c-state) summary`)
	b.Fill("#c-state", "已办结")
	b.Follow(`.chips-of:has(#c-state) button`)
	b.Holds("narrowed, in the same order",
		`location.search.includes("state=closed") && location.search.includes("order=-severity") && document.querySelector(".chips-of.set b")`)
	b.Follow(`.chips-of.set + .chips-drop`)
	b.Holds("no more", `!location.search.includes("state=closed")`)
	height := `document.querySelector("[data-row]").offsetHeight`
	before := consoletest.Value[int](b, height)
	b.Follow(".density")
	b.Open("/issues")
	if after := consoletest.Value[int](b, height); after >= before {
		t.Errorf("rows are %d px high, and compact ones %d", before, after)
	}
	b.Quiet()
}

// The keyboard and a finger open one chip at a time.
func TestChipsByKeyboard(t *testing.T) {
	w := consoletest.NewWorld(5)
	for _, width := range []int64{consoletest.Desk, consoletest.Phone} {
		b := consoletest.Browse(t, consoletest.Start(t, w), width)
		b.Open("/search")
		b.Click(`.chips-of:has(#c-from) summary`)
		b.See("it is open, its first field has the focus", `document.querySelector(".chips-of[open] a, .chips-of[open] input") && document.activeElement.id === "c-from"`)
		b.Fits("with an open chip")
		b.Shot("chip")
		b.Press("\x1b")
		b.See("closed, and its name has the focus", `!document.querySelector(".chips-of[open]") && document.activeElement.matches("summary")`)
		b.Quiet()
	}
}
