package indexing

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/zap"

	"huiying/index"
	"huiying/index/bleve"
	"huiying/opinion"
)

// A bit that turned in a file of an open index, where nobody searches, is found when the files are looked at.
func TestTheFilesOfAnOpenIndexAreLookedAt(t *testing.T) {
	h, err := openHealing(filepath.Join(t.TempDir(), "index"), nil, zap.NewNop())
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	at := time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)
	var docs []index.Doc // put at once: of two segments the index makes one beside the test
	for _, id := range []string{"a", "b"} {
		docs = append(docs, index.Doc{Finding: opinion.Finding{Mention: opinion.Mention{ID: id, Source: "s",
			Title: "路灯", Text: "不亮", PublishedAt: at, CollectedAt: at}}, Words: []string{"路灯"}, Seq: 1})
	}
	if err := h.Put(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
	if round(t, h); h.Ready(t.Context()) != nil {
		t.Fatalf("nobody changed it: %v", h.Ready(t.Context()))
	}
	var files []string
	if err := h.with(func(x *bleve.Index) (err error) { files, err = x.Segments(); return err }); err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		b[len(b)/3] ^= 1
		f, err := os.OpenFile(file, os.O_WRONLY, 0)
		if err == nil {
			_, err = f.WriteAt(b[len(b)/3:len(b)/3+1], int64(len(b)/3))
			_ = f.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	round(t, h)
	if err := h.Ready(t.Context()); err == nil || !strings.Contains(err.Error(), "segment") {
		t.Errorf("after a bit turned: %v", err)
	}
}

// round looks at all files once, without rest.
func round(t *testing.T, h *healing) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	x := &Index{h, Parts{Log: zap.NewNop()}}
	if err := x.Look(ctx, func(ctx context.Context, d time.Duration) error {
		if d == lookEvery {
			stop()
		}
		return ctx.Err()
	}); err != nil {
		t.Error(err)
	}
}
