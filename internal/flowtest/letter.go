package flowtest

import (
	"fmt"
	"testing"
	"time"

	"huiying/opinion"
)

// Letter is an invented mention of the mailbox.
func Letter(t testing.TB, n int, title, text string) opinion.Mention {
	t.Helper()
	m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindBoard,
		URL:   fmt.Sprintf("https://board.example.org/%d", n),
		Title: title, Text: text, PublishedAt: time.Now().Add(-time.Hour), CollectedAt: time.Now(), Division: "98"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}
