package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"huiying/bus"
	"huiying/opinion"
)

func decode(res *http.Response, into any) error { return json.NewDecoder(res.Body).Decode(into) }

// now is the time by the clocks of the world.
func (w *world) now() time.Time { return time.Now().Add(w.ahead) }

// compare waits until huiying is at rest, and holds what is there against the ledger.
func (w *world) compare(ctx context.Context) (int, error) {
	var d differences
	err := w.rest(ctx, &d)
	if err != nil {
		return 0, err
	}
	w.promises(&d)
	w.once(&d)
	for i, at := range w.consoles {
		if err := w.register(at, &d); err != nil {
			d.add("register of console %d", fmt.Sprintf("%d: %v", i, err))
		}
	}
	if len(w.elastics) > 0 {
		if err := w.indexed(ctx, &d); err != nil {
			d.add("index", err.Error())
		}
	}
	sum := w.ledger.sum()
	w.say("   ledger: %d mentions and %d commands acknowledged in all, %d texts on the board", sum.mentions, sum.commands, sum.board)
	w.say("   log: %d mentions, %d findings, %d cases, %d rings of clocks; late by %s", len(w.log.mentions), len(w.log.findings), len(w.log.cases), len(w.log.rings), quantiles(w.log.late))
	w.log.late = nil
	split := 0
	for _, ids := range w.log.issues {
		if len(ids) > 1 {
			split++
		}
	}
	w.say("   grouping: %d of %d stories became more than one issue", split, len(w.log.issues))
	for _, line := range d.lines() {
		w.say("   DIFFERENT: %s", line)
	}
	return d.n, nil
}

// differences are counted, and the first of each kind are told.
type differences struct {
	n     int
	kinds []string
	of    map[string][]string
}

func (d *differences) add(kind, what string) {
	if d.of == nil {
		d.of = map[string][]string{}
	}
	if d.of[kind] == nil {
		d.kinds = append(d.kinds, kind)
	}
	d.n++
	d.of[kind] = append(d.of[kind], what)
}

func (d *differences) lines() (out []string) {
	for _, k := range d.kinds {
		all := d.of[k]
		out = append(out, fmt.Sprintf("%s (%d): %s", k, len(all), strings.Join(all[:min(len(all), 5)], "; ")))
	}
	return out
}

// rest waits until no step has work, no clock will ring and every text of the board was
// collected, and says how long each took.
func (w *world) rest(ctx context.Context, d *differences) error {
	begin, until := time.Now(), time.Now().Add(w.settle)
	caught := map[string]time.Duration{}
	var left string
	for {
		err := w.look(ctx, func(b *bus.Bus) error {
			left = ""
			for step, stream := range map[string]string{"analyze": "MENTIONS", "index": "FINDINGS", "respond": "FINDINGS"} {
				n, err := b.Pending(ctx, stream, step)
				if err != nil {
					return err
				}
				if n > 0 {
					left += fmt.Sprintf(" %s has %d left;", step, n)
				} else if caught[step] == 0 {
					caught[step] = time.Since(begin)
				}
			}
			dead, err := b.DeadLetters().Count(ctx)
			if err != nil {
				return err
			}
			if dead > 0 {
				left += fmt.Sprintf(" %d dead letters;", dead)
			}
			return w.log.read(ctx, b)
		})
		n, overdue := w.log.waiting(w.now())
		missing := w.uncollected()
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			left = " " + err.Error()
		case left == "" && n == 0 && missing == 0:
			w.say("   at rest after %s; caught up: analyze %s, respond %s, index %s", time.Since(begin).Round(time.Second),
				caught["analyze"].Round(time.Second), caught["respond"].Round(time.Second), caught["index"].Round(time.Second))
			return nil
		}
		if time.Now().After(until) {
			d.add("not at rest", fmt.Sprintf("%s after %s;%s %d clocks will ring; %d texts of the board not collected", "", w.settle, left, n, missing))
			for _, o := range overdue {
				d.add("a clock did not ring", o)
			}
			return nil
		}
		sleep(ctx, 3*time.Second)
	}
}

func (w *world) uncollected() (n int) {
	w.ledger.mu.Lock()
	defer w.ledger.mu.Unlock()
	for _, at := range w.ledger.onBoards {
		if len(w.log.byURL[opinion.CanonicalURL(at)]) == 0 {
			n++
		}
	}
	return n
}

