package deploy

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// exposure is the most that systemd's own judgement of a unit may be, of 100; a unit without any
// limit has 96. What is left is the network, which it is made for.
const exposure = "15"

func TestUnits(t *testing.T) {
	tool, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is absent")
	}
	for unit, as := range map[string]string{"huiying.service": "huiying.service", "huiying@.service": "huiying@analyze.service"} {
		text, err := os.ReadFile(filepath.Join("systemd", unit))
		if err != nil {
			t.Fatal(err)
		}
		// The program need not be installed where this test runs, nor its manual.
		there := strings.NewReplacer("/usr/local/bin/huiying", "/bin/true", "Documentation=file:", "#").Replace(string(text))
		dir := t.TempDir()
		file := filepath.Join(dir, as)
		for _, name := range []string{unit, as} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(there), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if out, err := exec.Command(tool, "verify", "--man=no", "--recursive-errors=no", file).CombinedOutput(); err != nil || strings.Contains(string(out), as) {
			t.Errorf("%s: %v\n%s", unit, err, out)
		}
		if out, err := exec.Command(tool, "security", "--offline=yes", "--no-pager", "--threshold="+exposure, file).CombinedOutput(); err != nil {
			t.Errorf("%s is more exposed than %s: %v\n%s", unit, exposure, err, out)
		}
	}
}

// Both units bind the program alike.
func TestUnitsAreBoundAlike(t *testing.T) {
	part := func(name string) string {
		text, err := os.ReadFile(filepath.Join("systemd", name))
		if err != nil {
			t.Fatal(err)
		}
		_, after, _ := strings.Cut(string(text), "# What it may touch")
		return after
	}
	if one, many := part("huiying.service"), part("huiying@.service"); one != many || len(one) < 500 {
		t.Errorf("huiying.service:\n%s\nhuiying@.service:\n%s", one, many)
	}
}
