package flowtest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/gofrs/flock"
)

// binaries is a directory of this package's tests; before is the environment they were started in.
var (
	binaries string
	before   = os.Environ()
)

// Main runs the tests of a package that starts processes. Its TestMain calls it and nothing else.
func Main(m *testing.M) {
	var err error
	if binaries, err = os.MkdirTemp("", "huiying-flow-"); err != nil {
		panic(err)
	}
	os.Setenv("XDG_CACHE_HOME", filepath.Join(binaries, "cache")) // dictionaries of `analyze`, unpacked once
	code := m.Run()
	os.RemoveAll(binaries)
	os.Exit(code)
}

// program builds the program once for a package, with the race detector where the tests have it.
// The packages that go test runs side by side share one file, so that it is linked once.
var program = sync.OnceValues(func() (string, error) {
	shared := filepath.Join(os.TempDir(), fmt.Sprintf("huiying-flow-%d", os.Getuid()))
	if err := os.MkdirAll(shared, 0o700); err != nil {
		return "", err
	}
	name, args := "huiying", []string{"build", "-ldflags=-s -w"} // half the time of linking
	if Race {
		name, args = "huiying-race", append(args, "-race")
	}
	lock := flock.New(filepath.Join(shared, name+".lock"))
	if err := lock.Lock(); err != nil {
		return "", err
	}
	defer lock.Unlock()
	from, own := filepath.Join(shared, name), filepath.Join(binaries, "huiying")
	build := exec.Command("go", append(args, "-o", from, "huiying/cmd/huiying")...)
	build.Env = before // with the build cache where it is
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the program: %w: %s", err, out)
	}
	return own, CopyFile(from, own) // another checkout may build its own over it
})

// CopyFile copies a program; it may be one file under two names afterwards.
func CopyFile(from, to string) error {
	if os.Link(from, to) == nil {
		return os.Chmod(to, 0o755)
	}
	b, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, b, 0o755)
	}
	return errors.Join(err, os.Chmod(to, 0o755))
}
