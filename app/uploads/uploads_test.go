package uploads

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/zap"

	"huiying/app/columns"
	"huiying/app/judging"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/internal/flowtest"
	"huiying/internal/waittest"
	"huiying/opinion"
)

// house is what uploads stand in: real judges, a log that keeps what it is given.
type house struct {
	*Uploads
	mu      sync.Mutex
	stored  map[string]opinion.Mention
	refused map[string]int
	broken  error
	now     time.Time
}

func open(t *testing.T) *house {
	t.Helper()
	w := flowtest.NewWorld(t, "")
	cfg := w.Load(t)
	j, err := judging.Open(cfg, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	h := &house{stored: map[string]opinion.Mention{}, refused: map[string]int{},
		now: time.Date(2026, 6, 1, 12, 0, 0, 0, opinion.Beijing)}
	h.Uploads = New(Parts{Cfg: func() *configs.Config { return cfg }, Dir: t.TempDir(),
		Judges: func() *judging.Judges { return j }, Log: zap.NewNop(),
		Publish: func(_ context.Context, in []opinion.Mention) (added int, err error) {
			h.mu.Lock()
			defer h.mu.Unlock()
			if h.broken != nil {
				return 0, h.broken
			}
			for _, m := range in {
				if _, known := h.stored[m.ID]; !known {
					h.stored[m.ID] = m
					added++
				}
			}
			return added, nil
		},
		Refuse: func(_ context.Context, _ string, why map[string]int) error {
			for code, n := range why {
				h.refused[code] += n
			}
			return nil
		},
		Now: func() time.Time {
			h.mu.Lock()
			defer h.mu.Unlock()
			return h.now
		}})
	t.Cleanup(func() { _ = h.Close() })
	return h
}

// rest waits until nothing is done with a file.
func (h *house) rest(t *testing.T, id string) facts.Upload {
	t.Helper()
	var up facts.Upload
	waittest.Until(t, "the file is read", func() bool {
		var err error
		if up, err = h.Upload("a", id); err != nil {
			t.Fatal(err)
		}
		return up.Phase != facts.UploadLooking && up.Phase != facts.UploadImporting
	})
	return up
}

func code(err error) string {
	var e *kit.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return fmt.Sprint(err)
}

const letters = "编号,标题,来件说辞,姓名\nQ-1,停水,龙泉南里家里已经停水两天没有人通知请尽快恢复电话13812345678,某某\nQ-2,,,某某\n"

func TestAFileIsTalkedAboutAndThenStored(t *testing.T) {
	h := open(t)
	id, err := h.Take(t.Context(), "a", "mailbox", "张建国13812345678.csv", []byte(letters))
	if err != nil {
		t.Fatal(err)
	}
	up := h.rest(t, id)
	if up.Phase != facts.UploadAsks || len(up.Unclaimed) != 1 || up.Good != 1 ||
		up.Refused["no_text"] != 1 || len(h.stored) != 0 {
		t.Fatalf("%+v", up)
	}
	if all := fmt.Sprintf("%+v", up); strings.Contains(all, "13812345678") {
		t.Error("what is shown identifies somebody")
	}
	if got := code(h.Import("a", id)); got != "upload_unclaimed" {
		t.Error(got)
	}
	if got := code(h.Say("a", id, map[string]string{"姓名": "text"})); got != "upload_meaning" {
		t.Error(got)
	}
	if _, err := h.Upload("b", id); code(err) != "upload_gone" {
		t.Error("somebody else sees the file")
	}
	if err := h.Say("a", id, map[string]string{"来件说辞": "text"}); err != nil {
		t.Fatal(err)
	}
	if up = h.rest(t, id); len(up.Unclaimed) != 0 || up.Texts != 1 || len(up.First) != 1 || up.First[0].Topic.ID == "" {
		t.Fatalf("%+v", up)
	}
	h.broken = errors.New("the disk is full")
	if err := h.Import("a", id); err != nil {
		t.Fatal(err)
	}
	if up = h.rest(t, id); up.Phase != facts.UploadBroke {
		t.Fatalf("%+v", up)
	}
	h.broken = nil
	if err := h.Import("a", id); err != nil {
		t.Fatal(err)
	}
	if up = h.rest(t, id); up.Phase != facts.UploadDone || up.Added != 1 || up.Refusal != 1 ||
		h.refused["no_text"] != 1 || len(h.stored) != 1 {
		t.Fatalf("%+v, refused %v", up, h.refused)
	}
	if kept, err := columns.Of(h.Dir, "mailbox"); err != nil || kept["来件说辞"] != "text" {
		t.Errorf("kept %v, %v", kept, err)
	}
	if got := code(h.Import("a", id)); got != "upload_gone" {
		t.Errorf("a stored file is stored again: %s", got)
	}
}

func TestWhatIsHeldIsBounded(t *testing.T) {
	h := open(t)
	if _, err := h.Take(t.Context(), "a", "nowhere", "x.csv", []byte("x")); code(err) != "upload_source" {
		t.Error(err)
	}
	if _, err := h.Take(t.Context(), "a", "mailbox", "x.csv", nil); code(err) != "upload_empty" {
		t.Error(err)
	}
	big, ids := bytes.Repeat([]byte(" "), mostHeld/3), []string{}
	for range 3 {
		id, err := h.Take(t.Context(), "a", "mailbox", "x.csv", big)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if _, err := h.Take(t.Context(), "a", "mailbox", "x.csv", []byte("标题\n停水\n")); code(err) != "upload_full" {
		t.Error(err)
	}
	for _, id := range ids {
		if up := h.rest(t, id); up.Good != 0 || code(h.Import("a", id)) != "upload_nothing" {
			t.Errorf("%+v", up)
		}
	}
	if err := h.Drop("a", ids[0]); err != nil {
		t.Error(err)
	}
	if _, err := h.Take(t.Context(), "a", "mailbox", "x.csv", []byte("标题\n停水\n")); err != nil {
		t.Error(err)
	}
	h.mu.Lock()
	h.now = h.now.Add(keepFor + time.Minute)
	h.mu.Unlock()
	if _, err := h.Upload("a", ids[1]); code(err) != "upload_gone" {
		t.Error("a file that nobody asks for is kept")
	}
}
