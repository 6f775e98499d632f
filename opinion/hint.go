package opinion

import (
	"cmp"
	"slices"
)

// HintKind is what a source's own column speaks of.
type HintKind string

// The kinds.
const (
	HintPlace   HintKind = "place"   // 所属区域
	HintType    HintKind = "type"    // 诉求类型: what it asks, or what it is about
	HintUnit    HintKind = "unit"    // 承办单位
	HintUrgency HintKind = "urgency" // 紧急程度
)

// HintKinds are all of them, in the order in which they are read.
var HintKinds = []HintKind{HintPlace, HintType, HintUnit, HintUrgency}

// Hint (来源列) is what a source wrote of a record beside its text. It helps a judgement where the
// text leaves something open, and never stands in its place.
type Hint struct {
	Kind   HintKind `json:"kind"`
	Column string   `json:"column"` // as the source calls it
	Value  string   `json:"value"`  // redacted, like a text
}

// Evidence is the hint as a reason that people read.
func (h Hint) Evidence() string { return "来源列『" + h.Column + "』= " + h.Value }

// HintUse says what became of a hint.
type HintUse string

// The uses.
const (
	HintDecided   HintUse = "decided"   // the text left it open
	HintAgrees    HintUse = "agrees"    // the text says the same
	HintDiffers   HintUse = "differs"   // the text, or a rule, says otherwise and holds
	HintUnmatched HintUse = "unmatched" // nothing here is called so
)

// Hinted is a hint with what it was found to mean and what became of it.
type Hinted struct {
	Hint
	Is  string  `json:"is,omitempty"` // code of a place, id of a topic, demand or unit, "urgent"
	Use HintUse `json:"use"`
}

// Urgent is Hinted.Is of a hint that says so.
const Urgent = "urgent"

// Urgent is the hint by which a source says that it is urgent, as evidence; "" where none does. It
// raises attention and no severity.
func (f Finding) Urgent() string {
	for _, h := range f.Hinted {
		if h.Kind == HintUrgency && h.Is == Urgent {
			return h.Evidence()
		}
	}
	return ""
}

// NamedUnit is the unit that a hint names, with the evidence.
func (f Finding) NamedUnit() (id, evidence string) {
	for _, h := range f.Hinted {
		if h.Kind == HintUnit && h.Is != "" {
			return h.Is, h.Evidence()
		}
	}
	return "", ""
}

// Bounds of hints, whatever a file holds.
const (
	mostHints  = 16
	longColumn = 40
	longHint   = 100
)

// cleanHints redacts hints like texts, and gives them one order.
func cleanHints(in []Hint, clean func(string) string) []Hint {
	var out []Hint
	for _, h := range in {
		h.Column, h.Value = Clip(clean(h.Column), longColumn), Clip(clean(h.Value), longHint)
		if h.Value != "" && slices.Contains(HintKinds, h.Kind) && len(out) < mostHints && !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	slices.SortFunc(out, func(a, b Hint) int {
		return cmp.Or(cmp.Compare(slices.Index(HintKinds, a.Kind), slices.Index(HintKinds, b.Kind)),
			cmp.Compare(a.Column, b.Column), cmp.Compare(a.Value, b.Value))
	})
	return out
}
