package leader_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"huiying/console"
	"huiying/console/accounts"
	"huiying/console/consoletest"
	"huiying/console/kit"
	"huiying/console/leader"
	"huiying/paper"
	"huiying/paper/papertest"
	"huiying/responders/briefing/pagedata"
)

// rendered is a briefing as one file.
func rendered(t *testing.T, b pagedata.Briefing, f leader.BriefingFile) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := leader.RenderBriefing(&out, b, f); err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("HUIYING_KEEP"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "briefing-"+f.Lang+"."+f.Ext), out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

var tags = regexp.MustCompile(`<[^>]*>`)

// wordsIn are the words of a file, without its form and without spaces, or skips where no reader
// is.
func wordsIn(t *testing.T, raw []byte, ext string) string {
	t.Helper()
	text := string(raw)
	switch ext {
	case "docx":
		text = tags.ReplaceAllString(bodyOf(t, raw), "")
	case "html":
		text = tags.ReplaceAllString(text, "")
	case "pdf":
		reader, err := exec.LookPath("pdftotext")
		if err != nil {
			t.Skip("pdftotext absent")
		}
		c := exec.CommandContext(t.Context(), reader, "-raw", "-", "-")
		c.Stdin = bytes.NewReader(raw)
		out, err := c.Output()
		if err != nil {
			t.Fatal(err)
		}
		text = string(out)
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "&#34;", `"`), "&quot;", `"`)
	return regexp.MustCompile(`[\s\x{00A0}]+`).ReplaceAllString(text, "")
}

func TestEveryFormOfABriefingTellsTheSame(t *testing.T) {
	w := consoletest.NewWorld(2)
	b, _ := w.Briefing(t.Context(), kit.Midnight(consoletest.Now), "day", "")
	b.Sections[0].Lines[0].Text += consoletest.Hostile
	for _, ext := range []string{"html", "docx", "pdf", "json"} {
		t.Run(ext, func(t *testing.T) {
			if _, err := paper.FindFont(""); err != nil && ext == "pdf" {
				t.Skip(err)
			}
			f := leader.BriefingFile{Ext: ext, Lang: "zh", Link: "https://hy.example/"}
			raw := rendered(t, b, f)
			if !bytes.Equal(raw, rendered(t, b, f)) {
				t.Error("the same briefing gives other bytes")
			}
			if ext == "docx" {
				for _, fault := range papertest.DOCX(raw) {
					t.Error(fault)
				}
			}
			text := wordsIn(t, raw, ext)
			want := []string{"128", "示例河段水体发黑发臭", "示例市水务局", "31", "17", "示例14市", "169", "来源健康", "每日信息量"}
			if ext != "json" {
				want = append(want, "比前一日多119", "2026-11-22简报", "逾期2")
			}
			for _, bar := range b.Sections[0].Plots[0].Bars {
				want = append(want, fmt.Sprint(bar.N))
			}
			for _, x := range want {
				if !strings.Contains(text, strings.ReplaceAll(x, " ", "")) {
					t.Errorf("no %q in\n%.3000s", x, text)
				}
			}
			if ext == "json" {
				var again pagedata.Briefing
				if err := json.Unmarshal(raw, &again); err != nil || again.Numbers[0].N != 128 ||
					again.Sections[1].Grid[13].N != 169 {
					t.Errorf("%v", err)
				}
			} else if ext == "html" && !strings.Contains(string(raw), `href="https://hy.example/cases/`+w.Order[0]) ||
				ext == "pdf" && !strings.Contains(string(raw), "(https://hy.example/cases/"+w.Order[0]) {
				t.Error("a sentence does not open its case")
			}
		})
	}
	if err := leader.RenderBriefing(io.Discard, b, leader.BriefingFile{Ext: "doc"}); err == nil {
		t.Error("an unknown form was written")
	}
}

func TestABriefingStandsAlone(t *testing.T) {
	w := consoletest.NewWorld(2)
	b, _ := w.Briefing(t.Context(), kit.Midnight(consoletest.Now), "day", "")
	b.Sections[0].Lines[0].Text += consoletest.Hostile
	for lang, want := range map[string]string{"zh": "2026-11-22 简报", "en": "Briefing of 2026-11-22",
		"xx": "2026-11-22 简报"} {
		body := string(rendered(t, b, leader.BriefingFile{Ext: "html", Lang: lang}))
		for _, piece := range []string{want, "<style>", "font-family", w.Order[0][:9], "比前一日多 119", "<svg"} {
			if lang == "en" && strings.HasPrefix(piece, "比") {
				piece = "119 more than"
			}
			if !strings.Contains(body, piece) {
				t.Errorf("%s lacks %q", lang, piece)
			}
		}
		for _, bad := range []string{"<script", "<link", "src=", "href=", "style=", "ZgotmplZ"} {
			if strings.Contains(strings.ReplaceAll(body, template.HTMLEscapeString(consoletest.Hostile), ""), bad) {
				t.Errorf("%s holds %q", lang, bad)
			}
		}
	}
}

func TestAnEmptyBriefingIsWrittenToo(t *testing.T) {
	for _, ext := range []string{"html", "docx", "json"} {
		if raw := rendered(t, pagedata.Briefing{Date: "2026-11-22"}, leader.BriefingFile{Ext: ext,
			Lang: "en"}); len(raw) == 0 {
			t.Errorf("%s is empty", ext)
		}
	}
}

