package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"huiying/internal/sharedtest"
	"huiying/opinion"
)

func all(r io.Reader, name string, opts Options) []Record {
	var out []Record
	for rec := range Read(r, name, opts) {
		out = append(out, rec)
	}
	return out
}

func text(s string) io.Reader { return strings.NewReader(s) }

func TestJSONL(t *testing.T) {
	in := "\ufeff" + `{"id":"a1","title":"路灯不亮","text":"三天了","time":"2026-05-04 08:00:00","user":"张三","phone":"13800138000","likes":3}
not json

{"id":7,"text":"字\u0000符","published_at":1767225600}` + "\r\n" +
		`{"title":"x","text":["a"]}` + "\n" + `{"title":"有零` + "\x00" + `字节"}` + "\n" + `{"title":"坏` + "\xff" + `"}` + "\n" +
		`[1,2]` + "\n" + `null` + "\n" + `{"id":"nothing"}` + "\n" + `{"text":"x","date":"someday"}` + "\n" + `{"text":"最后一行"}`
	got := all(text(in), "x.jsonl", Options{Source: "s", Kind: opinion.KindHotline, Division: "98",
		Now: func() time.Time { return time.Unix(1780000000, 0) }})
	type want struct {
		line int
		err  error
	}
	wants := []want{{1, nil}, {2, ErrJSON}, {4, nil}, {5, ErrValue}, {6, ErrNUL}, {7, ErrEncoding},
		{8, ErrJSON}, {9, ErrJSON}, {10, opinion.ErrNoText}, {11, nil}, {12, nil}}
	if len(got) != len(wants) {
		t.Fatalf("%d records: %+v", len(got), got)
	}
	for i, w := range wants {
		if got[i].Line != w.line || !errors.Is(got[i].Err, w.err) || (w.err == nil && got[i].Err != nil) {
			t.Errorf("record %d: line %d, %v; want %d, %v", i, got[i].Line, got[i].Err, w.line, w.err)
		}
	}
	first := got[0]
	if d := first.Draft; d.Ref != "a1" || d.Title != "路灯不亮" || d.Text != "三天了" || d.Source != "s" ||
		d.Kind != opinion.KindHotline || d.Division != "98" || d.CollectedAt.Unix() != 1780000000 ||
		d.PublishedAt.Format(time.RFC3339) != "2026-05-04T08:00:00+08:00" {
		t.Errorf("draft %+v", d)
	}
	if len(first.Dropped) != 2 || first.Dropped["user"] != 1 || first.Dropped["phone"] != 1 {
		t.Errorf("dropped %v", first.Dropped)
	}
	if got[2].Draft.Ref != "7" || got[2].Draft.PublishedAt.Unix() != 1767225600 {
		t.Errorf("numbers: %+v", got[2].Draft)
	}
	if got[8].Draft.Ref != "nothing" {
		t.Errorf("a bad record keeps its id: %+v", got[8].Draft)
	}
}

func TestLongLineDoesNotStopTheRest(t *testing.T) {
	in := io.MultiReader(text(`{"text":"一"}`+"\n"), io.LimitReader(endless('x'), MaxLine+100),
		text("\n"+`{"text":"二"}`))
	got := all(in, "x.jsonl", Options{})
	if len(got) != 3 || !errors.Is(got[1].Err, ErrTooLong) || got[1].Line != 2 ||
		got[2].Draft.Text != "二" || got[2].Line != 3 {
		t.Errorf("%+v", got)
	}
}

type endless byte

func (e endless) Read(p []byte) (int, error) {
	if len(p) > 0 {
		p[0] = byte(e)
	}
	for n := 1; n < len(p); n *= 2 {
		copy(p[n:], p[:n])
	}
	return len(p), nil
}

