package items

import (
	"regexp"
	"slices"
	"strings"

	"huiying/opinion"
)

// Bodies finds units by the names that a table uses (公开主体).
type Bodies struct {
	units []opinion.Unit
	path  func(division string) []string // a place and all that it lies in
	short []string                       // by unit: its name without its place
}

// BodiesOf knows the units; place is the name of a division.
func BodiesOf(units []opinion.Unit, place func(code string) string, path func(code string) []string) *Bodies {
	b := &Bodies{units: units, path: path}
	for _, u := range units {
		b.short = append(b.short, shortOf(u.Name, place(u.Division)))
	}
	return b
}

var (
	between  = regexp.MustCompile(`[、，,;；\n/]+`)
	prefixed = regexp.MustCompile(`^(?:本)?(?:省|自治区|市|州|地区|县|区|自治县|乡|镇|街道)(?:级)?`)
	joints   = strings.NewReplacer("和", "", "与", "", "及", "", "（", "", "）", "", "(", "", ")", "", " ", "", "人民政府", "政府")
)

// shortOf is a name without its place and without the words that offices leave out.
func shortOf(name, place string) string {
	name = strings.TrimSpace(name)
	name = strings.TrimPrefix(name, place)
	return joints.Replace(prefixed.ReplaceAllString(name, ""))
}

// Unit is the id of the first unit that a body names: by its whole name, else by its name without its
// place, in the place or the nearest that it lies in. "" where none or more than one fits.
func (b *Bodies) Unit(division, body string) string {
	for _, name := range between.Split(body, -1) {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if id := b.named(division, name); id != "" {
			return id
		}
	}
	return ""
}

// nearest is a place, then what it lies in, the nearest first.
func nearest(division string, path []string) []string {
	out := []string{division}
	for _, code := range slices.Backward(path) {
		if code != division {
			out = append(out, code)
		}
	}
	return out
}

func (b *Bodies) named(division, name string) string {
	if i := slices.IndexFunc(b.units, func(u opinion.Unit) bool { return u.Name == name }); i >= 0 {
		return b.units[i].ID
	}
	short := shortOf(name, "")
	for _, place := range nearest(division, b.path(division)) {
		found := ""
		for i, u := range b.units {
			if u.Division != place || b.short[i] != short && !strings.HasSuffix(short, b.short[i]) || len([]rune(b.short[i])) < 2 {
				continue
			}
			if found != "" && found != u.ID {
				return ""
			}
			found = u.ID
		}
		if found != "" {
			return found
		}
	}
	return ""
}
