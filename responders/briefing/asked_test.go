package briefing

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

type owing struct {
	list []AskedItem
	err  error
}

func (o owing) AskedOf(context.Context, time.Time, time.Time) ([]AskedItem, error) {
	return slices.Clone(o.list), o.err
}

// The briefing says which duties to publish many asked about, and which of them nobody can read yet.
func TestWhatIsAskedAndWhatIsPublished(t *testing.T) {
	with := func(o owing) Briefing {
		k := book(newWorld(), time.Time{})
		k.Draft.Asked = o
		return write(t, k, Day)
	}
	list := []AskedItem{{ID: "t1", Name: "低保办事指南", Unit: "u1", Reports: 12}, {ID: "t2", Name: "招生简章", Public: true, Reports: 7}}
	s := sectionOf(t, Page(with(owing{list: list}), plainNames()), "asked")
	if len(s.Lines) != 1 || !strings.Contains(s.Lines[0].Text, "2 项，其中 1 项尚未公开") || s.Lines[0].Link != "/items?of=asked" {
		t.Errorf("%+v", s.Lines)
	}
	if got := cells(s.Table); !strings.HasPrefix(got, "低保办事指南") || !strings.Contains(got, "12 尚未公开/not yet\n招生简章") {
		t.Errorf("table\n%s", got)
	}
	if l := s.Table.Rows[1].Link; l != "/items/t2#asked" {
		t.Errorf("leads to %s", l)
	}
	if s := sectionOf(t, Page(with(owing{list: list[1:]}), plainNames()), "asked"); !strings.Contains(s.Lines[0].Text, "均已公开") {
		t.Errorf("%+v", s.Lines)
	}
	if s := sectionOf(t, Page(with(owing{}), plainNames()), "asked"); len(s.Lines) > 0 || s.Table != nil {
		t.Errorf("nobody asked: %+v", s)
	}
	if b := with(owing{err: errors.New("the log is away")}); !slices.ContainsFunc(b.Missing, func(m Missing) bool { return m.Part == "asked" }) {
		t.Errorf("missing %+v", b.Missing)
	}
}
