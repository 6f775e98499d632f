package app_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"huiying/app/apptest"
	"huiying/internal/testregion"
)

// A process is started on a free port, hears of a matter over HTTP, shows its case, and ends.
func TestStart(t *testing.T) {
	t.Parallel()
	cfg := testregion.Config(t)
	dir := filepath.Join(t.TempDir(), "data")
	a := apptest.Start(t, cfg, apptest.In(dir))
	if a.Addr() == "" {
		t.Fatal("it listens nowhere")
	}
	mention := map[string]string{"source": "mailbox", "title": "澄川市柳浦区听涛苑夜间施工噪音扰民", "text": "澄川市柳浦区，夜里十二点以后还在浇筑和打桩，听涛苑几栋楼都能听见，请处理。"}
	var taken struct{ IDs []string }
	if code := a.Token("monitor", "import").JSON(http.MethodPost, "/api/v1/mentions", mention, &taken); code != http.StatusAccepted || len(taken.IDs) != 1 {
		t.Fatalf("the mention: %d %v", code, taken.IDs)
	}
	a.Settled()
	var cases struct {
		Items []struct{ ID string }
	}
	desk := a.SignIn("monitor")
	if code := desk.JSON(http.MethodGet, "/api/v1/cases", nil, &cases); code != http.StatusOK || len(cases.Items) != 1 {
		t.Fatalf("the cases: %d %v", code, cases)
	}
	if code, page := desk.Get("/cases/" + cases.Items[0].ID); code != http.StatusOK {
		t.Errorf("the page of the case: %d %s", code, page)
	}
	a.Stop()
	if _, err := os.Stat(filepath.Join(dir, "serve.json")); !os.IsNotExist(err) {
		t.Errorf("it says that it still serves: %v", err)
	}
	apptest.Start(t, cfg, apptest.In(dir)).Stop() // the directory is free again
}
