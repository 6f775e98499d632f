package intake

import (
	"errors"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// A table typed by hand has full-width separators. They count where the header says so.
func TestFullWidthSeparators(t *testing.T) {
	const want = "桥面有坑|桥头东侧有一个坑，夜里看不见。|2026-03-05"
	for name, in := range map[string]string{
		"commas":            "来信标题，来信内容，来信时间\n桥面有坑，\"桥头东侧有一个坑，夜里看不见。\"，2026-03-05\n",
		"all quoted":        "\"来信标题\"，\"来信内容\"，\"来信时间\"\n\"桥面有坑\"，\"桥头东侧有一个坑，夜里看不见。\"，\"2026-03-05\"\n",
		"semicolons":        "来信标题；来信内容；来信时间\r\n桥面有坑；桥头东侧有一个坑，夜里看不见。；2026-03-05\r\n",
		"ideographic":       "来信标题、来信内容、来信时间\n桥面有坑、桥头东侧有一个坑，夜里看不见。、2026-03-05\n",
		"below a title":     "三月来信，全部\n来信标题，来信内容，来信时间\n桥面有坑，\"桥头东侧有一个坑，夜里看不见。\"，2026-03-05\n",
		"rows of a program": "来信标题，来信内容，来信时间\n桥面有坑,桥头东侧有一个坑，夜里看不见。,2026-03-05\n",
	} {
		gbk, err := simplifiedchinese.GB18030.NewEncoder().String(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, raw := range []string{in, gbk} {
			got := all(text(raw), "x.csv", Options{})
			if len(got) != 1 || got[0].Err != nil {
				t.Errorf("%s: %+v", name, got)
				continue
			}
			d := got[0].Draft
			if is := d.Title + "|" + d.Text + "|" + d.PublishedAt.Format("2006-01-02"); is != want {
				t.Errorf("%s: %s", name, is)
			}
		}
	}
}

// A text that the separator cuts is refused by name and stored nowhere by halves; a label of one's own
// counts; lines that only hold such marks are no header.
func TestFullWidthSeparatorsWithinTexts(t *testing.T) {
	got := all(text("标题，内容，时间\n坑，有一个坑，很深，2026-03-05\n灯，灯不亮，2026-03-06\n只有一格\n"), "x.csv", Options{})
	if len(got) != 3 || !errors.Is(got[0].Err, ErrWideCommas) || got[1].Err != nil || got[1].Draft.Text != "灯不亮" ||
		!errors.Is(got[2].Err, ErrWideCommas) {
		t.Errorf("%+v", got)
	}
	own := Options{Columns: map[string]string{"说辞": "text", "名目": "title"}}
	got = all(text("名目，说辞\n坑，有一个坑\n"), "x.csv", own)
	if len(got) != 1 || got[0].Err != nil || got[0].Draft.Text != "有一个坑" || got[0].Draft.Title != "坑" {
		t.Errorf("%+v", got)
	}
	got = all(text("来信内容\n标题，内容，时间\n路灯，坏了\n"), "x.csv", Options{})
	if len(got) != 2 || got[1].Draft.Text != "路灯，坏了" {
		t.Errorf("one column of texts: %+v", got)
	}
}
