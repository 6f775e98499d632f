package items_test

import (
	"strings"
	"testing"
	"time"

	"huiying/app/items"
	"huiying/console/facts"
	"huiying/opinion"
)

// A booklet has each guide with its elements in every form, names what a page does not say and what could not
// be read; a sheet tells what whoever comes must know.
func TestABookletInEveryForm(t *testing.T) {
	at := time.Date(2026, 12, 1, 2, 0, 0, 0, time.UTC)
	b := items.Booklet{Lang: "zh", At: at, Unit: func(id string) string { return "示例县" + id }, Field: func(id string) string { return "领域" + id },
		Guides: []facts.Guide{
			{Item: "b", Name: "乙事项", Field: "f2", Unit: "u1", Address: "https://a.example/b", At: at,
				Said: map[opinion.ItemElement]string{opinion.ElementPapers: "身份证\n<b>户口簿", opinion.ElementDays: "20个工作日", opinion.ElementBasis: "《条例》"}},
			{Item: "a", Name: "甲事项", Field: "f1", Unit: "u1", Address: "https://a.example/a", At: at, Said: map[opinion.ItemElement]string{opinion.ElementFee: "不收费"}},
			{Item: "c", Name: "丙事项", Address: "https://a.example/c", Why: "unreachable"}}}
	if told, away := b.Counts(); told != 2 || away != 1 {
		t.Errorf("%d told, %d not read", told, away)
	}
	for _, once := range []bool{false, true} {
		b.Once = once
		for _, end := range items.BookletEnds {
			raw, err := b.File(end)
			if err != nil {
				t.Errorf("%s: %v", end, err)
				continue
			}
			text := string(raw)
			switch end {
			case ".docx":
				text = unzipped(t, raw)
			case ".pdf":
				if !strings.HasPrefix(text, "%PDF-") {
					t.Error("this is no PDF")
				}
				continue
			}
			for _, w := range []string{"甲事项", "身份证", "&lt;b&gt;户口簿", "20个工作日", "网页没有写明", "丙事项", "示例县u1"} {
				if !strings.Contains(text, w) {
					t.Errorf("%s, once %t: without %s", end, once, w)
				}
			}
			if strings.Contains(text, "《条例》") == once || strings.Contains(text, "领域f1 · 甲事项") == once {
				t.Errorf("%s, once %t: basis and fields are of the booklet", end, once)
			}
			if strings.Index(text, "甲事项") > strings.Index(text, "乙事项") {
				t.Errorf("%s: not in the order of fields", end)
			}
		}
	}
}
