package configs

import (
	"testing"
	"time"

	"huiying/opinion"
)

func TestTheCoordinatorIsTheOfficeOfTheRegion(t *testing.T) {
	c := &Config{Region: "98", Units: []opinion.Unit{{ID: "city-office", Division: "9801", Office: true}, {ID: "bureau", Division: "98"}}}
	if got := c.Coordinator(); got != "" {
		t.Errorf("%q coordinates a region without an office", got)
	}
	c.Units = append(c.Units, opinion.Unit{ID: "office", Division: "98", Office: true})
	if got := c.Coordinator(); got != "office" {
		t.Errorf("%q coordinates", got)
	}
	c.Retention = time.Hour
	if now := time.Now(); !c.ForgetBefore(now).Equal(now.Add(-time.Hour)) {
		t.Error(c.ForgetBefore(now))
	}
}
