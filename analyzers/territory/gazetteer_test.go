package territory

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestAGazetteerLetsInstitutionsSpeak(t *testing.T) {
	sites, err := ReadGazetteer(strings.NewReader("\ufeffName,kind,code,orders\n市二中,school,430103,12\n翠屏雅苑,compound,430104\n" +
		"梓江大道,road,430103,9\n梓江大道,road,430104,8\n芙蓉饭店,blocked,\n湘雅医院,blocked,\n"))
	if err != nil {
		t.Fatal(err)
	}
	table, err := NationalWith(sites)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"市二中门口放学时堵车": "430103", "翠屏雅苑电梯坏了": "430104", "家住翠屏雅苑，楼下烧烤油烟大": "430104",
	} {
		if got := table.Judge("", text, "4301"); got == nil || got.Code != want || got.Confidence < certain {
			t.Errorf("%s: got %+v, want %s", text, got, want)
		}
	}
	got := table.Judge("", "梓江大道的路灯不亮", "4301")
	if got == nil {
		t.Fatal("a road of two districts says nothing")
	}
	codes := []string{got.Code}
	for _, o := range got.Others {
		codes = append(codes, o.Code)
	}
	if !slices.Contains(codes, "430103") || !slices.Contains(codes, "430104") ||
		got.Code != "4301" && got.Confidence >= certain {
		t.Errorf("a road of two districts: got %+v", got)
	}
	if got := table.Judge("", "天心区梓江大道的路灯不亮", "4301"); got == nil || got.Code != "430103" {
		t.Errorf("the district beside it settles nothing: got %+v", got)
	}
	if got := table.Judge("", "湘雅医院停车难", ""); got != nil {
		t.Errorf("a blocked name still speaks: %+v", got)
	}
	if got := country(t).Judge("", "湘雅医院停车难", ""); got == nil || got.Code != "4301" {
		t.Errorf("without the gazetteer: got %+v", got)
	}
}

func TestGazetteerRefusals(t *testing.T) {
	for text, want := range map[string]string{
		"":                 "header",
		"name,kind\na,b\n": "code",
		"name,kind,code\n市二中,castle,4301\n": "line 2",
		"name,kind,code\n\n路,road,4301\n":   "line 3",
		"name,kind,code\n市二中,school,\n":     "code",
		"name,kind,code\n市 二中,school,1\n":   "space",
	} {
		_, err := ReadGazetteer(strings.NewReader(text))
		if !errors.Is(err, ErrGazetteer) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}

// Every line of the shipped tables names a division that there is.
func TestShippedNamesLieSomewhere(t *testing.T) {
	known, err := knownSites()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range known {
		if _, ok := country(t).Division(s.Code); !ok {
			t.Errorf("known.csv:%d: %s lies in %q", s.Line, s.Name, s.Code)
		}
	}
}

// FuzzGazetteer: whatever the file, reading it ends in sites that a table can hold, or in a refusal.
func FuzzGazetteer(f *testing.F) {
	for _, s := range []string{"name,kind,code\n市二中,school,X0\n", "name,kind,code\nX0A路,blocked,\n",
		"\ufeffcode,name,kind\n\"", "name,kind,code\n\xff路,road,X0\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		sites, err := ReadGazetteer(strings.NewReader(text))
		if err != nil {
			if !errors.Is(err, ErrGazetteer) {
				t.Fatalf("%v wraps no ErrGazetteer", err)
			}
			return
		}
		table, err := LoadWith(sites, strings.NewReader("code,name,level,parent\nX0,西地省,province,\nX0A,A市,city,X0\n"))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sites {
			got, again := table.Judge("", s.Name, ""), table.Judge("", s.Name, "")
			if (got == nil) != (again == nil) || got != nil && got.Code != again.Code {
				t.Fatalf("%q: two answers", s.Name)
			}
		}
	})
}
