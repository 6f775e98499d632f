package configs

import (
	"strings"
	"testing"
	"time"
)

func TestBriefing(t *testing.T) {
	c, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	if _, sent := c.Briefing.Clock(); sent || len(c.Briefing.Periods) != 3 || len(c.Briefing.Formats) != 2 {
		t.Errorf("as shipped: %+v", c.Briefing)
	}
	for name, x := range map[string]struct {
		change func(*Briefing)
		want   string
	}{
		"a time": {func(b *Briefing) { b.Due = "8 o'clock" }, "briefing.due must be a time"},
		"early":  {func(b *Briefing) { b.Due = "00:30" }, "briefing.due must be 01:00"},
		"nobody": {func(b *Briefing) { b.Due = "08:00" }, "briefing.to is empty"},
		"period": {func(b *Briefing) { b.Periods = []string{"year"} }, `briefing.periods has "year"`},
		"never":  {func(b *Briefing) { b.Periods = nil }, "briefing.periods is empty"},
		"link":   {func(b *Briefing) { b.Link = "https://me:secret@a.example" }, "briefing.link must be"},
		"whom":   {func(b *Briefing) { b.To = []string{"mail:x"} }, `briefing.to has "mail:x"`},
		"chan":   {func(b *Briefing) { b.To = []string{"channel:x"} }, `briefing.to names channel "x"`},
		"fine": {func(b *Briefing) {
			b.Due, b.To, b.Link = "08:30", []string{"file:/srv/x"},
				"https://a.example"
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := defaults()
			x.change(&c.Briefing)
			r := &reader{c: c, broken: map[string]bool{}}
			r.checkBriefing()
			var got string
			if len(r.faults) > 0 {
				got = r.faults[0].Words.In("en")
			}
			if x.want == "" && got != "" || !strings.HasPrefix(got, x.want) {
				t.Errorf("got %q, want %q", got, x.want)
			}
		})
	}
	if at, ok := (Briefing{Due: "08:30"}).Clock(); !ok || at != 8*time.Hour+30*time.Minute {
		t.Errorf("08:30 is %v", at)
	}
}
