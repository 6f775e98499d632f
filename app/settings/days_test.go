package settings

import (
	"strings"
	"testing"

	"huiying/configs"
	"huiying/internal/testregion"
)

// Days that come take the place of what was said of them, days that go are spoken of by no file, and
// a file that says nothing else stays as it was written.
func TestDaysComeAndGo(t *testing.T) {
	files := configs.Files{"clocks.yaml": "profiles: []\nholidays: [] # of our own\nchoose: []\n"}
	first, err := ChangeDays(files, nil, []byte("2027-01-01,休,元旦\n2027-01-02,休,元旦\n"), nil)
	if err != nil || !strings.Contains(first["clocks.yaml"], "holidays: [holidays.csv]\nchoose") ||
		first["holidays.csv"] != "date,kind,name\n2027-01-01,holiday,元旦\n2027-01-02,holiday,元旦\n" {
		t.Fatal(first, err)
	}
	if files["holidays.csv"] != "" || !strings.Contains(files["clocks.yaml"], "[]") {
		t.Error("what was handed in is changed")
	}
	names := []string{"a.csv", "b.csv"}
	two := configs.Files{"clocks.yaml": "holidays: [a.csv, b.csv]\n", "b.csv": "",
		"a.csv": "# 自治区的节日\ndate,kind,name\n2027-02-16,holiday,藏历新年\n"}
	next, err := ChangeDays(two, names, []byte("2027-01-03,班,元旦\n"), nil)
	if err != nil || next["a.csv"] != two["a.csv"] || next["b.csv"] != "date,kind,name\n2027-01-03,workday,元旦\n" ||
		next["clocks.yaml"] != two["clocks.yaml"] {
		t.Error(next, err)
	}
	over, err := ChangeDays(next, names, []byte("2027-02-16,班,调\n"), []string{"2027-01-03"})
	if err != nil || strings.Contains(over["a.csv"], "2027") || over["b.csv"] != "date,kind,name\n2027-02-16,workday,调\n" {
		t.Error(over, err)
	}
	days, err := OwnDays(names, over)
	if err != nil || len(days) != 1 || days["2027-02-16"].Name != "调" {
		t.Error(days, err)
	}
	if _, err := ChangeDays(two, names, []byte("一、元旦：1月1日放假。"), nil); err == nil {
		t.Error("a list without a year is taken")
	}
}

// A whole year by the words of its notice passes all checks, and is counted by.
func TestAYearOfDaysPassesTheChecks(t *testing.T) {
	base := testregion.Config(t)
	files, err := base.Texts()
	if err != nil {
		t.Fatal(err)
	}
	next, err := ChangeDays(files, base.Holidays, []byte("国务院办公厅关于2031年部分节假日安排的通知\n"+
		"一、元旦：1月1日放假。\n二、春节：1月22日至28日放假调休，共7天。1月19日上班。\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	cfg, faults, err := New(Parts{Base: base}).Load(next)
	if err != nil || len(faults) > 0 || len(cfg.Holidays) != 1 {
		t.Fatal(faults, err)
	}
	said := ""
	for _, d := range Compare(base, cfg) {
		said += d.Said.In("zh-CN")
	}
	if !strings.Contains(said, "+2031-01-28 holiday 春节") || !strings.Contains(said, "+2031-01-19 workday 春节") {
		t.Error(said)
	}
}
