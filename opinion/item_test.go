package opinion

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"
)

var itemDay = time.Date(2026, 12, 1, 9, 0, 0, 0, Beijing)

// history seals moves one after another, as an item makes them.
func history(moves ...ItemEvent) (out []ItemEvent) {
	i := Item{}
	for n, e := range moves {
		if e.At = itemDay.AddDate(0, 0, n); n == 0 {
			e.Item = ItemID(*e.Facts, 0)
		}
		e = e.Seal(i)
		out, i = append(out, e), i.Apply(e)
	}
	return out
}

var itemFacts = ItemFacts{Kind: ItemCatalogue, Division: "990101", Field: "projects", First: "批准服务信息",
	Name: "项目审批结果", Content: "批复文号", Basis: "示例依据", Limit: "20个工作日", Body: "示例县发展改革局",
	Way: ItemWay{Active: true}, Channel: "政府网站", Audience: ItemAudience{All: true}, Levels: []Level{County}}

func TestItemIsTheFoldOfItsEvents(t *testing.T) {
	change := itemFacts
	change.Limit = "7个工作日"
	all := history(
		ItemEvent{Type: ItemAdd, Facts: &itemFacts},
		ItemEvent{Type: ItemSubmit, Who: "a1", Attribute: AttributeActive, Secrecy: true},
		ItemEvent{Type: ItemPass, Who: "a2"},
		ItemEvent{Type: ItemPass, Who: "a3"},
		ItemEvent{Type: ItemPublish, Addresses: []string{"https://www.example.gov.cn/a"}},
		ItemEvent{Type: ItemProve, Proof: &ItemProof{Address: "https://www.example.gov.cn/a", At: itemDay,
			Failed: []ItemCheck{CheckReach}}},
		ItemEvent{Type: ItemChange, Facts: &change, Text: "时限按新规定缩短"},
	)
	i, err := FoldItem(all)
	if err != nil {
		t.Fatal(err)
	}
	if i.State != ItemDraft || i.Limit != "7个工作日" || i.Shown.Limit != "20个工作日" || !i.Public() || !i.Proof.Dead() {
		t.Errorf("a changed item: state %s, limit %s, shown %s, %+v", i.State, i.Limit, i.Shown.Limit, i.Proof)
	}
	raw, _ := json.Marshal(all[6].Forgotten())
	var e ItemEvent
	if err := json.Unmarshal(raw, &e); err != nil || e.Text != "" {
		t.Fatal(err, e.Text)
	}
	if _, err := FoldItem(append(slices.Clone(all[:6]), e)); err != nil {
		t.Errorf("a history whose reason was forgotten: %v", err)
	}
	forged := slices.Clone(all)
	forged[4].By = "someone"
	if _, err := FoldItem(forged); !errors.Is(err, ErrForged) {
		t.Errorf("a forged history: %v", err)
	}
	if _, err := FoldItem(slices.Delete(slices.Clone(all), 2, 3)); !errors.Is(err, ErrGap) {
		t.Errorf("a history with a gap: %v", err)
	}
}

// Each state of a kind can be reached and each move can be made somewhere; what a row names exists.
func TestKindsOfItemsAreWhole(t *testing.T) {
	for _, k := range ItemKinds {
		if len(k.States()) == 0 || len(k.Facts()) == 0 || len(k.Checks()) == 0 {
			t.Errorf("the kind %s lacks states, facts or checks", k)
		}
		for _, s := range k.States() {
			i := Item{ID: "o", State: s, ItemFacts: ItemFacts{Kind: k}}
			if s.Next() != "" && !i.May(s.Next()) {
				t.Errorf("%s in %s: its next step %s is not legal", k, s, s.Next())
			}
		}
		if k.Of() != "" && k.Of().Of() != k {
			t.Errorf("%s is linked with %s, and that not with it", k, k.Of())
		}
	}
	for _, m := range ItemMoves {
		if m != ItemAdd && len(itemTable[m]) == 0 {
			t.Errorf("the move %s is legal nowhere", m)
		}
	}
	if !slices.Equal(NineElements, nineElements) {
		t.Errorf("nine elements: %v and %v", NineElements, nineElements)
	}
}

func TestWhatAnItemSaysHoldsNoPerson(t *testing.T) {
	f := itemFacts
	f.Content, f.Addresses = "联系人手机13912345678", []string{"HTTPS://www.Example.gov.cn:443/a?spm=1", "javascript:x"}
	f = f.Written()
	if TellsPerson(f.Content) || len(f.Addresses) != 1 || f.Addresses[0] != "https://www.example.gov.cn/a" {
		t.Errorf("written: %q %q", f.Content, f.Addresses)
	}
	if !f.Same(f.Written()) {
		t.Error("written twice is another")
	}
}

func TestItemsInAScope(t *testing.T) {
	i := Item{ItemFacts: ItemFacts{Division: "990101", Unit: "u1"}}
	path := func(code string) []string { return []string{code, "9901", "99"} }
	for s, want := range map[*Scope]bool{nil: true, {Units: []string{"u1"}}: true, {Units: []string{"u2"}}: false,
		{Division: "9901"}: true, {Division: "9902"}: false, {}: false} {
		if i.In(s, path) != want {
			t.Errorf("in %+v: not %t", s, want)
		}
	}
}
