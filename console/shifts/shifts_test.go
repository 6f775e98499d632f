package shifts_test

import (
	"net/url"
	"strings"
	"testing"

	"huiying/console"
	"huiying/console/access"
	"huiying/console/consoletest"
)

var (
	li   = access.Account{ID: "li", Role: access.Monitor}
	wang = access.Account{ID: "wang", Role: access.Monitor}
	east = access.Account{ID: "east", Role: access.Monitor, Division: "320214"}
)

// What the desk hands over is signed by who goes and who comes, and stands on triage and in the list.
func TestAShiftIsHandedOverAndTaken(t *testing.T) {
	w := consoletest.NewWorld(12)
	waiting := w.ToTriage(6)
	h := consoletest.Start(t, w)
	get := func(me access.Account, at string) string {
		t.Helper()
		rec := consoletest.Send(consoletest.As(h, me), "GET", at, "")
		if rec.Code != 200 {
			t.Fatalf("%s: %d %s %v", at, rec.Code, rec.Body.String(), w.Failures)
		}
		return rec.Body.String()
	}
	post := func(me access.Account, at string, want int, form url.Values) string {
		t.Helper()
		rec := consoletest.Post(consoletest.As(h, me), at, form)
		if rec.Code != want {
			t.Fatalf("%s by %s: %d, want %d\n%s", at, me.ID, rec.Code, want, rec.Body)
		}
		return rec.Header().Get("Location")
	}
	if body := get(li, "/shifts"); !strings.Contains(body, waiting[0]) || !strings.Contains(body, "待研判 6 件") {
		t.Errorf("what waits is not offered:\n%s", body)
	}
	post(li, "/shifts", 422, url.Values{"note": {" "}})
	telephone := "1380013" + "8000"
	at := post(li, "/shifts", 303, url.Values{"note": {"停水专班在等回电 " + telephone + consoletest.Hostile},
		"case": {waiting[1], "of-nobody"}})
	if body := get(wang, "/desk"); !strings.Contains(body, "li 已交班，待接") {
		t.Error("triage does not say that the desk was handed over")
	}
	body := get(wang, at)
	for _, want := range []string{"停水专班在等回电", waiting[1], "待接班"} {
		if !strings.Contains(body, want) {
			t.Errorf("the record lacks %q", want)
		}
	}
	if strings.Contains(body, telephone) || strings.Contains(body, "<script>alert") || strings.Contains(body, "of-nobody") {
		t.Error("the record holds what it must not")
	}
	post(li, at+"/take", 422, nil)
	post(wang, "/shifts", 422, url.Values{"note": {"我也交班"}}) // it is not taken yet
	if to := post(wang, at+"/take", 303, url.Values{"reply": {"已看"}}); to != "/shifts?done=taken" {
		t.Error(to)
	}
	post(wang, at+"/take", 422, nil)
	if body := get(li, at); !strings.Contains(body, "已看") || !strings.Contains(body, "wang") {
		t.Error("the record does not say who took it")
	}
	if body := get(li, "/desk"); !strings.Contains(body, "wang 接班") {
		t.Error("triage does not say who has the desk")
	}
	if body := get(access.Account{ID: "au", Role: access.Auditor}, "/shifts"); !strings.Contains(body, "停水专班") ||
		strings.Contains(body, `action="/shifts"`) {
		t.Error("an auditor reads what was signed, and signs nothing")
	}
}

// Who is bound to a division has a desk of its own.
func TestDesksOfDivisionsHandOverApart(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(6))
	if rec := consoletest.Post(consoletest.As(h, li), "/shifts", url.Values{"note": {"全台的事"}}); rec.Code != 303 {
		t.Fatal(rec.Code)
	}
	rec := consoletest.Post(consoletest.As(h, east), "/shifts", url.Values{"note": {"东区的事"}})
	if rec.Code != 303 {
		t.Fatalf("another desk's shift holds it up: %d", rec.Code)
	}
	if body := consoletest.Send(consoletest.As(h, east), "GET", "/shifts", "").Body.String(); strings.Contains(body,
		"全台的事") || !strings.Contains(body, "东区的事") {
		t.Error("a desk sees another's words, or not its own")
	}
	at := rec.Header().Get("Location")
	if rec := consoletest.Post(consoletest.As(h, wang), at+"/take", nil); rec.Code != 404 {
		t.Errorf("taken by another desk: %d", rec.Code)
	}
}

func TestWithoutABookOfShifts(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(3), func(d *console.Deps) { d.Shifts = nil })
	for _, at := range []string{"/shifts", "/shifts/s1"} {
		if rec := consoletest.Send(h, "GET", at, ""); rec.Code != 503 {
			t.Errorf("%s: %d", at, rec.Code)
		}
	}
	if rec := consoletest.Send(h, "GET", "/desk", ""); rec.Code != 200 {
		t.Errorf("triage without it: %d", rec.Code)
	}
}
