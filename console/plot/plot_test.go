package plot

import (
	"encoding/xml"
	"html/template"
	"strings"
	"testing"
	"time"

	"huiying/register"
)

func TestPlotsNeedNoStyleAndNoFont(t *testing.T) {
	testNow := time.Date(2026, 11, 22, 10, 30, 0, 0, time.FixedZone("UTC+8", 8*60*60))
	at := []time.Time{testNow, testNow.Add(time.Hour)}
	p, err := Draw(`样例 "<x>`, at, []register.TimeCount{{Time: testNow, N: 3}}, "01-02 15:00", func(time.Time) string { return "十一月<" })
	if err != nil {
		t.Fatal(err)
	}
	for _, svg := range []template.HTML{p.Wide, p.Narrow} {
		s := string(svg)
		if strings.Contains(s, "style=") || strings.Contains(s, "font-family") || !strings.Contains(s, `role="img"`) || !strings.Contains(s, `fill="rgb(`) {
			t.Errorf("%.300s", s)
		}
		if err := xml.Unmarshal([]byte(s), new(any)); err != nil && !strings.Contains(err.Error(), "EOF") {
			t.Errorf("not well-formed: %v", err)
		}
	}
	if p.Total != 3 || len(p.Rows) != 2 || p.Rows[1].N != 3 || p.Rows[0].N != 0 {
		t.Errorf("rows: %+v", p.Rows)
	}
	if p, _ := Draw("x", at, nil, "15", func(time.Time) string { return "" }); p.Wide != "" {
		t.Error("nothing was drawn as something")
	}
	for n, want := range map[float64]int{1: 2, 2: 2, 3: 4, 5: 10, 10: 10, 11: 20, 39: 40, 41: 100, 100: 100, 101: 200} {
		if got := NiceTop(n); got != want {
			t.Errorf("top of %v is %d, want %d", n, got, want)
		}
	}
}
