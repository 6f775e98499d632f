package territory

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"huiying/opinion"
)

// Case is a text whose place is known: one line of an evaluation file.
type Case struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`
	Title  string `json:"title,omitempty"`
	Text   string `json:"text"`
	Home   string `json:"home,omitempty"`
	Expect []struct {
		Code string `json:"code"`
	} `json:"expect"` // empty: no single place can be told
	Candidates []string `json:"candidates"`  // all possible, none certain
	AcceptAlso []string `json:"accept_also"` // deeper or shallower codes that count as right
}

// ReadCases reads JSON lines.
func ReadCases(r io.Reader) ([]Case, error) {
	var out []Case
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var c Case
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			return nil, fmt.Errorf("line %d: write one JSON object a line: %w", n, err)
		}
		out = append(out, c)
	}
	return out, lines.Err()
}

// Report is how well a judge did.
type Report struct {
	Total  Tally            `json:"total"`
	Kinds  map[string]Tally `json:"kinds"`
	Misses []Miss           `json:"misses,omitempty"`
}

// Tally counts right answers. Exact leaves out those that named a township below what the
// case expects; both count as right, since the text names the township too.
type Tally struct {
	Cases int `json:"cases"`
	Right int `json:"right"`
	Exact int `json:"exact"`
}

// Accuracy is the share of right answers.
func (t Tally) Accuracy() float64 {
	if t.Cases == 0 {
		return 0
	}
	return float64(t.Right) / float64(t.Cases)
}

// Miss is a case that went wrong, with what was answered.
type Miss struct {
	Case Case               `json:"case"`
	Got  *opinion.Territory `json:"got"`
}

// Score judges all cases with t and counts by kind. cut cuts a text into words; nil: none are known.
func (t *Table) Score(cases []Case, cut func(string) []string) Report {
	rep := Report{Kinds: map[string]Tally{}}
	for _, c := range cases {
		var words []string
		if cut != nil {
			words = cut(c.Title + "\n" + c.Text)
		}
		got := t.JudgeCut(c.Title, c.Text, c.Home, words)
		right, exact := t.grade(c, got)
		k := rep.Kinds[c.Kind]
		for _, tally := range []*Tally{&rep.Total, &k} {
			tally.Cases++
			if right {
				tally.Right++
			}
			if exact {
				tally.Exact++
			}
		}
		rep.Kinds[c.Kind] = k
		if !right {
			rep.Misses = append(rep.Misses, Miss{c, got})
		}
	}
	return rep
}

func (t *Table) grade(c Case, got *opinion.Territory) (right, exact bool) {
	sure := got != nil && got.Confidence >= certain
	if len(c.Expect) == 0 {
		return !sure, !sure
	}
	if !sure {
		return false, false
	}
	named := append([]string{got.Code}, got.Places...)
	right, exact = true, true
	for _, want := range c.Expect {
		hit := slices.Contains(named, want.Code) || len(c.Expect) == 1 && slices.Contains(c.AcceptAlso, got.Code)
		exact = exact && hit
		right = right && (hit || slices.ContainsFunc(named, func(code string) bool {
			d, _ := t.Division(code)
			return d.Level == opinion.Township && t.Within(code, want.Code)
		}))
	}
	return right, exact && right
}
