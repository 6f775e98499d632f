package kit

import (
	"net/http"
	"strings"

	"huiying/opinion"
)

// manyUnits is where a list to choose from gives way to a box that completes names.
const manyUnits = 80

// unitPick is a field for one unit.
type unitPick struct {
	V             *View
	ID, Name, Now string
	Units         []opinion.Unit
	Any, Many     bool
}

// longestText bounds a field of one line.
const longestText = 600

// FormText is a field of a form that was parsed, without what stands around it.
func FormText(r *http.Request, key string) string {
	return strings.TrimSpace(opinion.Clip(r.PostForm.Get(key), longestText))
}

// Fields are the fields of the catalogue, without the items below them.
func (k *Kit) Fields() (out []opinion.Topic) {
	for _, t := range k.Topics {
		if !strings.Contains(t.ID, "/") {
			out = append(out, t)
		}
	}
	return out
}

// Pick makes a field for one unit; any allows none.
func (v *View) Pick(id, name, now string, units []opinion.Unit, any bool) unitPick {
	return unitPick{v, id, name, now, units, any, v.Many(units)}
}

// Many says whether there are too many units for a list.
func (v *Wording) Many(units []opinion.Unit) bool { return len(units) > manyUnits }

// UnitOption names a unit where one is chosen.
func (v *Wording) UnitOption(u opinion.Unit) string { return UnitName(u, u.ID, v.Lang) }

// TopicOption names a topic where one is chosen, items below their field.
func (v *Wording) TopicOption(t opinion.Topic) string {
	name := t.Name
	if v.Lang == "en" && t.NameEn != "" {
		name = t.NameEn
	}
	if strings.Contains(t.ID, "/") {
		return "\u3000" + name
	}
	return name
}
