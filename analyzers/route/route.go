// Package route says which unit must answer a matter, and why. It is the principle
// 属地管理、分级负责、谁主管谁负责 (the place it happened in, the level it weighs, the department in
// charge) as one pure function over units and places: named, ordered rules, the first match
// wins, and the last rule always matches. Each answer carries the rule's name, its legal basis
// and the steps taken, in words a clerk understands.
//
// What always holds:
//   - exactly one unit leads, and it serves the place or what lies above it. Exceptions: the
//     superior of a vertically managed unit (垂直管理), which may sit elsewhere, and the office of
//     the configured region, which catches what nobody else can take;
//   - a township unit (乡镇、街道) leads or assists only if its own duty list (Unit.Topics) holds
//     the topic. Neither a department's work nor a matter whose topic is unknown goes to a
//     township's office: 国办函〔2025〕66号 forbids pushing work to the grassroots, and unclear
//     duties fall to the county-level government (DB11/T 2021-2022), not below it;
//   - the same units, places and request give the same answer, whatever the order of units;
//   - taking a unit away moves its work to the next responsible unit and moves nothing else.
package route

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"huiying/opinion"
)

// Places knows divisions. Path is the codes from the province down to code itself; a nil Path
// means that the code is unknown.
type Places interface {
	Division(code string) (opinion.Division, bool)
	Path(code string) []string
}

// Options of a Table.
type Options struct {
	// Region is the division whose duty this installation is: places outside it are not ours,
	// and its office catches what nobody else takes. "" means no border, and the office of the
	// highest level catches.
	Region string
	// Topics gives the names of topics for the steps; without it steps show ids.
	Topics map[string]string
}

// Errors of New. A Table that exists always has an answer.
var (
	ErrUnit     = errors.New("a unit cannot be used for routing")
	ErrRegion   = errors.New("the configured region cannot be used for routing")
	ErrNoOffice = errors.New("no coordination office catches what nobody else takes")
)

// Table is units by place. It never changes after New and serves any number of goroutines.
type Table struct {
	places Places
	region string
	above  []string // the region's path, itself included
	topics map[string]string
	units  map[string]*opinion.Unit
	at     map[string]*authority
	last   *opinion.Unit // the office that catches everything
}

// authority is what answers at one division.
type authority struct {
	office *opinion.Unit
	charge map[string][]*opinion.Unit // topic id as the unit lists it -> units, by id
}

// New checks and orders units. Errors: ErrUnit (no id, an id twice, an unknown division, an
// unknown superior, superiors in a circle), ErrRegion (unknown, or a township: a township runs
// no backstop for others), ErrNoOffice (neither the region nor anything above it has an office).
func New(units []opinion.Unit, places Places, opts Options) (*Table, error) {
	t := &Table{places: places, region: opts.Region, topics: opts.Topics,
		units: make(map[string]*opinion.Unit, len(units)), at: map[string]*authority{}}
	sorted := make([]opinion.Unit, len(units))
	copy(sorted, units)
	sort.SliceStable(sorted, func(i, j int) bool { return sorted[i].ID < sorted[j].ID })
	for i := range sorted {
		if err := t.add(&sorted[i]); err != nil {
			return nil, err
		}
	}
	for i := range sorted {
		if err := t.checkSuperiors(&sorted[i]); err != nil {
			return nil, err
		}
	}
	if err := t.findLast(); err != nil {
		return nil, err
	}
	return t, nil
}

func (t *Table) add(u *opinion.Unit) error {
	if u.ID == "" {
		return fmt.Errorf("%w: a unit of division %q has no id", ErrUnit, u.Division)
	}
	if t.units[u.ID] != nil {
		return fmt.Errorf("%w: id %q is there twice", ErrUnit, u.ID)
	}
	d, ok := t.places.Division(u.Division)
	if !ok {
		return fmt.Errorf("%w: %q serves division %q, which is unknown", ErrUnit, u.ID, u.Division)
	}
	if u.Level == opinion.LevelUnknown {
		u.Level = d.Level
	}
	t.units[u.ID] = u
	k := t.at[u.Division]
	if k == nil {
		k = &authority{charge: map[string][]*opinion.Unit{}}
		t.at[u.Division] = k
	}
	if u.Office && k.office == nil {
		k.office = u
	}
	for i, topic := range u.Topics {
		if topic != "" && !contains(u.Topics[:i], topic) {
			k.charge[topic] = append(k.charge[topic], u)
		}
	}
	return nil
}

