package imports_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"huiying/app/apptest"
	"huiying/index"
	"huiying/internal/flowtest"
)

// junk is a file with something wrong in it: what is said about it, and how many records of
// it go through all the same.
type junk struct {
	name string
	text string
	says []string // "name:line: words"
	good int
}

var junks = []junk{
	{"bad.jsonl", strings.Join([]string{
		`{"id":"j1","title":"第一封完好的来信","text":"澄川市柳浦区听涛苑小区路灯不亮"}`,
		`{"id":"j2","title":"断了`,
		`[1,2,3]`,
		`{"id":"j4","title":"零字节","text":"前` + "\x00" + `后"}`,
		`{"id":"j5","title":"坏字节","text":"` + "\xff\xfe" + `"}`,
		`{"id":"j6","title":"坏时间","text":"正文","published_at":"无从得知"}`,
		`{"id":"j7","title":"","text":"  "}`,
		`{"id":"j8","title":"一万吨","text":"` + strings.Repeat("长", 10<<20/3+10) + `"}`,
		`{"id":"j9","title":"太长","text":"` + strings.Repeat("长", 1<<20/3+10) + `"}`,
		`{"id":"j10","title":{"zh":"不是文字"},"text":"正文"}`,
		``,
		`{"id":"j12","title":"最后一封完好的来信","text":"岚桥市石汀区望江里路面塌陷"}`,
	}, "\n"), []string{
		"bad.jsonl:2: the record is no JSON object",
		"bad.jsonl:3: the record is no JSON object",
		"bad.jsonl:4: the record holds a NUL byte",
		"bad.jsonl:5: the record is neither UTF-8 nor GB18030",
		"bad.jsonl:7: a mention needs a title or a text",
		"bad.jsonl:8: the record is longer than 10485760 bytes",
		"bad.jsonl:9: title and text together exceed 1048576 bytes",
		"bad.jsonl:10: title: the value is not of a kind that can be read",
	}, 3}, // a time that cannot be read costs the time
	{"gbk.csv", gbk("编号,标题,内容,姓名\nG1,岚桥市石汀区停水,龙泉南里停水两天没有通知,某某\nG2,多格,正文,某某,多余\nG3,澄川市雁浦县社保,\"断缴后如何补缴，\n需要带什么材料\",某某\n"),
		[]string{"gbk.csv:3: the row has more cells"}, 2},
	{"quote.csv", "标题,内容\n岚桥市云汀县危房,\"引号没有结束\n岚桥市石汀区幼儿园,收费不公示\n",
		[]string{"quote.csv:2: a quoted cell does not end"}, 1},
	{"nothing.csv", "甲,乙\n1,2\n", []string{"nothing.csv:1: no header row"}, 0},
	{"cut.xlsx", string(workbook()[:1500]), []string{"cut.xlsx:1: the workbook is truncated"}, 0},
	{"word.xlsx", "PK\x03\x04 this is none", []string{"word.xlsx:1: the workbook is truncated"}, 0},
	{"old.xlsx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", []string{"old.xlsx:1: the workbook is truncated"}, 0},
	{"letter.docx", "x", []string{"letter.docx:1: the file type is unknown"}, 0},
	{"good.xlsx", string(workbook()), nil, 1},
}

