package items

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huiying/opinion"
)

func finder() *Finder {
	return NewFinder(strings.Fields, func(code string) (out []string) {
		for _, n := range []int{2, 4, 6} {
			if len(code) >= n {
				out = append(out, code[:n])
			}
		}
		return out
	})
}

// Whatever happened to items, a finder knows them as one that meets them today.
func TestAFinderKnowsItemsAsTheyAre(t *testing.T) {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"低保", "办理", "条件", "补贴", "申领", "学校", "招生"}), 1, 4)
	item := rapid.Custom(func(t *rapid.T) opinion.Item {
		i := opinion.Item{ID: fmt.Sprint("t", rapid.IntRange(0, 5).Draw(t, "id")), State: rapid.SampledFrom(
			[]opinion.ItemState{opinion.ItemDraft, opinion.ItemPublished, opinion.ItemWithdrawn}).Draw(t, "state")}
		i.ItemFacts = opinion.ItemFacts{Kind: rapid.SampledFrom([]opinion.ItemKind{opinion.ItemGuide, opinion.ItemColumn}).Draw(t, "kind"),
			Division: rapid.SampledFrom([]string{"98", "9801", "980101", "980102"}).Draw(t, "division"),
			Unit:     rapid.SampledFrom([]string{"", "u1", "u2"}).Draw(t, "unit"), Field: rapid.SampledFrom([]string{"", "f1", "f2"}).Draw(t, "field"),
			Name: strings.Join(words.Draw(t, "name"), " "), Content: strings.Join(words.Draw(t, "content"), " ")}
		if i.Shown = i.ItemFacts; rapid.Bool().Draw(t, "changed") {
			i.Shown.Name = strings.Join(words.Draw(t, "shown"), " ")
		}
		return i
	})
	rapid.Check(t, func(t *rapid.T) {
		old, now := finder(), map[string]opinion.Item{}
		q := Question{Unit: "u1", Topic: "f1/x", Division: rapid.SampledFrom([]string{"", "98", "980101"}).Draw(t, "asked in"),
			Text: strings.Join(words.Draw(t, "asked"), " ")}
		for _, i := range rapid.SliceOfN(item, 1, 12).Draw(t, "items") {
			old.Put(i)
			now[i.ID] = i
			old.Of(q)
		}
		fresh := finder()
		for _, i := range now {
			fresh.Put(i)
		}
		if got, want := old.Of(q), fresh.Of(q); !reflect.DeepEqual(ids(got), ids(want)) {
			t.Fatalf("%+v\n%+v", got, want)
		}
		for _, m := range old.Of(q) {
			i := now[m.Item]
			if i.Kind != opinion.ItemGuide || i.State == opinion.ItemWithdrawn || len(m.Words) == 0 || !m.Unit && !m.Field {
				t.Fatalf("%+v by %+v", i, m)
			}
		}
	})
}

// ids are what was found, and how well it fits: a sum of the same numbers in another order differs a little.
func ids(found []Match) (out []string) {
	for _, m := range found {
		out = append(out, fmt.Sprintf("%s %.6f", m.Item, m.Score))
	}
	return out
}

// What another place publishes, or nobody of the unit and the field, answers nobody here.
func TestItemsAreOfAPlace(t *testing.T) {
	f := finder()
	for _, place := range []string{"98", "980101", "980102", "9901"} {
		f.Put(opinion.Item{ID: "t" + place, ItemFacts: opinion.ItemFacts{Kind: opinion.ItemGuide, Division: place, Field: "f1",
			Unit: "u" + place, Name: "低保 办理 条件"}})
	}
	for asked, want := range map[string]string{"980101": "t98 t980101", "9801": "t98 t980101 t980102", "9902": "", "": "t98 t980101 t980102"} {
		got := map[string]bool{}
		for _, m := range f.Of(Question{Topic: "f1/x", Division: asked, Text: "低保 条件"}) {
			got[m.Item] = true
		}
		for _, id := range strings.Fields(want) {
			if !got[id] {
				t.Errorf("asked in %q: without %s", asked, id)
			}
		}
		if len(got) != len(strings.Fields(want)) {
			t.Errorf("asked in %q: %v", asked, got)
		}
	}
	if got := f.Of(Question{Topic: "f2/x", Unit: "u9", Text: "低保 条件"}); len(got) > 0 {
		t.Errorf("of another field and unit: %+v", got)
	}
}
