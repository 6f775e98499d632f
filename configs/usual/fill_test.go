package usual_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"huiying/configs/usual"
	"huiying/opinion"
)

// A topic without a unit goes to the unit that usually is in charge: known by its id or by a name that
// such an office has; where there is none it is made, below the place's own office.
func TestGapsAreFilled(t *testing.T) {
	places, org := tables(t)
	unit := func(id, name string, topics ...string) opinion.Unit {
		return opinion.Unit{ID: id, Name: name, Division: "450305", Level: opinion.County, Topics: topics}
	}
	office := unit("of", "七星区政府办")
	office.Office = true
	have := []opinion.Unit{office, unit("jiaoti", "七星区教体局", "education_other"),
		unit("shijian", "七星区市监局"), {ID: "education-4503", Name: "桂林市教育局", Division: "4503"}}
	add, left, err := usual.Fill(places, org, "450305", have,
		[]string{"compulsory_education", "commerce_tourism", "health", "health/vaccines", "our_own"})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, a := range add {
		got[a.Unit.ID] = a.Topics
		if a.New && (a.Unit.ID != "health-450305" || a.Unit.Superior != "of") {
			t.Errorf("made %+v", a.Unit)
		}
	}
	if len(got) != 3 || !slices.Equal(got["jiaoti"], []string{"compulsory_education"}) ||
		!slices.Equal(got["shijian"], []string{"commerce_tourism"}) || !slices.Equal(got["health-450305"], []string{"health"}) {
		t.Errorf("filled %v", got)
	}
	if !slices.Equal(left, []string{"our_own"}) {
		t.Errorf("left %v", left)
	}
	if add, _, err := usual.Fill(places, org, "450305", nil, nil); err != nil || len(add) < 30 || !add[0].Unit.Office {
		t.Errorf("a place without units: %d, %v", len(add), err)
	}
	if _, _, err := usual.Fill(places, org, "71", nil, nil); !errors.Is(err, usual.ErrElsewhere) {
		t.Errorf("elsewhere: %v", err)
	}
}

// What is added is written line by line; comments and whatever else is there stay.
func TestAdditionsAreWrittenIntoTheFile(t *testing.T) {
	const was = `# ours
units:
  - {id: a, name: 甲, topics: [x]} # 又称
  - {id: b, name: 乙}
  - id: c
    name: 丙
    topics:
      - x
      - y # why
  - name: 丁
    id: d # behind
`
	add := func(id string, topics ...string) usual.Addition {
		return usual.Addition{Unit: opinion.Unit{ID: id}, Topics: topics}
	}
	got, err := usual.Edit([]byte(was), []usual.Addition{add("a", "t", "u"), add("b", "t"), add("c", "t"), add("d", "t"),
		{New: true, Unit: opinion.Unit{ID: "e", Name: "戊", Division: "45", Level: opinion.Province}}}, "补上的单位")
	if err != nil {
		t.Fatal(err)
	}
	const want = `# ours
units:
  - {id: a, name: 甲, topics: [x, t, u]} # 又称
  - {id: b, name: 乙, topics: [t]}
  - id: c
    name: 丙
    topics:
      - x
      - y # why
      - t
  - name: 丁
    id: d # behind
    topics: [t]

  # ---- 补上的单位 ----

  - {id: e, name: 戊, division: "45", level: province}
`
	if string(got) != want {
		t.Errorf("wrote\n%s", got)
	}
	if _, err := usual.Edit([]byte(was), []usual.Addition{add("z", "t")}, ""); !errors.Is(err, usual.ErrEdit) ||
		!strings.Contains(err.Error(), "z") {
		t.Errorf("no such unit: %v", err)
	}
}
