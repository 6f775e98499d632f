package main

import "testing"

// The same seed tells the same stories, each a few times, and no two share a heading.
func TestStories(t *testing.T) {
	a, b := newTeller(3, "x"), newTeller(3, "x")
	told := map[string]int{}
	for range 500 {
		s := a.next()
		if s != b.next() {
			t.Fatal("two tellers of one seed differ")
		}
		told[s.Title]++
	}
	for title, n := range told {
		if n > 6 {
			t.Errorf("%q is told %d times", title, n)
		}
	}
	if len(told) < 100 {
		t.Errorf("%d stories in 500 texts", len(told))
	}
}
