package danger

import (
	"bytes"
	_ "embed"
	"math"
	"strings"
	"sync"
	"unicode/utf8"

	"huiying/analyzers/classify"
	"huiying/analyzers/harm"
)

// weights.bin is made by scripts/dangerweights. It holds characters and pairs of them that at least
// three texts share, and no text.
//
//go:embed weights.bin
var learned []byte

// Kinds are the labels that the weights were learned with. None tells of no danger, and "other" of one
// whose kind is none of these.
var Kinds = map[string]harm.Kind{
	"fire": harm.Fire, "gas": harm.Gas, "explosion": harm.Explosion, "collapse": harm.Collapse,
	"landslide": harm.Landslide, "flood": harm.Flood, "drowning": harm.Drowning,
	"electricity": harm.Electricity, "chemical": harm.Chemical, "poisoning": harm.Poisoning,
	"traffic": harm.Traffic, "lift": harm.Lift, "machine": harm.Machine, "height": harm.Height,
	"violence": harm.Violence, "suicide": harm.Suicide, "crush": harm.Crush, "missing": harm.Missing,
	"medical": harm.Medical, "animal": harm.Animal, "mine": harm.Mine, "cold": harm.Cold,
	Other: harm.None,
}

// Labels that are no kind.
const (
	None  = "none"
	Other = "other"
)

// judge is a model and which of its labels is which kind.
type judge struct {
	*classify.Model
	kinds []harm.Kind
	none  int
}

var weights = sync.OnceValue(func() *judge {
	m, err := classify.Load(bytes.NewReader(learned))
	if err != nil {
		panic("danger: " + err.Error()) // a fault of the build: the file is part of the program
	}
	return newJudge(m)
})

func newJudge(m *classify.Model) *judge {
	j := &judge{Model: m, none: -1}
	for i, label := range m.Facts().Labels {
		if label == None {
			j.none = i
		}
		j.kinds = append(j.kinds, Kinds[label])
	}
	return j
}

// alike is what a text's characters are like.
type alike struct {
	margin float64 // logarithm of the odds that it tells of danger
	kind   harm.Kind
}

const furthest = 12 // from even odds

func likeness(title, text string) alike { return weights().alike(title, text) }

func (j *judge) alike(title, text string) alike {
	shares := j.Confidences(title, text)
	if shares == nil { // nothing that is known
		return alike{margin: -furthest}
	}
	a, best := alike{margin: odds(1 - shares[j.none])}, -1.0
	for i, share := range shares {
		if i != j.none && share > best {
			best, a.kind = share, j.kinds[i]
		}
	}
	if utf8.RuneCountInString(title)+utf8.RuneCountInString(text) < short {
		a.margin = math.Min(a.margin, -2)
	}
	return a
}

// short is what a text has at least, in characters, that its likeness alone may tell of danger.
const short = 4

func odds(share float64) float64 {
	const least = 1e-9
	return math.Max(-furthest, math.Min(furthest, math.Log((share+least)/(1-share+least))))
}

// Likeness is the margin of a text by a model of the labels above, for who learns new weights.
func Likeness(m *classify.Model, title, text string) float64 {
	return newJudge(m).alike(title, text).margin
}

const mostRunes = 24 // of a clause that is shown

// heaviest is the clause that is most like a danger, for texts of which no phrase is known.
func heaviest(title, text string) string {
	best, most := "", math.Inf(-1)
	for clause := range strings.FieldsFuncSeq(title+"\n"+text, ends) {
		if m := likeness("", clause).margin; m > most {
			best, most = clause, m
		}
	}
	for i := range best {
		if utf8.RuneCountInString(best[:i]) == mostRunes {
			return best[:i]
		}
	}
	return best
}

func ends(r rune) bool { return strings.ContainsRune("，。！？；：、,.!?;:\n\r\t …", r) }
