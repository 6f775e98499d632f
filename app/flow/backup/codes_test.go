package backup_test

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/internal/flowtest"
)

// handOut takes an entry down at the counter of a world and returns the query code that its clerk
// hands out.
func handOut(t *testing.T, h *apptest.Running, text string) string {
	t.Helper()
	var out struct{ Code string }
	if status := h.Token("monitor", "act").JSON(http.MethodPost, "/api/v1/cases",
		map[string]any{"told": "window", "code": true, "text": text}, &out); status != http.StatusOK || out.Code == "" {
		t.Fatalf("%d %+v", status, out)
	}
	return out.Code
}

// follow asks for the case of a code as whoever holds it does.
func follow(t *testing.T, h *apptest.Running, code string) (int, string) {
	t.Helper()
	res, err := http.PostForm(h.URL("/open/code"), url.Values{"code": {code}})
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(page)
}

// The key of query codes is in no backup, and a backup names it. With the key a restored house takes
// the codes that were handed out. Without it restore says what is lost and what to do, and touches
// nothing; who gives the codes up begins a new book, under a key of its own.
func TestABackupNamesTheKeyOfQueryCodes(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	all := []app.Role{app.RoleAnalyze, app.RoleRespond, app.RoleConsole}
	h := apptest.Open(t, w, w.Load(t), all...)
	code := handOut(t, h, "澄川市柳浦区听涛苑夜间施工噪音扰民，夜里十二点以后还在打桩，请处理。")
	h.Stop()
	key := filepath.Join(w.Data, "codes.key")
	secret, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "house.backup")
	c := flowtest.Run(t, w.Args("backup", "--to", file)...)
	if c.Code != 0 || !strings.Contains(c.Said(), "not in it: "+key) {
		t.Fatalf("backup: %d %s", c.Code, c.Said())
	}
	if whole, err := os.ReadFile(file); err != nil || strings.Contains(string(whole), strings.TrimSpace(string(secret))) {
		t.Errorf("the key is in the backup (%v)", err)
	}

	other := w.Elsewhere(t)
	c = flowtest.Run(t, other.Args("restore", file)...)
	for _, want := range []string{filepath.Join(other.Data, "codes.key"), "put the file back first",
		"--lose-codes", "no code that was handed out works any more"} {
		if c.Code != 1 || !strings.Contains(c.Said(), want) {
			t.Errorf("without the key: %d, lacks %q: %s", c.Code, want, c.Said())
		}
	}
	if _, err := os.Stat(filepath.Join(other.Data, "log")); err == nil {
		t.Error("it was refused, and something was put back")
	}
	if err := os.WriteFile(filepath.Join(other.Data, "codes.key"), secret, 0o600); err != nil {
		t.Fatal(err)
	}
	if c := flowtest.Run(t, other.Args("restore", file)...); c.Code != 0 {
		t.Fatalf("with the key: %d %s", c.Code, c.Said())
	}
	o := apptest.Open(t, other, other.Load(t), all...)
	if status, page := follow(t, o, code); status != http.StatusOK || !strings.Contains(page, "立件于") {
		t.Errorf("an old code: %d %s", status, page)
	}
	o.Stop()

	lost := w.Elsewhere(t)
	if c := flowtest.Run(t, lost.Args("restore", file, "--lose-codes")...); c.Code != 0 ||
		!strings.Contains(c.Said(), "query codes were left out") {
		t.Fatalf("giving them up: %d %s", c.Code, c.Said())
	}
	n := apptest.Open(t, lost, lost.Load(t), all...)
	if status, _ := follow(t, n, code); status != http.StatusUnprocessableEntity {
		t.Errorf("a code that was given up: %d", status)
	}
	again := handOut(t, n, "澄川市柳浦区望江里路灯不亮已经半个月，晚上走路看不清，请维修。")
	if status, page := follow(t, n, again); status != http.StatusOK || !strings.Contains(page, "立件于") {
		t.Errorf("a new code: %d %s", status, page)
	}
}
