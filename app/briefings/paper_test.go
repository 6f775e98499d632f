package briefings_test

import (
	"testing"

	"huiying/app/briefings"
	"huiying/configs"
	"huiying/opinion"
)

// The paper is issued by the coordinating office, by its name, unless another is configured.
func TestThePaperNamesItsOffice(t *testing.T) {
	cfg := &configs.Config{Region: "98", Units: []opinion.Unit{{ID: "other", Name: "样例局", Division: "98"},
		{ID: "office", Name: "样例省人民政府办公厅", Office: true, Division: "98"}}}
	if p := briefings.PaperOf(cfg); p.Office != "样例省人民政府办公厅" {
		t.Errorf("issued by %q", p.Office)
	}
	cfg.Briefing.Paper = configs.Paper{Office: "样例省信访局", Sign: true, To: []string{"报：省长"}}
	if p := briefings.PaperOf(cfg); p.Office != "样例省信访局" || !p.Sign || len(p.To) != 1 {
		t.Errorf("%+v", p)
	}
}