func TestFromJSON(t *testing.T) {
	d, dropped, err := FromJSON([]byte(`{"source":"own","division":"9801","url":"https://example.org/1","标题":"停水","内容":"两天","姓名":"李四","联系电话":"0771-1234567","网友":"小明","时间":"2026/1/2"}`), Options{})
	if err != nil || d.Source != "own" || d.Division != "9801" || d.Title != "停水" ||
		d.Text != "两天" || d.URL == "" ||
		d.PublishedAt.Format(time.DateTime) != "2026-01-02 00:00:00" {
		t.Errorf("%+v, %v", d, err)
	}
	if len(dropped) != 3 {
		t.Errorf("dropped %v", dropped)
	}
	d, _, _ = FromJSON([]byte(`{"source":"spoofed","title":"x","subject":"y"}`), Options{Source: "token"})
	if d.Source != "token" || d.Title != "x" {
		t.Errorf("the caller's source and the first alias win: %+v", d)
	}
	for _, raw := range []string{`{"title":"x","published_at":null}`, `{"title":"x","published_at":""}`} {
		if d, _, err := FromJSON([]byte(raw), Options{}); err != nil || !d.PublishedAt.IsZero() {
			t.Errorf("%s: %v, %v", raw, d.PublishedAt, err)
		}
	}
}

func TestTheOrderOfKeysDoesNotMatter(t *testing.T) {
	for range 30 { // maps are walked in random order
		d, _, err := FromJSON([]byte(`{"内容":"乙","text":"甲","content":"丙","主题":"丁","title":"己","Title":"戊"}`), Options{})
		if err != nil || d.Text != "甲" || d.Title != "戊" {
			t.Fatalf("%+v %v", d, err)
		}
	}
}

const csvText = "来信编号,来信标题,来信内容,来信时间,姓名,联系电话\r\n" +
	"1,路灯不亮,\"第一行\n第二行，他说\"\"好\"\"\",2026-05-04 08:00,张三,13800138000\r\n" +
	"2,噪音,夜里施工,2026/5/4,,\r\n" +
	"3,少一格,内容,2026-05-04\r\n" +
	"\r\n" +
	"4,多空格,内容,2026-05-04,,,,\r\n" +
	"5,坏时间,内容,不详,,\r\n" +
	"6,\"没有收尾的引号,内容,2026-05-04,,\r\n" +
	"7,带\"引号\"的标题,内容,46146.5,,\r\n"

func checkCSV(t *testing.T, got []Record) {
	t.Helper()
	type want struct {
		line  int
		title string
		err   error
	}
	wants := []want{{2, "路灯不亮", nil}, {4, "噪音", nil}, {5, "少一格", nil}, {7, "多空格", nil},
		{8, "坏时间", nil}, {9, "", ErrQuote}, {10, "带\"引号\"的标题", nil}}
	if len(got) != len(wants) {
		t.Fatalf("%d records: %+v", len(got), got)
	}
	for i, w := range wants {
		if got[i].Line != w.line || got[i].Draft.Title != w.title ||
			!errors.Is(got[i].Err, w.err) || (w.err == nil && got[i].Err != nil) {
			t.Errorf("record %d: line %d %q %v; want %d %q %v", i, got[i].Line, got[i].Draft.Title,
				got[i].Err, w.line, w.title, w.err)
		}
	}
	if got[0].Draft.Text != "第一行\n第二行，他说\"好\"" {
		t.Errorf("text %q", got[0].Draft.Text)
	}
	if len(got[0].Dropped) != 2 || got[0].Dropped["姓名"] != 1 || got[1].Dropped != nil {
		t.Errorf("dropped %v, %v", got[0].Dropped, got[1].Dropped)
	}
	if !got[4].Untimed || got[1].Untimed {
		t.Error("a time that cannot be read is said")
	}
	if at := got[6].Draft.PublishedAt.Format(time.DateTime); at != "2026-05-04 12:00:00" {
		t.Errorf("serial time %s", at)
	}
}

