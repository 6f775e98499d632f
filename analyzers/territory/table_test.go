package territory

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/internal/sharedtest"
	"huiying/opinion"
)

func anyCode(t *rapid.T, table *Table, name string) string {
	return table.divs[rapid.IntRange(0, len(table.divs)-1).Draw(t, name)].Code
}

func TestTableAlgebra(t *testing.T) {
	table := country(t)
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyCode(t, table, "a"), anyCode(t, table, "b")
		p := table.Path(a)
		if p[len(p)-1] != a || !table.Within(a, a) || !table.Within(a, "") {
			t.Fatalf("%s: path %v", a, p)
		}
		for i, c := range p {
			if !table.Within(a, c) {
				t.Fatalf("%s is not within %s of its own path", a, c)
			}
			if d, _ := table.Division(c); i > 0 && d.Parent != p[i-1] {
				t.Fatalf("%s: parent %s, but the path has %s", c, d.Parent, p[i-1])
			}
		}
		if table.Within(a, b) && table.Within(b, a) && a != b {
			t.Fatalf("%s and %s lie in each other", a, b)
		}
		c := table.Common(a, b)
		if c != table.Common(b, a) || table.Common(a) != a || table.Common(a, a) != a {
			t.Fatalf("common of %s and %s: %s", a, b, c)
		}
		if c != "" && (!table.Within(a, c) || !table.Within(b, c)) {
			t.Fatalf("%s contains not both %s and %s", c, a, b)
		}
		if slices.Contains(table.Path(b), a) && c != a {
			t.Fatalf("%s contains %s, but their common is %s", a, b, c)
		}
		if d, _ := table.Division(a); len(p) > 1 && !table.divs[table.index[a]].hidden &&
			!slices.Contains(table.Children(d.Parent), a) {
			t.Fatalf("%s is no child of %s", a, d.Parent)
		}
	})
}

func TestNational(t *testing.T) {
	table := country(t)
	if n := len(table.Children("")); n != 34 {
		t.Errorf("%d provinces, want 34", n)
	}
	if got := table.Path("110105"); !slices.Equal(got, []string{"11", "110105"}) {
		t.Errorf("path of 110105 is %v: pseudo cities belong in no path", got)
	}
	if got := table.Path("441900003"); !slices.Equal(got, []string{"44", "4419", "441900003"}) {
		t.Errorf("path of 441900003 is %v", got)
	}
	if !table.Within("429004", "4290") || table.Within("4201", "4290") {
		t.Error("Within must still know pseudo cities")
	}
	if table.Within("999999", "") || table.Path("999999") != nil ||
		table.Common("11", "999999") != "" || table.Children("999999") != nil {
		t.Error("an unknown code must lie nowhere")
	}
	if got := table.Common("430104", "430103", "430304"); got != "43" {
		t.Errorf("common is %q", got)
	}
}

// TestEveryFullChainResolves is the widest check: for every third division (all of them
// take too long under the race detector), the text that names its whole chain means it, or
// in a few cases what contains it, and never anything else.
func TestEveryFullChainResolves(t *testing.T) {
	table := country(t)
	shallow := 0
	for i := 0; i < len(table.divs); i += 3 {
		code := table.divs[i].Code
		if table.divs[i].hidden {
			continue
		}
		var text strings.Builder
		for _, c := range table.Path(code) {
			d, _ := table.Division(c)
			text.WriteString(d.Name)
		}
		got := table.Judge("", text.String()+"停水三天", "")
		if got == nil || got.Confidence < certain || !table.Within(code, got.Code) {
			t.Errorf("%s %q: got %+v", code, text.String(), got)
			continue
		}
		if got.Code != code {
			shallow++
		}
		checkFinding(t, table, got)
	}
	t.Logf("%d of %d stop above the deepest name", shallow, len(table.divs)/3)
	if shallow > 40 {
		t.Errorf("%d of %d chains stop above the deepest name", shallow, len(table.divs)/3)
	}
}

// TestLoadingIsSmall holds memory, which does not depend on who shares the machine; for
// the time see BenchmarkNational.
func TestLoadingIsSmall(t *testing.T) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	table, err := NationalWith(nil)
	took := time.Since(start)
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	kept, made := float64(after.HeapAlloc)-float64(before.HeapAlloc), float64(after.TotalAlloc-before.TotalAlloc)
	t.Logf("loaded in %v, %.1f MB kept of %.1f MB made", took, kept/1e6, made/1e6)
	if kept > 30e6 || made > 80e6 {
		t.Errorf("%.1f MB kept of %.1f MB made", kept/1e6, made/1e6)
	}
	runtime.KeepAlive(table)
}