// promises: what was acknowledged is there.
func (w *world) promises(d *differences) {
	w.ledger.mu.Lock()
	defer w.ledger.mu.Unlock()
	for id := range w.ledger.acked {
		if w.log.mentions[id] == 0 {
			d.add("an acknowledged mention is lost", id)
		}
	}
	for o, sure := range w.ledger.orders {
		events := w.log.events[o.Case]
		if sure && (uint64(len(events)) <= o.Expected || events[o.Expected] != o.Move) {
			d.add("an acknowledged command is lost", fmt.Sprintf("%s of case %s at version %d", o.Move, o.Case, o.Expected))
		}
	}
	for _, at := range w.ledger.onBoards {
		if ids := w.log.byURL[opinion.CanonicalURL(at)]; len(ids) > 1 {
			d.add("a text of the board is two mentions", at)
		}
	}
}

// once: what is there is there once.
func (w *world) once(d *differences) {
	for _, b := range w.log.broken {
		d.add("a history is broken", b)
	}
	for id, n := range w.log.mentions {
		if n > 1 {
			d.add("a mention is in the log more than once", fmt.Sprintf("%s %d times", id, n))
		}
		if w.log.findings[id] != 1 {
			d.add("a mention does not have one finding", fmt.Sprintf("%s has %d", id, w.log.findings[id]))
		}
	}
	for id, in := range w.log.told {
		if len(in) > 1 {
			d.add("a mention counts in more than one case", id)
		}
	}
	for r, n := range w.log.rings {
		if n > 1 {
			d.add("a clock rang more than once", fmt.Sprintf("%s of %s of case %s: %d times", r.Move, r.Duty, r.Case, n))
		}
	}
}

// register: a console's own register has every case as the log has it.
func (w *world) register(at string, d *differences) error {
	have := map[string]opinion.Case{}
	for cursor := ""; ; {
		var page struct {
			Items []opinion.Case
			Next  string
		}
		if err := get(patient, at+"/api/v1/cases?order=opened&size=200&cursor="+url.QueryEscape(cursor), &page); err != nil {
			return err
		}
		for _, c := range page.Items {
			have[c.ID] = c
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	w.same(at, have, d)
	return nil
}

// same compares the cases of a register with those of the log.
func (w *world) same(whose string, have map[string]opinion.Case, d *differences) {
	for id, c := range w.log.cases {
		if h := have[id]; h.Version != c.Version || h.LastHash != c.LastHash || h.State != c.State {
			d.add("a register differs from the log", fmt.Sprintf("%s: case %s is at version %d (%s), the log's at %d (%s)", whose, id, h.Version, h.State, c.Version, c.State))
		}
	}
	if len(have) != len(w.log.cases) {
		d.add("a register differs from the log", fmt.Sprintf("%s has %d cases, the log %d", whose, len(have), len(w.log.cases)))
	}
}

// indexed: every finding is in the index, once.
func (w *world) indexed(ctx context.Context, d *differences) error {
	base := "http://" + elasticAddress(0) + ":9200"
	if err := answers(ctx, base+"/_cluster/health?wait_for_status=yellow&timeout=3s", w.settle); err != nil {
		return err
	}
	if _, err := post(base+"/huiying-findings/_refresh", nil, &struct{}{}); err != nil {
		return err
	}
	have := map[string]int{}
	type page struct {
		Scroll string `json:"_scroll_id"`
		Hits   struct {
			Hits []struct {
				ID string `json:"_id"`
			}
		}
	}
	var p page
	status, err := post(base+"/huiying-findings/_search?scroll=1m&size=5000", []byte(`{"_source":false,"sort":["_doc"]}`), &p)
	for ; err == nil && status == http.StatusOK && len(p.Hits.Hits) > 0; status, err = post(base+"/_search/scroll", scroll(p.Scroll), &p) {
		for _, h := range p.Hits.Hits {
			have[h.ID]++
		}
		p.Hits.Hits = nil
	}
	if err != nil || status != http.StatusOK {
		return fmt.Errorf("the index answers %d (%v)", status, err)
	}
	for id := range w.log.findings {
		if have[id] != 1 {
			d.add("a finding is not in the index once", fmt.Sprintf("%s %d times", id, have[id]))
		}
	}
	for id := range have {
		if w.log.findings[id] == 0 {
			d.add("the index has what the log has not", id)
		}
	}
	return nil
}

func scroll(id string) []byte {
	var b bytes.Buffer
	_ = json.NewEncoder(&b).Encode(map[string]string{"scroll": "1m", "scroll_id": id})
	return b.Bytes()
}

func quantiles(all []time.Duration) string {
	if len(all) == 0 {
		return "nothing"
	}
	slices.Sort(all)
	at := func(q float64) time.Duration { return all[int(q*float64(len(all)-1))].Round(100 * time.Millisecond) }
	return fmt.Sprintf("%s in the middle, %s at the 99th of 100, %s at most", at(.5), at(.99), at(1))
}
