package bleve

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// victim names the directory in which a copy of the test program works until it is killed.
const victim = "HUIYING_TEST_BLEVE_VICTIM"

// Whatever was at work when the process was killed (a month being made, written or dropped), the
// index opens again and holds what Put had returned for.
func TestKilledAtAnyMomentItOpens(t *testing.T) {
	if dir := os.Getenv(victim); dir != "" {
		makeAndDrop(t, dir)
	}
	if testing.Short() {
		t.Skip("kills a process again and again")
	}
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 1))
	t.Logf("seed %d", seed)
	for range 25 {
		dir := t.TempDir()
		last := killed(t, dir, time.Duration(r.Int64N(int64(60*time.Millisecond))))
		x, err := Open(dir, nil)
		if err != nil {
			t.Fatalf("after %q was put: %v", last, err)
		}
		if !strings.Contains(found(t, x), last+":") {
			t.Errorf("%s was put, and is not there", last)
		}
		for _, name := range leftovers(t, dir) {
			t.Errorf("after %q was put and another start %s lies there", last, name)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// makeAndDrop puts a finding into one new month after the other, and drops months of long ago.
func makeAndDrop(t *testing.T, dir string) {
	x := open(t, dir)
	for i := 0; ; i++ {
		id := fmt.Sprint("m", i)
		put(t, x, doc(id, uint64(i), march.AddDate(0, i, 0)))
		fmt.Println("put " + id)
		if i > 1 {
			if _, err := x.DropBefore(t.Context(), march.AddDate(0, i-1, 0)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// killed runs a victim, kills it some time after its first word, and answers what it had put last.
func killed(t *testing.T, dir string, after time.Duration) string {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$", "-test.timeout", "1m")
	c.Env = append(os.Environ(), victim+"="+dir)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines, last := bufio.NewScanner(out), ""
	for lines.Scan() {
		if last == "" {
			time.AfterFunc(after, func() { _ = c.Process.Kill() })
		}
		last = lines.Text()
	}
	id, put := strings.CutPrefix(last, "put ")
	if err := c.Wait(); err == nil || !put {
		t.Fatalf("the victim was not killed: %v, it said %q", err, last)
	}
	return id
}

// leftovers are folders that are no month.
func leftovers(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() && !partName.MatchString(e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names
}
