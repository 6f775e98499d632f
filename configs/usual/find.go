package usual

import (
	"slices"
	"strings"

	"huiying/opinion"
)

// Find is what a name or a code can mean, down to the counties: one division, or several to ask about,
// in order of their codes; none where nothing is called so. Names may be short and may name what lies
// above: 七星区, 桂林七星, 广西壮族自治区桂林市七星区. A whole name comes before a short one: 吉林市 is the
// city, 吉林 the province or the city. Codes may end in zeros, as registers write them: 450300.
func Find(places Places, query string) []opinion.Division {
	query = strings.NewReplacer(" ", "", "　", "", "/", "", "-", "", "·", "").Replace(query)
	if query == "" {
		return nil
	}
	for code := query; code != ""; {
		if d, ok := governed(places, code); ok {
			return []opinion.Division{d}
		}
		short, zeros := strings.CutSuffix(code, "00")
		if !zeros {
			break
		}
		code = short
	}
	var whole, short []opinion.Division
	for _, d := range All(places) {
		var path []string
		for _, c := range places.Path(d.Code) {
			x, _ := places.Division(c)
			path = append(path, x.Name)
		}
		switch name := path[len(path)-1]; {
		case !called(query, path):
		case strings.HasSuffix(query, name):
			whole = append(whole, d)
		default:
			short = append(short, d)
		}
	}
	if len(whole) > 0 {
		return whole
	}
	return short
}

// governed is the division that a code means. Some codes only complete the national table: those of
// counties in a city without any, and of cities that hold what lies right below a province. They mean
// what lies above them.
func governed(places Places, code string) (opinion.Division, bool) {
	d, ok := places.Division(code)
	if !ok || d.Level == opinion.Township {
		return d, false
	}
	for !slices.Contains(places.Children(d.Parent), d.Code) {
		if d, ok = places.Division(d.Parent); !ok {
			return d, false
		}
	}
	return d, true
}

// All are the divisions down to the counties, each before those below it.
func All(places Places) (out []opinion.Division) {
	var below func(code string)
	below = func(code string) {
		for _, c := range places.Children(code) {
			if d, _ := places.Division(c); d.Level != opinion.Township {
				out = append(out, d)
				below(c)
			}
		}
	}
	below("")
	return out
}

// called says whether a place goes by a name: its own, whole or short, behind any of those above it.
func called(query string, path []string) bool {
	own := path[len(path)-1]
	for _, name := range forms(own) {
		rest, ok := strings.CutSuffix(query, name)
		if ok && behind(rest, path[:len(path)-1]) {
			return true
		}
	}
	return false
}

// behind says whether nothing is left of a name but names from above, in their order.
func behind(rest string, path []string) bool {
	if rest == "" {
		return true
	}
	for i := range path {
		for _, name := range forms(path[i]) {
			if after, ok := strings.CutPrefix(rest, name); ok && behind(after, path[i+1:]) {
				return true
			}
		}
	}
	return false
}

// Choices are divisions as people read them in a list: with what lies above.
func Choices(places Places, list []opinion.Division) []string {
	out := make([]string, len(list))
	for i, d := range list {
		for _, c := range places.Path(d.Code) {
			x, _ := places.Division(c)
			out[i] += x.Name
		}
	}
	return out
}
