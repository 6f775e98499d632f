package verify_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/configs"
	"huiying/internal/flowtest"
)

// A command that asks an empty directory says that there is nothing, and leaves it empty, so that
// a restore takes it.
func TestAskingAnEmptyDirectoryLeavesItEmpty(t *testing.T) {
	w := flowtest.NewWorld(t, "")
	for _, args := range [][]string{{"audit", "verify"}, {"reindex"}, {"dead", "list"},
		{"backup", "--to", filepath.Join(t.TempDir(), "b")}} {
		c := flowtest.Run(t, w.Args(args...)...)
		if c.Code != flowtest.Failed || !strings.Contains(c.Err.String(), "holds no data") ||
			!strings.Contains(c.Err.String(), "--data") {
			t.Errorf("%v ended with %d and says: %s", args, c.Code, c.Said())
		}
	}
	// a server that is starting: it holds the directory, and has no log in it yet
	starting := w.Elsewhere(t)
	release, err := app.Hold(starting.Data)
	if err != nil {
		t.Fatal(err)
	}
	if c := flowtest.Run(t, starting.Args("reindex")...); !strings.Contains(c.Err.String(),
		"in use by another huiying") {
		t.Errorf("beside a server that is starting: %s", c.Said())
	}
	release()
	if c := flowtest.Run(t, starting.Args("reindex")...); c.Code != flowtest.Failed ||
		!strings.Contains(c.Err.String(), "holds no data") {
		t.Errorf("after a server that never began: %s", c.Said())
	}
	if left, err := os.ReadDir(w.Data); err == nil && len(left) > 0 {
		t.Errorf("asking left %v behind", left)
	}
}

// How each way of telling is stands in a stream that keeps only the last word of each. It is a
// state and no history, and verifying goes by histories.
func TestVerifyPassesBesideAWayOfTelling(t *testing.T) {
	told := make(chan struct{}, 1000)
	oa := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		told <- struct{}{}
	}))
	defer oa.Close()
	w := flowtest.NewWorld(t, `notify:
  allow_private: ["127.0.0.1/32"]
  channels: [{id: oa, by: webhook, url: "`+oa.URL+`/hook", secret_file: oa.secret}]`)
	flowtest.Write(t, filepath.Join(w.Config, "oa.secret"), "a secret of some length")
	cfg := w.Load(t)
	for _, u := range cfg.Units {
		cfg.Notify.Tell = append(cfg.Notify.Tell, configs.Tell{Unit: u.ID, Channels: []string{"oa"}})
	}
	h := apptest.Start(t, cfg, apptest.In(w.Data))
	h.Publish(flowtest.Mentions(t, 3, 30)...)
	for range 3 {
		select {
		case <-told:
		case <-time.After(flowtest.Patience):
			t.Fatal("nobody was told")
		}
	}
	h.Settled()
	h.Stop()
	if c := flowtest.Run(t, w.Args("audit", "verify")...); c.Code != 0 ||
		!strings.Contains(c.Said(), "0 faults; 0 differences") {
		t.Errorf("verify ended with %d: %s", c.Code, c.Said())
	}
}

// The balance is proved: what was received stands in cases, waits, was dismissed, known before or
// refused, by the log as by the register. What one of them does not know is named.
func TestVerifyProvesTheBalance(t *testing.T) {
	w := flowtest.NewWorld(t, "")
	h := apptest.Start(t, w.Load(t), apptest.In(w.Data))
	letters := flowtest.Mentions(t, 5, 40)
	h.Publish(letters...)
	h.Publish(letters[:4]...) // known by now
	h.Settled()
	admin := h.SignIn("administrator")
	if code, body := admin.Send("POST", "/api/v1/purge", "application/json", `{"id":"`+letters[0].ID+`"}`); code != 200 {
		t.Fatalf("purge: %d %s", code, body)
	}
	if err := h.Inbox().Refuse(t.Context(), "mailbox", map[string]int{"no_text": 3}); err != nil {
		t.Fatal(err)
	}
	h.Settled()
	lost := letters[7].ID
	places, err := h.Register().Sequences(t.Context(), lost)
	if err != nil || len(places) == 0 {
		t.Fatal(places, err)
	}
	h.Stop()
	if c := flowtest.Run(t, w.Args("audit", "verify")...); c.Code != 0 ||
		!strings.Contains(c.Said(), "balance: 47 received = ") ||
		!strings.Contains(c.Said(), "4 known before + 3 refused; 0 on their way; 0 faults") {
		t.Errorf("verify ended with %d: %s", c.Code, c.Said())
	}
	apptest.Quietly(t, w, func(a *app.App) {
		for _, seq := range places {
			if err := a.Bus().Erase(t.Context(), "FINDINGS", seq); err != nil {
				t.Fatal(err)
			}
		}
	})
	if c := flowtest.Run(t, w.Args("audit", "verify")...); c.Code != flowtest.Failed ||
		!strings.Contains(c.Said(), "balance of ") ||
		!strings.Contains(c.Out.String(), "mention "+lost+" of ") {
		t.Errorf("without a finding verify ended with %d: %s", c.Code, c.Said())
	}
}
