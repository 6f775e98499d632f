package elastic

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/index"
)

// Answers as servers gave them, with our own ids: 8.19.16, and OpenSearch 2.19.1 where it says so.
var recorded = []struct {
	name, op, item string
	want           verdict
}{
	{"created", "index", `{"index":{"_index":"a-1","_id":"1","_version":5,"result":"created","_shards":{"total":2,"successful":1,"failed":0},"_seq_no":0,"_primary_term":1,"status":201}}`, done},
	{"updated", "index", `{"index":{"_index":"a-1","_id":"1","_version":6,"result":"updated","_shards":{"total":2,"successful":1,"failed":0},"_seq_no":1,"_primary_term":1,"status":200}}`, done},
	{"newer is there", "index", `{"index":{"_index":"a-1","_id":"1","status":409,"error":{"type":"version_conflict_engine_exception","reason":"[1]: version conflict, current version [5] is higher than the one provided [3]","index":"a-1"}}}`, done},
	{"deleted", "delete", `{"delete":{"_index":"a-1","_id":"1","_version":7,"result":"deleted","status":200}}`, done},
	{"nothing to delete", "delete", `{"delete":{"_index":"a-1","_id":"zz","_version":1,"result":"not_found","status":404}}`, done},
	{"month has gone", "index", `{"index":{"_index":"a-2","_id":"1","status":404,"error":{"type":"index_not_found_exception","reason":"no such index [a-2]","index":"a-2"}}}`, again},
	{"no index to delete from", "delete", `{"delete":{"_index":"a-2","_id":"1","status":404,"error":{"type":"index_not_found_exception","reason":"no such index"}}}`, again},
	{"no room", "index", `{"index":{"_index":"a-1","_id":"1","status":429,"error":{"type":"es_rejected_execution_exception","reason":"rejected execution of coordinating operation"}}}`, again},
	{"OpenSearch: no room", "index", `{"index":{"_index":"a-1","_id":"1","status":429,"error":{"type":"rejected_execution_exception","reason":"rejected execution of primary operation"}}}`, again},
	{"disk full", "index", `{"index":{"_index":"a-1","_id":"1","status":429,"error":{"type":"cluster_block_exception","reason":"index [a-1] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];"}}}`, again},
	{"write block", "index", `{"index":{"_index":"a-1","_id":"1","status":403,"error":{"type":"cluster_block_exception","reason":"index [a-1] blocked by: [FORBIDDEN/8/index write (api)];"}}}`, again},
	{"no shard", "index", `{"index":{"_index":"a-1","_id":"1","status":503,"error":{"type":"unavailable_shards_exception","reason":"[a-1][0] primary shard is not active Timeout: [1m]"}}}`, again},
	{"closed", "index", `{"index":{"_index":"a-1","_id":"1","status":400,"error":{"type":"index_closed_exception","reason":"closed"}}}`, again},
	{"bad field", "index", `{"index":{"_index":"a-1","_id":"1","status":400,"error":{"type":"document_parsing_exception","reason":"[1:6] failed to parse field [n] of type [long] in document with id '1'. Preview of field's value: 'abc'","caused_by":{"type":"illegal_argument_exception","reason":"For input string: \"abc\""}}}}`, refused},
	{"OpenSearch: bad field", "index", `{"index":{"_index":"a-1","_id":"1","status":400,"error":{"type":"mapper_parsing_exception","reason":"failed to parse field [n]"}}}`, refused},
	{"nobody thought of it", "index", `{"index":{"_index":"a-1","_id":"1","status":0}}`, again},
}