func (t *Table) checkSuperiors(u *opinion.Unit) error {
	seen := 0
	for s := u; s.Superior != ""; {
		next := t.units[s.Superior]
		if next == nil {
			return fmt.Errorf("%w: %q names the superior %q, which is unknown", ErrUnit, s.ID, s.Superior)
		}
		if seen++; seen > len(t.units) {
			return fmt.Errorf("%w: the superiors of %q form a circle", ErrUnit, u.ID)
		}
		s = next
	}
	return nil
}

// findLast finds the office that catches everything: the region's, else the next above it.
func (t *Table) findLast() error {
	if t.region == "" {
		for _, id := range sortedIDs(t.units) {
			u := t.units[id]
			if u.Office && u.Level != opinion.Township && (t.last == nil || u.Level < t.last.Level) {
				t.last = u
			}
		}
	} else {
		d, ok := t.places.Division(t.region)
		if !ok {
			return fmt.Errorf("%w: division %q is unknown", ErrRegion, t.region)
		}
		if d.Level == opinion.Township {
			return fmt.Errorf("%w: %q is a township; name a county or higher", ErrRegion, t.region)
		}
		t.above = t.places.Path(t.region)
		t.last = t.officeUp(t.above, len(t.above)-1)
	}
	if t.last == nil {
		return fmt.Errorf("%w: give region %q a unit with office: true", ErrNoOffice, t.region)
	}
	return nil
}

// Route never fails: the last rule always matches.
func (t *Table) Route(req opinion.RouteRequest) opinion.Route {
	q := t.ask(req)
	i := slices.IndexFunc(rules, func(r Rule) bool { return r.when(q) })
	return t.byName(req, q.answer(&rules[max(i, 0)]))
}

// Unit returns a unit by id.
func (t *Table) Unit(id string) (opinion.Unit, bool) {
	if u := t.units[id]; u != nil {
		return *u, true
	}
	return opinion.Unit{}, false
}

// inCharge lists who is in charge of a topic at one division. Whoever lists the item itself
// comes before (and leaves out) those that only list its field; equals are ordered by id.
func (t *Table) inCharge(division, topic string) []*opinion.Unit {
	k := t.at[division]
	if k == nil || topic == "" {
		return nil
	}
	if us := k.charge[topic]; len(us) > 0 {
		return us
	}
	if field, _, isItem := strings.Cut(topic, "/"); isItem {
		return k.charge[field]
	}
	return nil
}

// chargeUp walks path upwards from index i to the first division with a unit in charge.
func (t *Table) chargeUp(path []string, i int, topic string) ([]*opinion.Unit, int) {
	for ; i >= 0; i-- {
		if us := t.inCharge(path[i], topic); len(us) > 0 {
			return us, i
		}
	}
	return nil, -1
}

// nearestVertical is the nearest unit upwards if it is vertically managed. A vertical unit that
// lists the item itself comes before local ones that list only its field: post is the postal
// administration's, even where a county's transport bureau is in charge of transport as a whole.
func (t *Table) nearestVertical(path []string, topic string) *opinion.Unit {
	us, _ := t.chargeUp(path, len(path)-1, topic)
	switch {
	case len(us) == 0:
		return nil
	case us[0].Vertical:
		return us[0]
	case contains(us[0].Topics, topic):
		return nil
	}
	for i := len(path) - 1; i >= 0; i-- {
		if k := t.at[path[i]]; k != nil {
			for _, u := range k.charge[topic] {
				if u.Vertical {
					return u
				}
			}
		}
	}
	return nil
}

// officeUp is the nearest office upwards from index i; never a township's.
func (t *Table) officeUp(path []string, i int) *opinion.Unit {
	for ; i >= 0; i-- {
		if k := t.at[path[i]]; k != nil && k.office != nil && k.office.Level != opinion.Township {
			return k.office
		}
	}
	return nil
}

// climb follows the superiors of a vertically managed unit up to the level that the severity
// asks for; nil when its own chain ends below that level.
func (t *Table) climb(u *opinion.Unit, floor opinion.Level) *opinion.Unit {
	for floor != opinion.LevelUnknown && u != nil && u.Level > floor {
		u = t.units[u.Superior]
	}
	return u
}

// commonSuperior is the lowest unit that is above (or is) each of us along their superiors.
func (t *Table) commonSuperior(us []*opinion.Unit) *opinion.Unit {
	if len(us) == 1 {
		return us[0]
	}
	count := map[string]int{}
	for _, u := range us {
		for s := u; s != nil; s = t.units[s.Superior] {
			count[s.ID]++
		}
	}
	for s := us[0]; s != nil; s = t.units[s.Superior] {
		if count[s.ID] == len(us) {
			return s
		}
	}
	return nil
}

func sortedIDs(m map[string]*opinion.Unit) []string {
	ids := make([]string, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	return ids
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
