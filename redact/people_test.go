package redact_test

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"huiying/redact"
)

// vectors reads a file of testdata: its lines without those that begin with #.
func vectors(t *testing.T, name string) (lines []string) {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if line := sc.Text(); line != "" && line[0] != '#' {
			lines = append(lines, strings.ReplaceAll(line, `\n`, "\n"))
		}
	}
	return lines
}

// peoples tries every name in every frame: what comes out must be the frame with a mask.
func peoples(t *testing.T, part string, least map[string]float64, quiet bool) {
	frames := vectors(t, "frames_"+part+".txt")
	for _, line := range vectors(t, "names_"+part+".txt") {
		names := strings.Fields(line)
		t.Run(names[0], func(t *testing.T) {
			tried, right, byFrame, byName := 0, 0, map[string]int{}, map[string]int{}
			for _, name := range names[1:] {
				for _, frame := range frames {
					tried++
					want := strings.ReplaceAll(fmt.Sprintf(frame, redact.Masks[redact.Name]), "李小梅",
						redact.Masks[redact.Name])
					for _, n := range []string{"13800000000", "13800000012", "13800000034",
						"13800000056", "13800000078", "13800000090"} {
						want = strings.ReplaceAll(want, n, redact.Masks[redact.Mobile])
					}
					if got, _ := redact.Text(fmt.Sprintf(frame, name)); got == want {
						right++
					} else {
						byFrame[frame]++
						byName[name]++
						if os.Getenv("MISSES") != "" && !quiet {
							t.Logf("MISS %q -> %q", fmt.Sprintf(frame, name), got)
						}
					}
				}
			}
			got := float64(right) / float64(tried)
			t.Logf("%s: %.4f of %d", names[0], got, tried)
			want, known := least[names[0]]
			if !known {
				want = 0.98
			}
			if got < want {
				t.Errorf("%s: %.4f of %d are right, want at least %.3f", names[0], got, tried, want)
			}
			if os.Getenv("KINDS") != "" {
				t.Log(byFrame, byName)
			}
		})
	}
}

func TestNamesOfPeoples(t *testing.T) {
	t.Run("develop", func(t *testing.T) {
		peoples(t, "develop", map[string]float64{"han": 0.96, "miao": 0.96, "dai": 0.95, "others": 0.94}, false)
	})
	t.Run("measure", func(t *testing.T) {
		peoples(t, "measure", map[string]float64{"han": 0.88, "uyghur": 0.97, "others": 0.95}, true)
	})
}
