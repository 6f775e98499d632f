package configs

// Way is how the texts of a source come in.
type Way string

// The ways.
const (
	ByPage   Way = "page"   // pages that are visited
	ByFeed   Way = "feed"   // RSS, Atom or JSON Feed
	ByJSON   Way = "json"   // a list in the data that an address answers with
	ByIntake Way = "intake" // handed in: files, the clerk's form, the API
)

// ways are all of them. Whoever adds one that is visited gives it a collector too: what has
// none is refused by CheckParts.
var ways = []struct {
	id      Way
	visited bool // has an address that is fetched
}{{ByPage, true}, {ByFeed, true}, {ByJSON, true}, {ByIntake, false}}

// Ways are all of them, in order.
func Ways() []Way {
	var out []Way
	for _, w := range ways {
		out = append(out, w.id)
	}
	return out
}

// Known says whether w is one of Ways.
func (w Way) Known() bool { _, ok := w.row(); return ok }

// Visited says whether a source of this way has an address that is fetched.
func (w Way) Visited() bool { visited, _ := w.row(); return visited }

func (w Way) row() (visited, ok bool) {
	for _, x := range ways {
		if x.id == w {
			return x.visited, true
		}
	}
	return false, false
}
