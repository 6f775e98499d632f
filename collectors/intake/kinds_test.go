package intake

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"huiying/opinion"
)

// Files as systems really export them, by kind. Each line of want is title|text|time.

var now = func() time.Time { return time.Date(2026, 6, 1, 12, 0, 0, 0, opinion.Beijing) }

func lines(t *testing.T, raw []byte, name string, opts Options) string {
	t.Helper()
	opts.Now = now
	var out []string
	for rec := range Read(bytes.NewReader(raw), name, opts) {
		if rec.Err != nil {
			out = append(out, "fault "+Code(rec.Err))
			continue
		}
		at := ""
		if d := rec.Draft; !d.PublishedAt.IsZero() {
			at = d.PublishedAt.Format("01-02 15:04")
		}
		out = append(out, rec.Draft.Title+"|"+rec.Draft.Text+"|"+at)
	}
	return strings.Join(out, "\n")
}

func encoded(t *testing.T, s string, e interface{ String(string) (string, error) }) string {
	t.Helper()
	out, err := e.String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestKindsOfText(t *testing.T) {
	const one = "编号,标题,内容,时间\nA-1,停水,两天没水,2026-05-04 08:30\n"
	const want = "停水|两天没水|05-04 08:30"
	utf16 := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder()
	utf16be := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder()
	gbk := simplifiedchinese.GB18030.NewEncoder()
	for name, c := range map[string]struct{ file, in, want string }{
		"carriage returns alone": {"x.csv", strings.ReplaceAll(one, "\n", "\r"), want},
		"UTF-16 without a mark":  {"x.csv", encoded(t, strings.ReplaceAll(one, ",", "\t"), utf16), want},
		"UTF-16 BE without mark": {"x.csv", encoded(t, strings.ReplaceAll(one, ",", "\t"), utf16be), want},
		"tabs, called .xls":      {"x.xls", strings.ReplaceAll(one, ",", "\t"), want},
		"tabs, called .txt":      {"x.txt", strings.ReplaceAll(one, ",", "\t"), want},
		"strokes":                {"x.csv", strings.ReplaceAll(one, ",", "|"), want},
		"Excel's own line":       {"x.csv", "sep=;\n" + strings.ReplaceAll(one, ",", ";"), want},
		"guarded numbers":        {"x.csv", "编号,标题,内容,时间\n\"=\"\"001\"\"\",=\"停水\",\t两天没水,2026-05-04 08:30\n", want},
		"a row of another coding": {"x.csv", one + encoded(t, "A-2,路灯不亮,路灯已经一周没有亮了,2026-05-05\n",
			gbk), want + "\n路灯不亮|路灯已经一周没有亮了|05-05 00:00"},
		"asides in the header":    {"x.csv", "*编号,标题(必填),内容（不超过500字）,时间【选填】\nA-1,停水,两天没水,2026-05-04 08:30\n", want},
		"marked as needed":        {"x.csv", "编号,标题«(必填)»,★内容,时间\nA-1,停水,两天没水,2026-05-04 08:30\n", want},
		"a heading alone":         {"x.csv", "编号,标题,内容\nA-1,停水了怎么办,\n", "停水了怎么办|停水了怎么办|"},
		"a time nobody can read":  {"x.csv", "标题,内容,时间\n停水,两天没水,2026-13-45\n", "停水|两天没水|"},
		"the header again":        {"x.csv", one + one, want + "\n" + want},
		"total and signature":     {"x.csv", one + "合计,1件,,\n制表人：某某,,审核：某某,2026年5月6日\n", want},
		"total in the text's row": {"x.csv", "标题,内容\n停水,两天没水\n合 计,1\n", "停水|两天没水|"},
		"replies are not letters": {"x.csv", "标题,内容,答复内容,办理结果\n停水,两天没水,已修复并恢复供水请您放心,已办结\n", "停水|两天没水|"},
		"a page in a cell": {"x.csv",
			"标题,内容\n停水,\"<p>两天<b>没</b>水&nbsp;</p><style>p{}</style><p>请修</p>\"\n", "停水|两天没水\n请修|"},
		"an array": {"x.json",
			"[\n {\"标题\": \"停水\", \"内容\": \"两天没水\"},\n {\"标题\": {}},\n {\"标题\": \"路灯\"}]",
			"停水|两天没水|\nfault value\n路灯||"},
		"an array within": {"x.jsonl",
			`{"code":0,"data":{"total":1,"list":[{"title":"停水","text":"两天[没]水","time":"2026-05-04 08:30"}]}}`, want[:len("停水|两天")] + "[没]水|05-04 08:30"},
		"one object, many lines": {"x.json", "{\n \"title\": \"停水\",\n \"text\": \"两天没水\"\n}\n", "停水|两天没水|"},
		"lines called .json": {"x.json",
			"{\"title\":\"停水\",\"text\":\"甲\"}\n{\"title\":\"路灯\",\"text\":\"乙\"}", "停水|甲|\n路灯|乙|"},
		"JSON in GB18030": {"x.json", encoded(t, "[{\"title\":\"停水\",\"text\":\"两天没水\"}]", gbk), "停水|两天没水|"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := lines(t, []byte(c.in), c.file, Options{}); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestKindsOfLabels(t *testing.T) {
	m := newMapper(Options{})
	for label, want := range map[string]string{
		"工单描述": "text", "诉求详情": "text", "问题内容": "text", "事件经过": "text", "主要诉求内容": "text",
		"来话内容": "text", "具体问题": "text", "反映情况": "text",
		"工单主题": "title", "诉求题目": "title", "事件名称": "title", "问题摘要": "title", "诉求概述": "title",
		"创建时间": "published_at", "登记日期": "published_at", "派单时间": "published_at",
		"来话时间": "published_at", "诉求日期": "published_at",
		"受理单号": "ticket", "诉求编码": "ticket", "工单流水号": "ticket", "信件号": "ticket",
		"反映人": "person", "来电人姓名": "person", "联系人手机": "person", "诉求人地址": "person", "话务员": "person",
		"手机号（脱敏）": "person", "坐席工号": "person",
		"事发区县": "place", "问题发生地点": "place", "诉求类别": "type", "二级分类": "type", "承办部门": "unit",
		"责任单位名称": "unit", "紧急等级": "urgency",
		"姓名/昵称": "person", "联系电话/手机": "person", "客户编号": "person", "标题/主题": "title", "申请内容": "text",
		"诉求事项": "text", "内容摘要": "title",
		"进线时间": "published_at", "立案编号": "ticket", "退回原因": "reply", "答复内容": "reply", "办理情况": "reply",
		"回访结果": "reply", "处理意见": "reply", "官方回复": "reply",
		"办结时间": "", "答复时间": "", "截止日期": "", "满意度": "", "备注": "", "区划代码": "division", "是否公开": "", "签收时间": "", "办理时限": "",
	} {
		mean, known := m.meaning(label)
		if got := mean.name(); got != want || known != (want != "") {
			t.Errorf("%s means %q, want %q", label, got, want)
		}
	}
}

func sheet(t testing.TB, change func(*excelize.File, string), rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	for i, row := range rows {
		at, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", at, &row); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(f, "Sheet1")
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestKindsOfWorkbook(t *testing.T) {
	const want = "停水|两天没水|05-04 08:30"
	at := time.Date(2026, 5, 4, 8, 30, 0, 0, time.UTC)
	far := make([][]any, 0, 20)
	far = append(far, []any{"某市热线工单"})
	for range 14 {
		far = append(far, []any{"填表说明：请按模板填写"})
	}
	far = append(far, []any{"编号", "标题", "内容", "时间"}, []any{"A-1", "停水", "两天没水", at})
	for name, c := range map[string]struct {
		raw  []byte
		want string
	}{
		"two levels, merged": {sheet(t, func(f *excelize.File, s string) {
			_ = f.MergeCell(s, "A1", "A2")
			_ = f.MergeCell(s, "B1", "C1")
			_ = f.MergeCell(s, "D1", "E1")
			_ = f.MergeCell(s, "F1", "F2")
		}, []any{"工单编号", "诉求人信息", nil, "诉求信息", nil, "受理时间"}, []any{nil, "姓名", "区域", "标题", "内容"},
			[]any{"A-1", "某某", "某区", "停水", "两天没水", at}), want},
		"two levels, replies": {sheet(t, nil, []any{"来信信息", nil, nil, "答复信息", nil}, []any{"标题", "内容", "时间", "内容", "时间"},
			[]any{"停水", "两天没水", at, "已经修好了请您放心", "2026-05-09"}), want},
		"header far down": {sheet(t, nil, far...), want},
		"dates from 1904": {sheet(t, func(f *excelize.File, s string) {
			yes := true
			_ = f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes})
		}, []any{"标题", "内容", "时间"}, []any{"停水", "两天没水", 44684.354166666664}), want},
		"a date under its own format": {sheet(t, func(f *excelize.File, s string) {
			code := `yyyy"年"m"月"d"日" hh:mm`
			style, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
			_ = f.SetCellStyle(s, "C2", "C2", style)
		}, []any{"标题", "内容", "时间"}, []any{"停水", "两天没水", 46146.354166666664}), want},
		"merged over rows": {sheet(t, func(f *excelize.File, s string) { _ = f.MergeCell(s, "C2", "C3") },
			[]any{"标题", "内容", "时间"}, []any{"停水", "两天没水", at}, []any{"路灯", "不亮", nil}), want + "\n路灯|不亮|05-04 08:30"},
		"no value of a formula": {sheet(t, func(f *excelize.File, s string) {
			_ = f.SetCellFormula(s, "B2", `CONCATENATE("a","b")`)
			_ = f.SetCellFormula(s, "B3", `HYPERLINK("http://x.example","两天没水")`)
		}, []any{"标题", "内容"}, []any{"路灯", nil}, []any{"停水", nil}), "fault formula\n停水|两天没水|"},
		"footer": {sheet(t, nil, []any{"标题", "内容", "时间"}, []any{"停水", "两天没水", at}, []any{"合计：1件"},
			[]any{"制表人：某某", nil, "2026年5月6日"}), want},
	} {
		t.Run(name, func(t *testing.T) {
			if got := lines(t, c.raw, "x.xlsx", Options{}); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// A number with more digits than a spreadsheet keeps is no number that is one letter's alone.
func TestARoundedNumberIsNotUnique(t *testing.T) {
	raw := rewrite(t, sheet(t, nil, []any{"工单编号", "标题"}, []any{777, "停水"}, []any{20260504, "路灯不亮"}),
		"xl/worksheets/sheet",
		func(b []byte) []byte {
			return bytes.Replace(b, []byte("<v>777</v>"), []byte("<v>2.026030512345679E+20</v>"), 1)
		})
	got := all(bytes.NewReader(raw), "x.xlsx", Options{})
	if len(got) != 2 || got[0].Draft.Ref != "202603051234567900000" || got[0].Draft.Unique || !got[1].Draft.Unique {
		t.Errorf("%+v", got)
	}
}

// A column that nobody knows may be one of names.
func TestSamplesNameNobody(t *testing.T) {
	var columns []Column
	opts := Options{OnSheet: func(s Sheet) { columns = s.Columns }}
	all(text("标题,内容,经手,渠道\n停水,两天没水,张建国,电话\n"), "x.csv", opts)
	if len(columns) != 4 || strings.Contains(strings.Join(columns[2].Samples, ""), "张建国") ||
		columns[3].Samples[0] != "电话" {
		t.Errorf("%+v", columns)
	}
}

func TestHiddenSheetsAreNamedAndNotRead(t *testing.T) {
	raw := sheet(t, func(f *excelize.File, _ string) {
		_, _ = f.NewSheet("旧数据")
		_ = f.SetSheetRow("旧数据", "A1", &[]any{"标题", "内容"})
		_ = f.SetSheetRow("旧数据", "A2", &[]any{"旧", "旧的"})
		_ = f.SetSheetVisible("旧数据", false)
	}, []any{"标题", "内容"}, []any{"停水", "两天没水"})
	var told []string
	opts := Options{OnSheet: func(s Sheet) {
		if s.Hidden {
			told = append(told, s.Name)
		}
	}}
	if got := lines(t, raw, "x.xlsx", opts); got != "停水|两天没水|" || len(told) != 1 || told[0] != "旧数据" {
		t.Errorf("%s; told %v", got, told)
	}
	if got := lines(t, raw, "x.xlsx", Options{Hidden: true}); got != "停水|两天没水|\n旧|旧的|" {
		t.Error(got)
	}
}

func TestALongColumnThatNobodyClaimedStops(t *testing.T) {
	const in = "编号,标题,来件说辞,备注\nA-1,停水,我家门前的水管已经两天没有水了请尽快来修,无\n"
	got := all(text(in), "x.csv", Options{})
	if len(got) != 1 || !errors.Is(got[0].Err, ErrUnclaimed) || !strings.Contains(got[0].Err.Error(), "来件说辞") {
		t.Fatalf("%+v", got)
	}
	for as, want := range map[string]string{"text": "停水|我家门前的水管已经两天没有水了请尽快来修|", Waived: "停水|停水|"} {
		if got := lines(t, []byte(in), "x.csv", Options{Columns: map[string]string{"来件说辞": as}}); got != want {
			t.Errorf("%s: %s", as, got)
		}
	}
}

// A text that stands under an unknown label only far below stops the import there, not in silence.
func TestALateTextThatNobodyClaimedStops(t *testing.T) {
	var b strings.Builder
	b.WriteString("编号,标题,内容,其他\n")
	for range headerRows + sampleRows + 100 {
		b.WriteString("A-1,停水,两天没水,无\n")
	}
	b.WriteString("A-2,路灯,,我家门前的路灯已经一周没有亮了晚上出行不便请派人维修\n")
	got := all(text(b.String()), "x.csv", Options{})
	if last := got[len(got)-1]; !errors.Is(last.Err, ErrUnclaimed) || !strings.Contains(last.Err.Error(), "其他") {
		t.Errorf("%+v", last)
	}
}

// What identifies a person may be cut by tags; it is one word to whoever reads it.
func TestIdentifiersCutByTagsAreWhole(t *testing.T) {
	for _, in := range []string{"请打138<b>0013</b>8000", "请打138<zz>0013</zz>8000",
		"请打138&lt;i&gt;0013&lt;/i&gt;8000", "请打138<!-- x -->00138000"} {
		d, _, err := FromJSON([]byte(`{"text":"`+in+`"}`), Options{})
		if err != nil || d.Text != "请打13800138000" {
			t.Errorf("%s: %q, %v", in, d.Text, err)
		}
	}
	for _, in := range []string{"水位<3米，流量>5", "a<b而且c>d", "问答&答问"} {
		if d, _, _ := FromJSON([]byte(`{"text":"`+in+`"}`), Options{}); d.Text != in {
			t.Errorf("%s became %s", in, d.Text)
		}
	}
}

func TestOldWorkbooks(t *testing.T) {
	for file, want := range map[string][]string{
		"old.xls": {"停水|两天没水|05-04 08:30", "路灯|" + strings.Repeat("路灯不亮，",
			900) + "|05-04 12:00", "plain ascii text|only ascii here|05-04 09:00",
			"长号|号码很长的一件|05-04 00:00", "合并一|同一天的第一件|05-05 00:00", "合并二|同一天的第二件|05-05 00:00"},
		"old1904.xls": {"停水|两天没水|05-04 08:30"},
	} {
		raw, err := os.ReadFile("sheets/testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Split(lines(t, raw, file, Options{}), "\n")
		if file == "old.xls" && len(got) != 6+2*400 {
			t.Errorf("%d lines", len(got))
		}
		for i, w := range want {
			if i >= len(got) || got[i] != w {
				t.Errorf("%s %d: %.60s, want %.60s", file, i, got[min(i, len(got)-1)], w)
			}
		}
	}
}

const pageFile = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="gb2312"></head><body>
<table><tr><td colspan=4>某市热线工单</td></tr></table>
<table border=1><tr><th rowspan=2>编号</th><th colspan=2>诉求</th><th rowspan=2>时间</th></tr><tr><th>标题</th><th>内容</th></tr>
<tr><td style='mso-number-format:"\@"'>A-1</td><td>停水</td><td>两天<br>没水</td><td rowspan=2>2026-05-04 08:30</td></tr>
<tr><td>A-2</td><td>路灯</td><td>138<b>0013</b>8000 不亮 &amp; 坏</td></tr><tr><td colspan="4">合计：2件</td></tr></table></body></html>`

const xmlFile = `<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="旧"><Table><Row><Cell><Data ss:Type="String">标题</Data></Cell></Row><Row><Cell><Data ss:Type="String">旧</Data></Cell></Row></Table>
<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
<Worksheet ss:Name="S"><Table><Row ss:Index="3"><Cell><Data ss:Type="String">标题</Data></Cell><Cell><Data ss:Type="String">内容</Data></Cell><Cell ss:Index="4"><Data ss:Type="String">时间</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">停水</Data><Comment><ss:Data>看过</ss:Data></Comment></Cell><Cell><ss:Data ss:Type="String">两天<B>没</B>水</ss:Data></Cell><Cell ss:Index="4" ss:MergeDown="1"><Data ss:Type="DateTime">2026-05-04T08:30:00.000</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">路灯</Data></Cell><Cell><Data ss:Type="String">不亮</Data></Cell></Row></Table></Worksheet></Workbook>`

func TestPagesAndXMLCalledWorkbooks(t *testing.T) {
	gbk := encoded(t, pageFile, simplifiedchinese.GB18030.NewEncoder())
	const want = "停水|两天\n没水|05-04 08:30\n路灯|13800138000 不亮 & 坏|05-04 08:30"
	for name, in := range map[string]string{"UTF-8": pageFile, "GB18030": gbk} {
		if got := lines(t, []byte(in), "x.xls", Options{}); got != want {
			t.Errorf("%s: got\n%s", name, got)
		}
	}
	if got := lines(t, []byte(xmlFile), "x.xls", Options{}); got != "停水|两天没水|05-04 08:30\n路灯|不亮|05-04 08:30" {
		t.Errorf("XML: got\n%s", got)
	}
	if got := lines(t, []byte(xmlFile[:len(xmlFile)-200]), "x.xls", Options{}); got != "fault workbook" {
		t.Errorf("cut XML: got\n%s", got)
	}
}

func archive(t testing.TB, files map[string]string, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range names {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, NonUTF8: true, Method: zip.Deflate})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAnArchiveOfSeveralFiles(t *testing.T) {
	gbkName := encoded(t, "五月.csv", simplifiedchinese.GB18030.NewEncoder())
	files := map[string]string{gbkName: "标题,内容\n停水,两天没水\n",
		"dir/b.xlsx": string(sheet(t, nil, []any{"标题", "内容"}, []any{"路灯", "不亮"})),
		"c.json":     `[{"title":"噪音","text":"夜里"}]`, "__MACOSX/._c.json": "x", "readme.docx": "x",
		"in.zip": string(archive(t, map[string]string{"a.csv": "x"}, "a.csv"))}
	raw := archive(t, files, gbkName, "dir/b.xlsx", "c.json", "__MACOSX/._c.json", "readme.docx", "in.zip")
	got := all(bytes.NewReader(raw), "x.zip", Options{})
	if len(got) != 5 || got[0].File != "五月.csv" || got[0].Draft.Title != "停水" ||
		got[1].File != "dir/b.xlsx" || got[1].Sheet != "Sheet1" ||
		got[2].Draft.Title != "噪音" || !errors.Is(got[3].Err, ErrFormat) ||
		got[3].File != "readme.docx" || !errors.Is(got[4].Err, ErrFormat) {
		t.Errorf("%+v", got)
	}
	many := make([]string, maxFiles+1)
	for i := range many {
		many[i] = "a/"
	}
	if got := all(bytes.NewReader(archive(t, nil, many...)), "x.zip", Options{}); len(got) != 1 ||
		!errors.Is(got[0].Err, ErrTooLarge) {
		t.Errorf("%+v", got)
	}
}

// FuzzFile: whatever a file of any form holds, no draft is without words and no sample of a person.
func FuzzFile(f *testing.F) {
	old, err := os.ReadFile("sheets/testdata/old1904.xls")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(".xls", old)
	f.Add(".xls", []byte(pageFile))
	f.Add(".xls", []byte(xmlFile))
	f.Add(".xlsx", sheet(f, nil, []any{"标题", "内容"}, []any{"停水", "两天没水"}))
	f.Add(".zip", archive(f, map[string]string{"a.csv": csvText, "b.json": `[{"text":"a"}]`}, "a.csv", "b.json"))
	f.Add(".json", []byte(`{"data":{"list":[{"text":"a\"]"},{"text":1}]}}`))
	f.Fuzz(func(t *testing.T, ext string, raw []byte) {
		opts := Options{Hidden: true, Now: now}
		opts.OnSheet = func(s Sheet) {
			for _, c := range s.Columns {
				if c.Means == "person" && len(c.Samples) > 0 {
					t.Fatal("a sample of a person")
				}
			}
		}
		for rec := range Read(bytes.NewReader(raw), "x"+ext, opts) {
			if rec.Err == nil && rec.Draft.Title == "" && rec.Draft.Text == "" {
				t.Fatal("a draft without words")
			}
		}
	})
}