func TestLoadRefuses(t *testing.T) {
	for _, c := range []struct{ table, want string }{
		{"", "header"},
		{"code,name,level\n1,甲省,province\n", `"parent"`},
		{"code,name,level,parent\n,甲省,province,\n", "line 2"},
		{"code,name,level,parent\n1,甲省,land,\n", `level "land"`},
		{"code,name,level,parent\n1,甲省,province,\n1,乙省,province,\n", "twice"},
		{"code,name,level,parent\n1,甲市,city,9\n", `"9"`},
		{"code,name,level,parent\n1,甲市,city,2\n2,乙市,city,1\n", "higher level"},
		{"code,name,level,parent\n1,\xff\xfe,city,\n", "UTF-8"},
	} {
		_, err := Load(strings.NewReader(c.table))
		if !errors.Is(err, ErrTable) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v, want words on %s", c.table, err, c.want)
		}
	}
}

func TestConfiguredTable(t *testing.T) {
	table, err := Load(strings.NewReader("\ufeffcode,name,level,parent,aliases\np,云上省,province,,\nc1,甲市,city,p,\nc2,花城市,city,p,花都|羊城\nk,东河区,county,c1,\n"),
		strings.NewReader("name,level,parent,code\n东河区,county,c2,k2\n望山镇,township,k2,t\n"))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"甲市东河区停水":  "k",
		"花城市东河区停水": "k2",
		"羊城道路积水":   "c2",
		"望山镇停电":    "t",
	} {
		if got := table.Judge("", text, ""); got == nil || got.Code != want || got.Confidence < certain {
			t.Errorf("%q: got %+v, want %s", text, got, want)
		}
	}
	if got := table.Judge("", "东河区停水", ""); got == nil || got.Confidence >= certain {
		t.Errorf("a shared name is certain: %+v", got)
	}
	if got := table.Judge("", "东河区停水", "c1"); got == nil || got.Code != "k" || got.Confidence < certain {
		t.Errorf("home does not settle a shared name: %+v", got)
	}
	if got := table.Judge("", "湖南长沙停水", ""); got != nil {
		t.Errorf("a place of another table: %+v", got)
	}
}

// TestRealMessages: nearly every message of the pseudonymous set that writes a county's name
// in its title is judged to speak of it.
func TestRealMessages(t *testing.T) {
	f, err := os.Open(sharedtest.File(t, "tipdm2020c/pseudo_gazetteer.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table, err := Load(f)
	if err != nil {
		t.Fatal(err)
	}
	m, err := os.Open(sharedtest.File(t, "tipdm2020c/messages_dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	lines := bufio.NewScanner(m)
	lines.Buffer(nil, 1<<22)
	total, found, named, agree := 0, 0, 0, 0
	for total < 2000 && lines.Scan() {
		var msg struct{ Title, Text string }
		if err := json.Unmarshal(lines.Bytes(), &msg); err != nil {
			t.Fatal(err)
		}
		total++
		got := table.Judge(msg.Title, msg.Text, "")
		if got != nil {
			found++
			checkFinding(t, table, got)
		}
		if want := longestCounty(table, msg.Title); want != "" {
			named++
			if got != nil && (got.Code == want || slices.Contains(got.Places, want)) {
				agree++
			}
		}
	}
	t.Logf("%d of %d messages name a place; of %d with a county in the title %d agree", found, total, named, agree)
	if float64(agree) < 0.985*float64(named) {
		t.Errorf("%d of %d agree", agree, named)
	}
}

func longestCounty(table *Table, title string) string {
	best := ""
	name := ""
	for _, d := range table.divs {
		if d.Level == opinion.County && len(d.Name) > len(name) && strings.Contains(title, d.Name) {
			if i := strings.Index(title, d.Name); i > 0 && title[i-1] < 0x80 && title[i-1] > ' ' {
				continue
			}
			best, name = d.Code, d.Name
		}
	}
	return best
}

func BenchmarkNational(b *testing.B) {
	for range b.N {
		if _, err := NationalWith(nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkJudge judges a text of 300 characters with names of every kind in it.
func BenchmarkJudge(b *testing.B) {
	table := country(b)
	unit := "长沙市岳麓区望月湖街道某小区自来水浑浊，多次向物业反映没有解决，和平路与中山路口的路灯也坏了，业主们希望有关部门尽快查明原因并公开处理结果。城关镇的亲戚说那边也这样，"
	text := string([]rune(strings.Repeat(unit, 5))[:300])
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for range b.N {
		table.Judge("", text, "")
	}
}
