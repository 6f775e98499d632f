package intake

import (
	"cmp"
	"encoding/json"
	"io"
	"iter"
	"slices"
	"strings"

	"huiying/opinion"
)

// PastOrder is an order that an office has handled, as it exports them: a record, and to whom it
// went. Like a Draft, it is raw.
type PastOrder struct {
	Record            // its Draft holds no hints
	Unit     string   // that handled it (承办单位); "" where the record names none
	Category []string // of the office, the widest first
	District string   // as the record writes it
	Returned bool     // the unit gave it back (退单)
}

// hintReturned is what only a past order says: that its unit gave it back.
const hintReturned opinion.HintKind = "returned"

// pastKeys mean something in a file of past orders alone, the best first.
var pastKeys = map[opinion.HintKind][]string{
	opinion.HintUnit: {"unit"},
	opinion.HintType: {"一级类别", "二级类别", "三级类别", "四级类别", "四级分类"},
	hintReturned:     {"returned", "退单", "是否退单", "退回", "是否退回", "是否退办"},
}

// demandColumns say what an order asks for, which is no category of matters.
var demandColumns = keySet("demand_type", "诉求类型", "信件类型", "来件类型", "来信类型", "留言类型", "工单类型")

// ReadPast yields the past orders of a file, as Read does its records. Columns of Options come before
// the built-in labels; "returned" is one more field that they may name.
func ReadPast(r io.Reader, name string, opts Options) iter.Seq[PastOrder] {
	m := newMapper(opts)
	if m.own == nil {
		m.own = map[string]meaning{}
	}
	m.past = true
	for kind, keys := range pastKeys {
		for _, k := range keys {
			if _, has := m.own[plainKey(k)]; !has {
				m.own[plainKey(k)] = meaning{hint: kind}
			}
		}
	}
	for label, f := range opts.Columns {
		if f == string(hintReturned) {
			m.own[plainKey(label)] = meaning{hint: hintReturned}
		}
	}
	return func(yield func(PastOrder) bool) {
		for rec := range m.records(r, name) {
			if !yield(pastOf(rec)) {
				return
			}
		}
	}
}

// pastOf takes the hints of a record for facts.
func pastOf(rec Record) PastOrder {
	o := PastOrder{Record: rec}
	hints := rec.Draft.Hints
	o.Draft.Hints = nil
	slices.SortStableFunc(hints, func(a, b opinion.Hint) int {
		return cmp.Or(cmp.Compare(rankOf(a), rankOf(b)), strings.Compare(a.Column, b.Column))
	})
	var column string // of the categories
	for _, h := range hints {
		value := strings.TrimSpace(h.Value)
		switch h.Kind {
		case opinion.HintUnit:
			o.Unit = cmp.Or(o.Unit, value)
		case opinion.HintPlace:
			o.District = cmp.Or(o.District, value)
		case opinion.HintUrgency: // tells nothing of who answered
		case hintReturned:
			o.Returned = o.Returned || yes(value)
		case opinion.HintType:
			if demandColumns[plainKey(h.Column)] {
				continue
			}
			if column == "" || column == h.Column || levelled(column) && levelled(h.Column) {
				o.Category = append(o.Category, value)
			}
			column = cmp.Or(column, h.Column)
		}
	}
	return o
}

// rankOf orders hints of a kind: a label of past orders first, then as the labels are listed; levels
// of categories from the first.
func rankOf(h opinion.Hint) int {
	key := plainKey(h.Column)
	for i, r := range "一二三四" {
		if h.Kind == opinion.HintType && strings.HasPrefix(key, string(r)+"级") {
			return i - 10
		}
	}
	for i, k := range append(slices.Clone(pastKeys[h.Kind]), hintAliases[h.Kind]...) {
		if plainKey(k) == key {
			return i
		}
	}
	return -20 // a column that was named by the caller
}

// levelled says whether a column holds one level of a category that has several columns.
func levelled(column string) bool {
	r := []rune(plainKey(column))
	return len(r) > 2 && r[1] == '级'
}

func yes(value string) bool {
	switch strings.ToLower(value) {
	case "", "0", "false", "no", "n", "否", "未退", "无", "未退单":
		return false
	}
	return true
}

// several are the strings of a list, or the one of a truth value; only past orders have them.
func several(raw json.RawMessage) []string {
	var list []string
	if json.Unmarshal(raw, &list) == nil {
		return list
	}
	var is bool
	if json.Unmarshal(raw, &is) == nil && is {
		return []string{"true"}
	}
	return nil
}