func TestCSV(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String(csvText)
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian,
		unicode.UseBOM).NewEncoder().String(strings.NewReplacer(",", "\t").Replace(csvText))
	if err != nil {
		t.Fatal(err)
	}
	for name, in := range map[string]string{
		"UTF-8": csvText, "with a mark": "\ufeff" + csvText, "GB18030": gbk, "UTF-16 with tabs": utf16,
		"semicolons": strings.ReplaceAll(csvText, ",", ";"),
	} {
		t.Run(name, func(t *testing.T) { checkCSV(t, all(text(in), "x.CSV", Options{})) })
	}
}

func TestCSVBeginsWithATitleRow(t *testing.T) {
	got := all(text("12345热线工单导出\n导出时间：2026-05-04,,\n工单编号,工单标题,工单内容\nx1,停水,两天\n"), "x.csv", Options{})
	if len(got) != 1 || got[0].Line != 4 || got[0].Draft.Ref != "x1" || got[0].Draft.Title != "停水" {
		t.Errorf("%+v", got)
	}
}

func TestCSVColumnsAndHeader(t *testing.T) {
	opts := Options{Columns: map[string]string{"事件简述": "text", "网友": "title"}}
	got := all(text("事件简述,网友\n路灯不亮,小明\n"), "x.csv", opts)
	if len(got) != 1 || got[0].Draft.Text != "路灯不亮" || got[0].Draft.Title != "" || got[0].Dropped["网友"] != 1 {
		t.Errorf("a column of persons stays dropped: %+v", got)
	}
	for _, in := range []string{"", "\n\n", "甲,乙\n1,2\n", strings.Repeat("甲,乙\n", 50)} {
		got := all(text(in), "x.csv", Options{})
		if len(got) != 1 || !errors.Is(got[0].Err, ErrHeader) {
			t.Errorf("%q: %+v", in, got)
		}
	}
}

func TestCSVBadBytes(t *testing.T) {
	// one bad byte in a UTF-8 file costs its row and does not turn the file into GB18030
	got := all(text("标题,内容\n一,好的\n二,坏\xff的\n三,有\x00零\n四,"+strings.Repeat("好", 50)+"\n"), "x.csv", Options{})
	if len(got) != 4 || got[0].Err != nil || !errors.Is(got[1].Err, ErrEncoding) ||
		!errors.Is(got[2].Err, ErrNUL) || got[3].Err != nil {
		t.Errorf("%+v", got)
	}
	// ASCII far into the file, then GB18030
	gbk, _ := simplifiedchinese.GB18030.NewEncoder().String("路灯不亮")
	got = all(text("id,title\n"+strings.Repeat("1,"+strings.Repeat("plain ", 50)+"\n",
		4_000)+"2,"+gbk+"\n"), "x.csv", Options{})
	if rec := got[len(got)-1]; rec.Err != nil || rec.Draft.Title != "路灯不亮" {
		t.Errorf("%+v", rec)
	}
}

func TestCSVUnclosedQuoteCostsOneLine(t *testing.T) {
	var b strings.Builder
	b.WriteString("标题,内容\n坏,\"没有收尾\n")
	for range 10_000 {
		b.WriteString("好,内容\n")
	}
	got := all(text(b.String()), "x.csv", Options{})
	if len(got) != 10_001 || !errors.Is(got[0].Err, ErrQuote) || got[0].Line != 2 {
		t.Fatalf("%d records, first %+v", len(got), got[0])
	}
	if last := got[10_000]; last.Err != nil || last.Line != 10_002 {
		t.Errorf("%+v", last)
	}
}

