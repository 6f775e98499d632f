package intake

import (
	"errors"
	"testing"

	"huiying/opinion"
)

func TestAMentionIsAsItsSourceIsConfigured(t *testing.T) {
	s := opinion.Source{ID: "mailbox", Kind: opinion.KindBoard, Division: "9801"}
	for name, x := range map[string]struct {
		division, want string
	}{"a place of its own": {"9802", "9802"}, "none": {"", "9801"}} {
		got, err := OfSource(opinion.Draft{Source: "mailbox", Kind: opinion.KindOther, Division: x.division, Title: "停水"}, s, true)
		if err != nil || got.Kind != opinion.KindBoard || got.Division != x.want || got.Title != "停水" {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if _, err := OfSource(opinion.Draft{Source: "13812345678"}, opinion.Source{}, false); !errors.Is(err, ErrNoSource) {
		t.Errorf("a source that is not configured: %v", err)
	}
}
