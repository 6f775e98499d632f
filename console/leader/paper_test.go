package leader_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"huiying/console/consoletest"
	"huiying/console/kit"
	"huiying/console/leader"
	"huiying/responders/briefing/pagedata"
)

// bodyOf is the body of a DOCX file.
func bodyOf(t *testing.T, raw []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// An issue is headed, numbered and ended as the office says; ids stand in the annex alone, and what has
// nothing to say has no heading.
func TestAPaperIsAnOfficialOne(t *testing.T) {
	w := consoletest.NewWorld(2)
	b, _ := w.Briefing(t.Context(), kit.Midnight(consoletest.Now), "day", "")
	b.Date, b.Last, b.Whole, b.Year, b.No = "2026-11-22", "2026-11-22", true, 2026, 20
	b.Lead = []pagedata.BriefingLead{{Head: "来件", Text: "收到73条。"}}
	body := bodyOf(t, rendered(t, b, leader.BriefingFile{Ext: "docx", Lang: "zh", Paper: leader.Paper{Name: "民情专报",
		Office: "示例市人民政府办公室", To: []string{"报：市长"}, Sign: true}}))
	for _, want := range []string{"民情专报", "2026年第20期", "示例市人民政府办公室", "2026年11月23日", "【来件】",
		"收到73条。", "一、重大事项", "二、地区", "签发：", "报：市长"} {
		if !strings.Contains(body, want) {
			t.Errorf("the paper lacks %s", want)
		}
	}
	if strings.Contains(body, "今日到期") {
		t.Error("a heading stands above nothing")
	}
	id, annex := w.Order[0][:9], strings.Index(body, "附：依据")
	if first := strings.Index(body, id); annex < 0 || first < annex {
		t.Errorf("the id %s stands at %d, the annex begins at %d", id, first, annex)
	}
}

// Days, weeks, months and special reports are counted apart; what has no number says none.
func TestPapersSayTheirNumber(t *testing.T) {
	for _, x := range []struct {
		period string
		no     int
		want   string
	}{{"day", 20, "2026年第20期"}, {"week", 3, "2026年第3期（周报）"}, {"month", 2, "2026年第2期（月报）"},
		{"issue", 7, "2026年第7期"}, {"day", 0, ""}} {
		body := bodyOf(t, rendered(t, pagedata.Briefing{Period: x.period, Date: "2026-11-22", Last: "2026-11-22",
			Whole: true, Year: 2026, No: x.no}, leader.BriefingFile{Ext: "docx", Lang: "zh"}))
		if x.want != "" && !strings.Contains(body, ">"+x.want+"<") || x.want == "" && strings.Contains(body, "2026年第") {
			t.Errorf("%s %d lacks %s", x.period, x.no, x.want)
		}
	}
}