// The labels gathered from real mailboxes must be understood, persons' labels excepted.
func TestMailboxLabels(t *testing.T) {
	raw, err := os.ReadFile(sharedtest.File(t, "web/mailbox_fields.json"))
	if err != nil {
		t.Skip("shared data absent: mailbox_fields.json")
	}
	var file struct{ Labels map[string][]string }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	want := map[string]field{"id": fieldID, "title": fieldTitle, "content": fieldText, "submitted_at": fieldTime}
	m := newMapper(Options{})
	seen := 0
	for group, f := range want {
		for _, label := range file.Labels[group] {
			seen++
			if mean, ok := m.meaning(label); !ok || mean.person ||
				mean.field != f && !(f == fieldID && mean.field == fieldTicket) {
				t.Errorf("%s: got %+v, want %s", label, mean, f)
			}
		}
	}
	if seen < 40 {
		t.Errorf("only %d labels", seen)
	}
	for group, kind := range map[string]opinion.HintKind{"department": opinion.HintUnit, "type": opinion.HintType} {
		for _, label := range file.Labels[group] {
			if mean, ok := m.meaning(label); ok && mean.hint != kind {
				t.Errorf("%s of %s is taken for %+v", label, group, mean)
			}
		}
	}
	for _, group := range []string{"reply", "replied_at"} {
		for _, label := range file.Labels[group] {
			if mean, ok := m.meaning(label); ok && !mean.reply {
				t.Errorf("%s of %s is taken for %+v", label, group, mean)
			}
		}
	}
}

// atMay reads times in the middle of 2026.
var atMay = newMapper(Options{Now: func() time.Time { return time.Date(2026, 6, 1, 12, 0, 0, 0, opinion.Beijing) }})

