package codes_test

import (
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"huiying/app/apptest"
	"huiying/app/codes"
	"huiying/internal/flowtest"
	"huiying/internal/testregion"
	"huiying/opinion"
	"huiying/responders/querycode"
)

var handedCode = regexp.MustCompile(`<strong>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}-[0-9A-Z]{5})</strong>`)

// codesOn are the query codes that a page shows.
func codesOn(t *testing.T, page string) []string {
	t.Helper()
	var out []string
	for _, m := range handedCode.FindAllStringSubmatch(page, -1) {
		if _, ok := querycode.Parse(m[1]); !ok {
			t.Errorf("%s is no code", m[1])
		}
		out = append(out, m[1])
	}
	return out
}

// asked is the page of a code, as whoever holds it sees it.
func asked(t *testing.T, a *apptest.Running, code string) string {
	t.Helper()
	res, err := (&http.Client{}).PostForm(a.URL("/open/code"), url.Values{"code": {code}})
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%d %v %s", res.StatusCode, err, b)
	}
	return string(b)
}

// A code is handed out wherever a person opens a case: from letters of the desk and hits of a search,
// from a mention, from an issue, and by a program. It is shown on the page that answers and on no
// other; a letter has one.
func TestACodeIsHandedOutWhereverACaseIsOpened(t *testing.T) {
	t.Parallel()
	a := apptest.Start(t, testregion.Config(t))
	clerk, act := a.SignIn("monitor"), a.Token("monitor", "act")
	letters := make([]opinion.Mention, 5)
	for i, text := range []string{"感谢澄川市柳浦区供水所师傅，水管修得又快又好，特别感谢。", "表扬澄川市雁浦县公交司机，等老人坐稳才开车，非常满意。",
		"岚桥市税务大厅的窗口讲得清楚，服务热情，点赞。", "表扬澄川市柳浦区中学的老师，讲课耐心，非常满意。",
		"霁川省图书馆延长开放时间，孩子们很高兴，非常感谢。"} {
		letters[i] = flowtest.Letter(t, i, "", text)
	}
	a.Publish(letters...)
	a.Settled()
	form := func(path string, f url.Values) string {
		t.Helper()
		status, page := clerk.Send(http.MethodPost, path, "application/x-www-form-urlencoded", f.Encode())
		if status != http.StatusOK {
			t.Fatalf("%s: %d %s", path, status, page)
		}
		return page
	}
	var all []string
	for i, page := range []string{
		form("/desk/letters", url.Values{"do": {"open"}, "case": {letters[0].ID, letters[1].ID}, "code": {"yes"}}),
		form("/mentions/"+letters[2].ID+"/correct", url.Values{"field": {"asks"}, "is": {"case"}, "code": {"yes"}}),
		form("/issues/"+issueOf(t, a, letters[3])+"/open", url.Values{"code": {"yes"}}),
	} {
		got := codesOn(t, page)
		if want := []int{2, 1, 1}[i]; len(got) != want || !strings.Contains(page, "只显示这一次") {
			t.Errorf("page %d shows %v", i, got)
		}
		all = append(all, got...)
	}
	var out struct{ Code string }
	if status := act.JSON(http.MethodPost, "/api/v1/cases", map[string]any{"issue": issueOf(t, a, letters[4]),
		"code": true}, &out); status != http.StatusOK || out.Code == "" {
		t.Errorf("a program: %d %+v", status, out)
	}
	if status := act.JSON(http.MethodPost, "/api/v1/cases", map[string]any{"code": true,
		"mentions": []string{letters[0].ID, letters[1].ID}}, nil); status != http.StatusBadRequest {
		t.Errorf("one code for two mentions: %d", status)
	}
	for _, code := range append(all, out.Code) {
		if page := asked(t, a, code); !strings.Contains(page, "立件于") {
			t.Errorf("%s leads to no case: %s", code, page)
		}
	}
	for _, m := range letters {
		if _, page := clerk.Get("/mentions/" + m.ID); len(codesOn(t, page)) > 0 {
			t.Error("a code is shown again")
		}
	}
	again := url.Values{"do": {"open"}, "case": {letters[0].ID}, "code": {"yes"}}
	if _, page := clerk.Send(http.MethodPost, "/desk/letters", "application/x-www-form-urlencoded",
		again.Encode()); len(codesOn(t, page)) > 0 {
		t.Error("a letter that is in a case was given a second code")
	}
}

func issueOf(t *testing.T, a *apptest.Running, m opinion.Mention) string {
	t.Helper()
	f, err := a.Register().Finding(t.Context(), m.ID)
	if err != nil {
		t.Fatal(err)
	}
	return f.Issue.ID
}

// A source's corrected text takes the older one's place in the case; whoever wrote it follows the case
// by the code that was handed out for the older one.
func TestACodeLeadsThroughACorrection(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	a := apptest.Start(t, testregion.Config(t), apptest.In(dir))
	ticket := func(text string) opinion.Mention {
		t.Helper()
		m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindHotline, Ref: "GD2026112900017",
			Unique: true, Text: text, PublishedAt: time.Now().Add(-time.Hour), CollectedAt: time.Now(), Division: "98"})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	older := ticket("来电人反映柳浦区听涛苑三栋停水两天，请尽快恢复供水。")
	a.Publish(older)
	a.Settled()
	bucket, err := a.Bus().Bucket(t.Context(), "CODES")
	key, e := querycode.ReadKey(filepath.Join(dir, "codes.key"))
	if err = errors.Join(err, e); err != nil {
		t.Fatal(err)
	}
	code, err := codes.Codes{Bucket: bucket, Key: key, Random: rand.Reader}.Hand(t.Context(), older.ID)
	if err != nil {
		t.Fatal(err)
	}
	a.Publish(ticket("来电人反映柳浦区听涛苑三栋停水五天，家里有病人，请尽快恢复供水。"))
	a.Settled()
	if page := asked(t, a, code); !strings.Contains(page, "立件于") {
		t.Errorf("after the correction: %s", page)
	}
}
