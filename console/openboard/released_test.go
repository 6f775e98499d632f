package openboard_test

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"huiying/console/ask"
	"huiying/console/consoletest"
	"huiying/opinion"
)

func TestTheOpenBoardHoldsReleasedFactsOnly(t *testing.T) {
	w := consoletest.NewWorld(14)
	for id, f := range w.Files {
		f.Case.Route.Why, f.Case.Route.Rule = []string{"INTERNAL-WHY"}, "INTERNAL-RULE"
		if f.Case.State == opinion.Closed {
			f.Title, f.Case.SourceKind = "HOTLINE-WORDS", opinion.KindHotline
		}
		if f.Case.State == opinion.Handling || f.Case.State == opinion.Triage {
			f.Title = "UNANSWERED"
		}
		w.Files[id] = f
	}
	w.SourceRows[1].Reason = "INTERNAL-REASON"
	h := consoletest.Start(t, w)
	for _, at := range []string{"/open/", "/open/cases.json", "/open/feed.xml",
		"/open/sources.json", "/open/rates.json"} {
		rec := consoletest.Send(h, "GET", at, "")
		body := rec.Body.String()
		if rec.Code != 200 {
			t.Errorf("%s: %d", at, rec.Code)
		}
		for _, inside := range []string{"INTERNAL", "HOTLINE-WORDS", "UNANSWERED", "503 Service",
			"last_hash", "route"} {
			if strings.Contains(body, inside) {
				t.Errorf("%s shows %s", at, inside)
			}
		}
	}
	var l ask.OpenCases
	if err := json.Unmarshal(consoletest.Send(h, "GET", "/open/cases.json?size=3", "").Body.Bytes(),
		&l); err != nil || len(l.Items) != 3 || l.Total < 3 || l.Next == "" {
		t.Errorf("%v %+v", err, l)
	}
	var r ask.OpenRates
	if err := json.Unmarshal(consoletest.Send(h, "GET", "/open/rates.json", "").Body.Bytes(),
		&r); err != nil || len(r.Items) != 2 {
		t.Fatalf("%v %+v", err, r)
	}
	if x, few := r.Items[0].Rates[0].Share, r.Items[1].Rates[0].Share; x == nil || *x != 18.0/22 || few != nil {
		t.Errorf("shares: %v, %v", x, few)
	}
	if len(r.Measures) != 1 || r.Measures[0].What == "" || r.Rules == "" ||
		!strings.Contains(consoletest.Send(h, "GET", "/open/units", "").Body.String(),
			r.Measures[0].What) {
		t.Error("the definitions are not published")
	}
	var feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		Updated string   `xml:"updated"`
		Entries []struct {
			ID      string `xml:"id"`
			Updated string `xml:"updated"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(consoletest.Send(h, "GET", "/open/feed.xml", "").Body.Bytes(),
		&feed); err != nil || len(feed.Entries) == 0 {
		t.Fatalf("feed: %v", err)
	}
	if _, err := time.Parse(time.RFC3339, feed.Updated); err != nil {
		t.Errorf("feed updated: %v", err)
	}
}
