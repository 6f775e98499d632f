package severity

import (
	_ "embed"
	"strings"

	"huiying/opinion"
)

type example struct {
	want opinion.Severity
	text string
}

//go:embed testdata/examples.tsv
var exampleLines string

// examples are our own wordings, judged by us: heavy ones first, then loud but harmless ones, then
// quiet but dangerous ones, then what only sounds like harm.
var examples = func() (out []example) {
	for _, line := range strings.Split(strings.TrimSpace(exampleLines), "\n")[1:] {
		level, text, _ := strings.Cut(line, "\t")
		out = append(out, example{opinion.Severity(level), text})
	}
	return out
}()
