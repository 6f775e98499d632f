package columns

import (
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
)

func TestWhatIsSaidIsKeptPerSource(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if kept, err := Of(dir, "a"); err != nil || len(kept) != 0 {
		t.Fatalf("%v, %v", kept, err)
	}
	said, err := Parse([]string{"来件说辞=text", "备注=-", "a=b=title"})
	if err != nil {
		t.Fatal(err)
	}
	if err := Keep(dir, "a", said); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for i := range 20 {
		wait.Go(func() {
			if err := Keep(dir, "b", map[string]string{"列" + strconv.Itoa(i): "title"}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	a, err := Of(dir, "a")
	if b, _ := Of(dir, "b"); err != nil || len(b) != 20 || a["来件说辞"] != "text" || a["备注"] != "-" ||
		a["a=b"] != "title" {
		t.Errorf("%v, %v, %v", a, b, err)
	}
	for _, bad := range []string{"", "x", "=text", "x=nothing", "姓名=text"} {
		if _, err := Parse([]string{bad}); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, File), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Of(dir, "a"); err == nil {
		t.Error("a damaged file is taken for an empty one")
	}
}