func TestOutcomes(t *testing.T) {
	var items []string
	for _, c := range recorded {
		items = append(items, c.item)
	}
	body := `{"errors":true,"took":3,"items":[` + strings.Join(items, ",") + `]}`
	got, err := outcomesOf(strings.NewReader(body), len(recorded))
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range recorded {
		if v := got[i].verdict(c.op); v != c.want {
			t.Errorf("%s: verdict %d, want %d", c.name, v, c.want)
		}
	}
	for name, torn := range map[string]string{
		"cut off": body[:len(body)-40], "empty": "", "no object": "[]", "a word": `"x"`,
		"one is missing": `{"items":[` + items[0] + `]}`, "two in one": `{"items":[{"index":{},"delete":{}}]}`,
	} {
		n := len(recorded)
		if name == "two in one" {
			n = 1
		}
		if _, err := outcomesOf(strings.NewReader(torn), n); !errors.Is(err, errTorn) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzOutcomes(f *testing.F) {
	for _, c := range recorded {
		f.Add([]byte(`{"items":[` + c.item + `]}`))
	}
	f.Add([]byte(`{"items":[{}]}`))
	f.Add([]byte(`{"items":null}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := outcomesOf(bytes.NewReader(b), 1)
		if (err == nil) != (len(got) == 1) {
			t.Fatalf("%d outcomes, %v", len(got), err)
		}
		if err == nil && got[0].verdict("index") == done && got[0].Status != 200 && got[0].Status != 201 && got[0].Status != 409 {
			t.Fatalf("%+v counts as done", got[0])
		}
	})
}

// However documents are cut into requests, each is in one of them, in order and within bounds.
func TestParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var items []item
		for i, n := range rapid.SliceOfN(rapid.IntRange(0, 300<<10), 0, 1200).Draw(t, "sizes") {
			items = append(items, item{id: fmt.Sprint(i), body: make([]byte, n%(1+n%4000*80))})
		}
		var back []item
		for _, p := range parts(items) {
			size := 0
			for _, it := range p {
				size += it.size()
			}
			if len(p) == 0 || len(p) > mostItems || len(p) > 1 && size > mostBytes {
				t.Fatalf("a part of %d items, %d bytes", len(p), size)
			}
			back = append(back, p...)
		}
		if !slices.EqualFunc(back, items, func(a, b item) bool { return a.id == b.id }) {
			t.Fatalf("%d of %d items", len(back), len(items))
		}
	})
}

// scripted is an Index before a stand-in that answers bulk requests by the given function:
// for faults that a real server does not make to order.
func scripted(t *testing.T, answer func(ids []string) (int, string)) (*Index, *[]time.Duration) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var ids []string
		for line := range strings.Lines(string(body)) {
			var meta map[string]struct {
				ID string `json:"_id"`
			}
			if json.Unmarshal([]byte(line), &meta) == nil && meta["index"].ID != "" {
				ids = append(ids, meta["index"].ID)
			}
		}
		status, text := answer(ids)
		w.Header().Set("X-Elastic-Product", "Elasticsearch")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	}))
	t.Cleanup(s.Close)
	x, err := Open(Options{URLs: []string{s.URL}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	var slept []time.Duration
	x.sleep = func(ctx context.Context, d time.Duration) error { slept = append(slept, d); return ctx.Err() }
	return x, &slept
}

func some(ids ...string) []item {
	var out []item
	for _, id := range ids {
		out = append(out, item{op: "index", index: "i", id: id, version: 1, body: []byte(`{"k":"x"}`)})
	}
	return out
}

// outcomesFor answers each id with a status.
func outcomesFor(ids []string, status func(id string) int) string {
	var items []string
	for _, id := range ids {
		items = append(items, fmt.Sprintf(`{"index":{"_id":%q,"status":%d,"error":{"type":"t%d"}}}`, id, status(id), status(id)))
	}
	return `{"items":[` + strings.Join(items, ",") + `]}`
}

func TestNoRoomWaits(t *testing.T) {
	var asked [][]string
	x, slept := scripted(t, func(ids []string) (int, string) {
		asked = append(asked, ids)
		switch len(asked) {
		case 1: // the whole request
			return 429, `{"error":{"type":"es_rejected_execution_exception"},"status":429}`
		case 2: // one of them, and one that is bad for good
			return 200, outcomesFor(ids, func(id string) int { return map[string]int{"a": 201, "b": 429, "c": 400}[id] })
		}
		return 200, outcomesFor(ids, func(string) int { return 200 })
	})
	w, err := x.write(t.Context(), some("a", "b", "c"))
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(asked); got != "[[a b c] [a b c] [b]]" {
		t.Errorf("asked for %s", got)
	}
	if got := fmt.Sprint(w.created, w.refused); got != "map[a:true] map[c:t400]" {
		t.Error(got)
	}
	if len(*slept) != 2 || (*slept)[1] <= (*slept)[0] {
		t.Errorf("waits of %v do not grow", *slept)
	}
}

func TestNoRoomAtAll(t *testing.T) {
	x, slept := scripted(t, func(ids []string) (int, string) {
		return 200, outcomesFor(ids, func(string) int { return 429 })
	})
	_, err := x.write(t.Context(), some("a"))
	if !errors.Is(err, index.ErrAway) || len(*slept) != attempts-1 {
		t.Errorf("%v after %d waits", err, len(*slept))
	}
}

func TestWholeRequestIsRefusedForOne(t *testing.T) {
	for _, status := range []int{400, 413} {
		n := 0
		x, _ := scripted(t, func(ids []string) (int, string) {
			n++
			if slices.Contains(ids, "bad") {
				return status, `{"error":{"type":"action_request_validation_exception"},"status":400}`
			}
			return 200, outcomesFor(ids, func(string) int { return 201 })
		})
		w, err := x.write(t.Context(), some("a", "b", "bad", "c", "d"))
		if err != nil || len(w.created) != 4 || len(w.refused) != 1 || w.refused["bad"] == "" {
			t.Errorf("%d: %v, %v, %v", status, err, w.created, w.refused)
		}
	}
}

func TestTornAnswerIsAway(t *testing.T) {
	for _, text := range []string{`{"items":[`, `{"items":[]}`, `null`} {
		x, _ := scripted(t, func([]string) (int, string) { return 200, text })
		if _, err := x.write(t.Context(), some("a")); !errors.Is(err, index.ErrAway) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestWordsOfTheServerStayOut(t *testing.T) {
	x, _ := scripted(t, func([]string) (int, string) {
		return 500, `{"error":{"type":"boom","reason":"Preview of field's value: '我家住'"}}`
	})
	_, err := x.write(t.Context(), some("a"))
	if err == nil || strings.Contains(err.Error(), "我家") || !strings.Contains(err.Error(), "boom") {
		t.Error(err)
	}
}
