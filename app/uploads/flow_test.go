package uploads_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"huiying/app/apptest"
	"huiying/collectors/intake"
	"huiying/internal/testregion"
	"huiying/internal/waittest"
)

// form is a file as a browser sends it.
func form(t *testing.T, source, name, file string) (mediaType, body string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	if err := w.WriteField("source", source); err != nil {
		t.Fatal(err)
	}
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte(file)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), b.String()
}

var address = regexp.MustCompile(`action="(/upload/\w+)"`)

// Who may import brings a file, is asked about a column, and stores it; nobody else sees it, others
// may not bring one, and nothing of it that identifies somebody lies anywhere.
func TestAFileComesInThroughThePage(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	a := apptest.Start(t, testregion.Config(t), apptest.In(dir))
	monitor, keeper, handler := a.SignIn("monitor"), a.SignIn("administrator"), a.SignIn("handler")
	if _, page := monitor.Get("/upload"); !strings.Contains(page, `accept="`+strings.Join(intake.Ends(), ",")+`"`) ||
		!strings.Contains(page, strings.Join(intake.Ends(), " ")) {
		t.Errorf("the page does not offer and name %v: %s", intake.Ends(), page)
	}
	media, body := form(t, "mailbox", "may.csv", "编号,标题,来件说辞,来信人\nQ-1,停水,岚桥市石汀区龙泉南里停水两天没有通知请尽快恢复电话13812345678,张建国\n")
	if code, _ := handler.Send(http.MethodPost, "/upload", media, body); code != http.StatusForbidden {
		t.Errorf("a handler brings a file: %d", code)
	}
	if code, page := monitor.Send(http.MethodPost, "/upload", media,
		body[:len(body)/2]); code != http.StatusBadRequest ||
		!strings.Contains(page, `role="alert"`) {
		t.Errorf("half a form: %d", code)
	}
	code, page := monitor.Send(http.MethodPost, "/upload", media, body)
	if code != http.StatusOK {
		t.Fatalf("%d %s", code, page)
	}
	found := regexp.MustCompile(`"(/upload/\w+)"`).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("no file in %s", page)
	}
	at := found[1]
	waittest.Until(t, "the file is looked at", func() bool {
		_, page = monitor.Get(at)
		return address.MatchString(page)
	})
	if !strings.Contains(page, "来件说辞") || strings.Contains(page, "13812345678") ||
		strings.Contains(page, "张建国") || strings.Contains(page, `value="import"`) {
		t.Errorf("what is shown: %s", page)
	}
	if code, _ := keeper.Get(at); code != http.StatusNotFound {
		t.Errorf("somebody else sees it: %d", code)
	}
	send := func(f url.Values) int {
		code, _ := monitor.Send(http.MethodPost, at, "application/x-www-form-urlencoded", f.Encode())
		return code
	}
	if code := send(url.Values{"do": {"import"}}); code != http.StatusUnprocessableEntity {
		t.Errorf("it is stored without its text: %d", code)
	}
	if code := send(url.Values{"do": {"look"}, "label": {"来件说辞"}, "was": {""},
		"means": {"text"}}); code != http.StatusOK {
		t.Errorf("saying what it is: %d", code)
	}
	waittest.Until(t, "the file is looked at again", func() bool {
		_, page = monitor.Get(at)
		return strings.Contains(page, `value="import"`)
	})
	if code := send(url.Values{"do": {"import"}}); code != http.StatusOK {
		t.Errorf("storing: %d", code)
	}
	waittest.Until(t, "the file is stored", func() bool {
		_, page = monitor.Get(at)
		return strings.Contains(page, "新收 1 条")
	})
	a.Stop()
	apptest.Nowhere(t, dir, "13812345678", "张建国")
}