func TestBriefingFilesAndPeriods(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(2))
	for path, want := range map[string]struct {
		code int
		kind string
	}{
		"/briefings/2026-11-22/briefing.docx":              {200, "wordprocessingml"},
		"/briefings/2026-11-22/briefing.html?period=week":  {200, "text/html"},
		"/briefings/2026-11-22/briefing.json?period=month": {200, "application/json"},
		"/briefings/2026-11-22/briefing.exe":               {404, "text/html"},
		"/briefings/2026-11-22/other.json":                 {404, "text/html"},
		"/briefings/2026-11-22?period=week":                {200, "text/html"},
		"/briefings/2026-11-22?period=year":                {400, "text/html"},
		"/api/v1/briefings/2026-11-22?period=week":         {200, "application/json"},
		"/api/v1/briefings/2026-11-22?period=year":         {422, "problem+json"},
	} {
		rec := consoletest.Send(h, "GET", path, "")
		if rec.Code != want.code || !strings.Contains(rec.Header().Get("Content-Type"), want.kind) {
			t.Errorf("%s: %d %s, want %d %s", path, rec.Code, rec.Header().Get("Content-Type"), want.code, want.kind)
		}
		if strings.Contains(path, "briefing.html") &&
			!strings.Contains(rec.Header().Get("Content-Disposition"),
				"huiying-week-2026-11-22.html") {
			t.Errorf("named %s", rec.Header().Get("Content-Disposition"))
		}
	}
	if to := consoletest.Send(h, "GET", "/briefings?period=week",
		"").Header().Get("Location"); to != "/briefings/2026-11-22?period=week" {
		t.Errorf("the present week is at %s", to)
	}
	body := consoletest.Send(h, "GET", "/briefings/2026-11-22?period=week", "").Body.String()
	for _, want := range []string{"每周简报", "比前一周多 119", `href="/briefings/2026-11-15?period=week"`,
		"map-4", `class="plot"`, "briefing.docx?period=week"} {
		if !strings.Contains(body, want) {
			t.Errorf("the week's page lacks %s", want)
		}
	}
}

// Who is bound to a division gets the briefing of the division, as a page and as a file, and none
// of one beside it.
func TestABriefingIsOfWhatTheAccountSees(t *testing.T) {
	w := consoletest.NewWorld(4)
	staff, _ := consoletest.Staffed(t)
	h := consoletest.Start(t, w, staff, func(d *console.Deps) {
		d.Accounts.Region = "98"
		d.Accounts.Path = func(code string) []string {
			return map[string][]string{"9801": {"98", "9801"}, "980101": {"98", "9801", "980101"},
				"9802": {"98", "9802"}}[code]
		}
		if _, once, err := d.Accounts.Book.Add(t.Context(), accounts.Account{ID: "l-district",
			Name: "样例", Role: "leader", Division: "9801"}); err != nil {
			t.Fatal(err)
		} else if _, err = d.Accounts.Book.SetPassword(t.Context(), "l-district", once,
			consoletest.Password); err != nil {
			t.Fatal(err)
		}
	})
	district, unit, all := consoletest.SignIn(t, h, "l-district", consoletest.Password),
		consoletest.SignIn(t, h, "a-leader", consoletest.Password),
		consoletest.SignIn(t, h, "a-monitor", consoletest.Password)
	for _, x := range []struct {
		cookie, path string
		code         int
		has          string
	}{
		{district, "/briefings/2026-11-22", 200, "<h1>9801 2026-11-22 简报</h1>"},
		{district, "/briefings/2026-11-22?division=980101", 200, "<h1>980101 2026-11-22 简报</h1>"},
		{district, "/briefings/2026-11-22?division=980101", 200, "briefing.pdf?period=day&amp;division=980101"},
		{district, "/briefings/2026-11-22/briefing.json", 200, `"division": "9801"`},
		{district, "/api/v1/briefings/2026-11-22", 200, `"division":"9801"`},
		{district, "/briefings/2026-11-22?division=9802", 404, ""},
		{district, "/briefings/2026-11-22/briefing.docx?division=98", 404, ""},
		{district, "/api/v1/briefings/2026-11-22?division=9802", 404, "no_division"},
		{unit, "/briefings/2026-11-22", 422, "单位工作台"},
		{all, "/briefings/2026-11-22", 200, "<h1>2026-11-22 简报</h1>"},
		{all, "/briefings/2026-11-22?division=9802", 200, "<h1>9802 2026-11-22 简报</h1>"},
	} {
		rec := consoletest.Send(h, "GET", x.path, "", "Cookie", x.cookie)
		if rec.Code != x.code || !strings.Contains(rec.Body.String(), x.has) {
			t.Errorf("%s: %d, want %d with %q", x.path, rec.Code, x.code, x.has)
		}
	}
	if rec := consoletest.Send(h, "GET", "/briefings/2026-11-22/briefing.json", "", "Cookie",
		district); !strings.Contains(rec.Header().Get("Content-Disposition"),
		"huiying-day-2026-11-22-9801.json") {
		t.Errorf("the file is called %s", rec.Header().Get("Content-Disposition"))
	}
}