func gbk(s string) string {
	out, err := simplifiedchinese.GBK.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

func workbook() []byte {
	book := excelize.NewFile()
	defer book.Close()
	_ = book.SetSheetRow("Sheet1", "A1", &[]any{"工单标题", "工单内容", "来电人"})
	_ = book.SetSheetRow("Sheet1", "A2", &[]any{"岚桥市云汀县河水", "白石涌河水发黑发臭", "某某"})
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// Junk has a name and a place, is counted, ends in exit code 1, and never stops the rest.
func TestJunkIsNamedAndTheRestGoesThrough(t *testing.T) {
	flowtest.NoLeaks(t)
	w, dir := flowtest.NewWorld(t, ""), t.TempDir()
	var files []string
	records, good, bad := 0, 0, 0
	for _, j := range junks {
		files = append(files, flowtest.Write(t, filepath.Join(dir, j.name), j.text))
		good, bad = good+j.good, bad+len(j.says)
		records += j.good + len(j.says)
	}
	c := flowtest.Run(t, append(append([]string{"import"}, files...), "--source", "mailbox",
		"--config", w.Config, "--data", w.Data)...)
	if c.Code != flowtest.Failed {
		t.Errorf("import of junk ended with %d, want 1\n%s", c.Code, c.Said())
	}
	if want := fmt.Sprintf("%d records: %d new, 0 known before, %d faulty", records, good,
		bad); !strings.Contains(c.Out.String(), want) {
		t.Errorf("import says %q, want %q\n%s", c.Out.String(), want, c.Err.String())
	}
	for _, j := range junks {
		for _, words := range j.says {
			if !strings.Contains(c.Err.String(), "/"+words) {
				t.Errorf("nothing says %q:\n%s", words, c.Err.String())
			}
		}
	}
	h := apptest.Open(t, w, w.Load(t))
	apptest.CaughtUp(t, h.App)
	if n := len(apptest.Hits(t, h.App, index.Query{})); n != good {
		t.Errorf("%d records are searchable, want %d", n, good)
	}
	for _, q := range []string{"听涛苑", "望江里", "龙泉南里", "补缴", "幼儿园", "白石涌"} {
		if len(apptest.Hits(t, h.App, index.Query{Text: q})) == 0 {
			t.Errorf("%s is not found", q)
		}
	}
}

// A table whose labels only the configuration knows is read by them (sources.yaml, columns).
func TestColumnsOfAnOwnExport(t *testing.T) {
	w := flowtest.NewWorld(t, "", `  - {id: own, name: 自有导出, kind: hotline, by: intake, enabled: true, columns: {"事件简述": text, "一句话": title}}`)
	file := flowtest.Write(t, filepath.Join(t.TempDir(), "own.csv"), "一句话,事件简述,经办\n澄川市柳浦区窗口,办事很快,甲\n")
	c := flowtest.Run(t, "import", file, "--source", "own", "--config", w.Config, "--data", w.Data)
	if c.Code != 0 || !strings.Contains(c.Out.String(), "1 records: 1 new") {
		t.Errorf("code %d\n%s", c.Code, c.Said())
	}
}

// The contract of `analyze` (DESIGN section 5): JSONL in, JSONL out, line by line.
func TestAnalyzeKeepsItsContract(t *testing.T) {
	in := strings.Join([]string{
		`{"id":"a1","title":"投诉听涛苑工地夜间施工","text":"澄川市柳浦区听涛苑旁工地半夜打桩，噪音很大。电话13800000000","author":"某某","phone":"13800000000","nickname":"x","colour":"red","published_at":"2026-03-01T08:00:00+08:00","source":"x","url":"http://example.org/1"}`,
		`{"id":"a2","title":"听涛苑路灯","text":"路灯坏了三天没有人修","division":"980101"}`,
		`{"id":"a3","title":"你好","text":"好的"}`,
		`{"id":"a4","title":"hello","text":"only English here, nothing else"}`,
		`{"id":"a5","title":["no"],"text":"正文"}`,
		`{"id":"13800000001","text":""}`,
		`this is no JSON`,
		`{"title":"没有编号","text":"社保断缴后如何补缴"}`,
		`{"id":"a9","title":"坏时间","text":"正文","published_at":{"x":1}}`,
	}, "\n") + "\n"
	config := flowtest.NewWorld(t, "").Config
	c := flowtest.Command(t, "analyze", "-", "--config", config)
	c.Cmd.Stdin = strings.NewReader(in)
	if code := c.ToItsEnd(); code != flowtest.Failed {
		t.Errorf("with bad lines it ends with %d, want 1\n%s", code, c.Said())
	}
	lines := strings.Split(strings.TrimSpace(c.Out.String()), "\n")
	if len(lines) != 9 {
		t.Fatalf("%d lines come out of 9\n%s", len(lines), c.Said())
	}
	for i, line := range lines {
		var got map[string]any
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Fatalf("line %d is no JSON: %v", i+1, err)
		}
		if i >= 4 && i != 7 {
			faultShape(t, i+1, got)
			continue
		}
		judgedShape(t, got)
		if strings.Contains(line, "null") && !strings.Contains(line, `"territory":null`) ||
			strings.Count(line, "null") > 1 {
			t.Errorf("line %d holds a null: %s", i+1, line)
		}
	}
	for i, id := range map[int]string{0: "a1", 4: "a5", 5: "[手机号]", 8: "a9"} {
		if !strings.Contains(lines[i], `"id":"`+id+`"`) {
			t.Errorf("line %d is not named %s: %s", i+1, id, lines[i])
		}
	}
	if !strings.Contains(lines[6], `"line":7`) {
		t.Errorf("a line without id must say its number: %s", lines[6])
	}
	for _, want := range []string{`"redactions":{"mobile":1}`,
		`"dropped":{"author":1,"nickname":1,"phone":1}`, `"id":"ecology/construction_noise"`,
		`"code":"980101"`} {
		if !strings.Contains(lines[0], want) {
			t.Errorf("%s is missing in %s", want, lines[0])
		}
	}
	if !strings.Contains(lines[1], `"lead":"lp-`) {
		t.Errorf("the home of the source is a hint for the route: %s", lines[1])
	}

	file := flowtest.Write(t, filepath.Join(t.TempDir(), "good.jsonl"), strings.SplitAfter(in, "\n")[0])
	if good := flowtest.Run(t, "analyze", file, "--config", config); good.Code != 0 ||
		strings.TrimSpace(good.Out.String()) != lines[0] {
		t.Errorf("a good file ends with %d and gives\n%s\nwant\n%s", good.Code, good.Said(), lines[0])
	}
	if missing := flowtest.Run(t, "analyze", filepath.Join(os.TempDir(),
		"no such file")); missing.Code != flowtest.Failed {
		t.Errorf("a file that is not there ends with %d", missing.Code)
	}
	if many := flowtest.Run(t, "analyze", "a", "b"); many.Code != flowtest.Usage {
		t.Errorf("two files end with %d, want 2", many.Code)
	}
}

func judgedShape(t *testing.T, got map[string]any) {
	t.Helper()
	keys := func(what string, v any, want ...string) {
		m, ok := v.(map[string]any)
		if !ok {
			t.Errorf("%s is %v, want an object", what, v)
			return
		}
		for _, k := range want {
			if _, has := m[k]; !has {
				t.Errorf("%s has no %q: %v", what, k, m)
			}
		}
	}
	keys("a line", got, "id", "title", "text", "redactions", "topic", "demand", "territory",
		"danger", "severity", "issue", "route")
	keys("redactions", got["redactions"])
	keys("topic", got["topic"], "id", "name", "confidence", "by", "evidence")
	keys("demand", got["demand"], "id", "confidence")
	if got["territory"] != nil {
		keys("territory", got["territory"], "code", "name", "level", "confidence", "evidence", "others")
	}
	keys("danger", got["danger"], "now", "call", "evidence")
	keys("severity", got["severity"], "level", "evidence")
	keys("issue", got["issue"], "id", "size", "new")
	keys("route", got["route"], "lead", "co", "rule", "basis", "why")
	for k := range got {
		if !slices.Contains([]string{"id", "title", "text", "redactions", "dropped", "topic",
			"demand", "territory", "danger", "severity", "issue", "route", "skipped"}, k) {
			t.Errorf("a line has the unknown key %q", k)
		}
	}
}

func faultShape(t *testing.T, line int, got map[string]any) {
	t.Helper()
	if got["error"] == "" || got["error"] == nil || got["line"] != float64(line) || got["route"] != nil {
		t.Errorf("line %d is bad and gives %v", line, got)
	}
}
