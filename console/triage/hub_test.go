package triage

import (
	"fmt"
	"testing"
)

func TestTheHubTellsEverybodyOnceAndRemembers(t *testing.T) {
	h := NewHub(testNow)
	h.Tell(News{Kind: NewsWaiting, Case: "c0"})
	news, missed, whole, stop := h.listen("", 0)
	if len(missed) != 0 || !whole {
		t.Errorf("a new reader is told the past: %v", missed)
	}
	h.Tell(News{Kind: NewsWaiting, Case: "c1"}, News{Kind: NewsLeft, Case: "c2"})
	first, second := <-news, <-news
	if first.Case != "c1" || second.Case != "c2" || second.n != first.n+1 {
		t.Errorf("heard %+v, %+v", first, second)
	}
	stop()
	stop() // twice does no harm
	h.Tell(News{Kind: NewsPresence, Case: "c3"})
	_, missed, whole, stop = h.listen("", first.n)
	if !whole || len(missed) != 2 || missed[0].Case != "c2" || missed[1].Case != "c3" {
		t.Errorf("after a cut: %v, whole %v", missed, whole)
	}
	stop()
	for i := range 3 * remembered {
		h.Tell(News{Kind: NewsWaiting, Case: fmt.Sprint(i)})
	}
	if _, missed, whole, stop = h.listen("", first.n); whole || len(missed) != 0 {
		t.Errorf("what is not remembered any more: %d, whole %v", len(missed), whole)
	}
	stop()
	if _, _, whole, stop = h.listen("", 7); whole {
		t.Error("a number of an earlier process was taken for one of this")
	}
	stop()
}

func TestAReaderWhoLagsIsLetGo(t *testing.T) {
	h := NewHub(testNow)
	slow, _, _, stop := h.listen("", 0)
	defer stop()
	for range patience + 1 {
		h.Tell(News{Kind: NewsWaiting})
	}
	n := 0
	for range slow {
		n++
	}
	if n != patience {
		t.Errorf("%d news before the line was cut", n)
	}
}

func TestOneAccountHasAFewReadersAndTheOthersTheirs(t *testing.T) {
	h := NewHub(testNow)
	defer h.Close()
	var last func()
	for n := range mostOfOne {
		if _, _, _, last = h.listen("a1", 0); last == nil {
			t.Fatalf("reader %d was turned away", n)
		}
	}
	if _, _, _, stop := h.listen("a1", 0); stop != nil {
		t.Error("one too many was let in")
	}
	if _, _, _, stop := h.listen("b2", 0); stop == nil {
		t.Error("another account was turned away")
	}
	last()
	if _, _, _, stop := h.listen("a1", 0); stop == nil {
		t.Error("there is no room after one has gone")
	}
}

func TestTheHubHasRoomForSoManyAndEnds(t *testing.T) {
	h := NewHub(testNow)
	var stops []func()
	for range mostListeners {
		_, _, _, stop := h.listen("", 0)
		stops = append(stops, stop)
	}
	if full, _, _, stop := h.listen("", 0); !closed(full) {
		t.Error("one too many was let in")
	} else {
		stop()
	}
	h.Close()
	h.Tell(News{Kind: NewsWaiting}) // nobody is there
	for _, stop := range stops {
		stop()
	}
	if late, _, _, stop := h.listen("", 0); !closed(late) {
		t.Error("a closed hub lets somebody in")
	} else {
		stop()
	}
}

func closed(c <-chan newsItem) bool {
	select {
	case _, open := <-c:
		return !open
	default:
		return false
	}
}