func TestTimes(t *testing.T) {
	for in, want := range map[string]string{
		"2026-05-04T08:00:00+08:00": "2026-05-04 08:00:00",
		"2026-05-04T00:00:00Z":      "2026-05-04 08:00:00",
		"2026-05-04T00:00:00.25Z":   "2026-05-04 08:00:00",
		"2026-05-04 08:00:00":       "2026-05-04 08:00:00",
		"2026-05-04 08:00:00.123":   "2026-05-04 08:00:00",
		"2026-5-4 8:05":             "2026-05-04 08:05:00",
		"2026/5/4":                  "2026-05-04 00:00:00", "2026/05/04 18:30:00": "2026-05-04 18:30:00",
		"2026.5.4": "2026-05-04 00:00:00", "2026年5月4日": "2026-05-04 00:00:00",
		"2026年5月4日 8时05分": "2026-05-04 08:05:00", "２０２６－０５－０４　０８：００": "2026-05-04 08:00:00",
		"20260504": "2026-05-04 00:00:00", "46146": "2026-05-04 00:00:00",
		"46146.3333333333": "2026-05-04 08:00:00",
		"1777852800":       "2026-05-04 08:00:00", "1777852800000": "2026-05-04 08:00:00",
		"20260504080000": "2026-05-04 08:00:00", "1.7778528e9": "2026-05-04 08:00:00",
	} {
		if got, ok := atMay.parseTime(in, false); !ok || got.Format(time.DateTime) != want || got.Format("-0700") != "+0800" {
			t.Errorf("%q: %v %v, want %s", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "无", "3", "2026-13-40", "0001-01-01", "9999-12-31", "NaN",
		"1e300", "-5", strings.Repeat("2", 500)} {
		if got, ok := atMay.parseTime(in, false); ok {
			t.Errorf("%q reads as %v", in, got)
		}
	}
	if got, ok := atMay.parseTime("44684", true); !ok || got.Format(time.DateOnly) != "2026-05-04" {
		t.Errorf("1904: %v", got)
	}
}

func TestErrorsNeverCarryText(t *testing.T) {
	const secret = "秘密13800138000"
	for _, in := range []struct{ name, text string }{
		{"x.jsonl", `{"text":"` + secret + "\n" + `{"text":{"` + secret + `":1}}` + "\n" + secret + "\n" + `{"text":"x","time":"` + secret + `"}`},
		{"x.jsonl", "{秘密}"}, {"x.csv", secret + "," + secret + "\n1,2\n"},
		{"x.csv", "标题,内容,时间\n" + secret + "\n" + secret + "," + secret + "," + secret + "\n\"" + secret + "\n"},
		{"x.xlsx", secret},
		{secret, "x"},
	} {
		failed := 0
		for rec := range Read(text(in.text), in.name, Options{}) {
			if rec.Err == nil {
				continue
			}
			failed++
			if strings.ContainsAny(rec.Err.Error(), "秘密") || strings.Contains(rec.Err.Error(), "138") {
				t.Errorf("%s: %v", in.name, rec.Err)
			}
		}
		if failed == 0 && in.name != secret {
			t.Errorf("%s: nothing failed", in.name)
		}
	}
}

func TestProgressBreakAndFaults(t *testing.T) {
	in := strings.Repeat(`{"text":"一"}`+"\n", 50_000)
	var read int64
	n := 0
	for range Read(text(in), "x.jsonl", Options{OnBytes: func(b int64) {
		if b < read {
			t.Errorf("bytes went back from %d to %d", read, b)
		}
		read = b
	}}) {
		n++
	}
	if read != int64(len(in)) || n != 50_000 {
		t.Errorf("%d bytes of %d, %d records", read, len(in), n)
	}
	read = 0
	for range Read(text(in), "x.jsonl", Options{OnBytes: func(b int64) { read = b }}) {
		break
	}
	if read == 0 || read > 128<<10 {
		t.Errorf("after one record %d bytes were read", read)
	}
	gone := errors.New("the disk went away")
	for _, name := range []string{"x.jsonl", "x.csv", "x.xlsx"} {
		got := all(io.MultiReader(text("{\"text\":\"一\"}\n"), failing{gone}), name, Options{})
		if last := got[len(got)-1]; !errors.Is(last.Err, gone) || !errors.Is(last.Err, ErrRead) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := all(text("x"), "x.doc", Options{}); len(got) != 1 || !errors.Is(got[0].Err, ErrFormat) {
		t.Errorf("%+v", got)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func FuzzFromJSON(f *testing.F) {
	f.Add([]byte(`{"id":1,"title":"a","text":"b","time":"2026-05-04","user":{"name":"x"}}`))
	f.Add([]byte(`{"标题":null}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, _, err := FromJSON(raw, Options{})
		if err == nil && d.Title == "" && d.Text == "" {
			t.Fatal("a draft without words")
		}
	})
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte(csvText))
	gbk, _ := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(csvText))
	f.Add(gbk)
	f.Add([]byte("标题,\"\n\"\"\",\"\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		lines, last := bytes.Count(raw, []byte("\n"))+2, 0
		for rec := range Read(bytes.NewReader(raw), "x.csv", Options{}) {
			if rec.Line < last || (rec.Line > lines && !bytes.HasPrefix(raw, []byte{0xff, 0xfe}) &&
				!bytes.HasPrefix(raw, []byte{0xfe, 0xff})) {
				t.Fatalf("line %d after %d, of %d", rec.Line, last, lines)
			}
			last = rec.Line
			if rec.Err == nil && rec.Draft.Title == "" && rec.Draft.Text == "" {
				t.Fatal("a draft without words")
			}
		}
	})
}

func FuzzJSONL(f *testing.F) {
	f.Add([]byte("{\"text\":\"x\"}\n\n{\"title\":1}\r\n{"))
	f.Add([]byte(`{t: "x"} {`)) // objects may stand on one line
	f.Fuzz(func(t *testing.T, raw []byte) {
		last := 0
		for rec := range Read(bytes.NewReader(raw), "x.jsonl", Options{}) {
			if rec.Line < last {
				t.Fatalf("line %d after %d", rec.Line, last)
			}
			last = rec.Line
		}
	})
}

func FuzzTime(f *testing.F) {
	for _, s := range []string{"2026-05-04 08:00", "46146.5", "1777852800", "2026年5月4日"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if at, ok := atMay.parseTime(s, false); ok && (at.Year() < 1990 || at.Year() > 2100) {
			t.Fatalf("%q reads as %v", s, at)
		}
	})
}
