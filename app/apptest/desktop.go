package apptest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"huiying/app"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

// Hear brings mentions in and waits until every step is done with them.
func (r *Running) Hear(mentions ...opinion.Mention) {
	r.t.Helper()
	r.Publish(mentions...)
	r.Settled()
}

// Desktop is the console of a process over HTTP, for whoever can read its data directory.
type Desktop struct {
	URL string
	r   *Running
}

// Desktop waits until the console is served. The process needs its role.
func (r *Running) Desktop() Desktop {
	r.t.Helper()
	flowtest.Until(r.t, "the console is served", func() bool {
		there, err := app.FindRunning(r.dir)
		if err == nil {
			flowtest.SignIn(there.Address, there.Key)
		}
		return err == nil
	})
	return Desktop{r.URL(""), r}
}

// Post sends JSON and reads the answer into out (nil: away with it); it returns the status.
func (d Desktop) Post(path, body string, out any) int {
	d.r.t.Helper()
	status, said := d.read(http.Post(d.URL+path, "application/json", strings.NewReader(body)))
	if out != nil {
		if err := json.Unmarshal([]byte(said), out); err != nil {
			d.r.t.Fatalf("%d: %s", status, said)
		}
	}
	return status
}

// Get reads a page.
func (d Desktop) Get(path string) (int, string) {
	d.r.t.Helper()
	return d.read(http.Get(d.URL + path))
}

// Form sends a form as a browser does.
func (d Desktop) Form(path string, form url.Values) (int, string) {
	d.r.t.Helper()
	r, err := http.NewRequestWithContext(d.r.t.Context(), "POST", d.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		d.r.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return d.read(http.DefaultClient.Do(r))
}

// read is the status and the text of what was answered.
func (d Desktop) read(res *http.Response, err error) (int, string) {
	d.r.t.Helper()
	if err != nil {
		d.r.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		d.r.t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

// NoiseCase is the case that comes of one text about noise at night.
func NoiseCase(h *Running) opinion.Case {
	t := h.t
	t.Helper()
	m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindBoard,
		URL: "https://board.example.org/1", CollectedAt: time.Now(),
		Title: "投诉澄川市柳浦区听涛苑工地夜间施工噪音", Text: "澄川市柳浦区，夜里十二点以后还在浇筑和打桩，听涛苑几栋楼都能听见，噪音扰民，请处理。"})
	if err != nil {
		t.Fatal(err)
	}
	h.Hear(m)
	page, err := h.Register().Cases(t.Context(), register.CaseQuery{})
	if err != nil || page.Total != 1 {
		t.Fatalf("%d cases (%v), want one", page.Total, err)
	}
	return page.Items[0].Case
}
