package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"huiying/opinion"
)

// A server that does not come to the end of a batch within the time of a request gets it in
// smaller pieces, down to single mentions, and only what it cannot do even so is an error.
func TestASlowServerIsSentLessAtOnce(t *testing.T) {
	for _, within := range []int{0, 1, 3, 100} { // how many the server does in time
		taken := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var in []json.RawMessage
			if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
				t.Error(err)
			}
			if len(in) > within {
				w.WriteHeader(http.StatusGatewayTimeout)
				_, _ = w.Write([]byte(`{"title":"slow","detail":"ask for less"}`))
				return
			}
			taken += len(in)
			_ = json.NewEncoder(w).Encode(map[string]any{"ids": make([]string, len(in))})
		}))
		var in []opinion.Mention
		for i := range 13 {
			m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindBoard,
				Ref: fmt.Sprint(i), Title: "路灯不亮", Text: fmt.Sprint("样例", i)})
			if err != nil {
				t.Fatal(err)
			}
			in = append(in, m)
		}
		added, err := ToRunning(running{Address: strings.TrimPrefix(server.URL, "http://")}).Publish(t.Context(), in)
		server.Close()
		if within == 0 {
			if err == nil || !strings.Contains(err.Error(), "ask for less") {
				t.Errorf("a server that does none in time: %v", err)
			}
		} else if err != nil || added != len(in) || taken != len(in) {
			t.Errorf("%d at once: %d added, %d taken of %d (%v)", within, added, taken, len(in), err)
		}
	}
}
