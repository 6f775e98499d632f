package configs

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/opinion"
)

// A length of time that a form shows is read as it was.
func TestSpansAreReadAsTheyAreShown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := time.Duration(rapid.IntRange(1, 90*24*3600).Draw(t, "seconds")) * time.Second
		if got, err := ParseSpan(opinion.SpanText(d)); err != nil || got != d {
			t.Errorf("%s: %s %v", opinion.SpanText(d), got, err)
		}
	})
}
