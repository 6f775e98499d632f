package kill_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/console/api"
	"huiying/console/facts"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

// A process that is killed at random moments of imports, casework, starts, changes of the configuration,
// reindexing and restoring has a balance that closes to the letter afterwards: what it acknowledged is on
// one line each, what it told to have known before or refused is counted, nothing more than it was sent.
// A house that was restored takes the place of the old one. HUIYING_KILLS says how often (make kills: 60).
func TestTheBalanceClosesAfterKills(t *testing.T) {
	flowtest.NoLeaks(t)
	kills := flowtest.Size(6)
	if n, err := strconv.Atoi(os.Getenv("HUIYING_KILLS")); err == nil {
		kills = n
	}
	seed := uint64(time.Now().UnixNano())
	o := &house{t: t, w: flowtest.NewWorld(t, "import: {batch: 20}"), r: rand.New(rand.NewPCG(seed, 2)),
		taken: map[string]bool{}, receipt: filepath.Join(t.TempDir(), "receipt")}
	t.Logf("seed %d, %d kills", seed, kills)
	for round := range kills {
		switch round % 6 {
		case 0:
			o.killedAtWork(seed + uint64(round))
		case 1:
			o.killedImporting(seed + uint64(round))
		case 2:
			o.killedStarting()
		case 3:
			o.changeSettings(round)
			o.killedStarting()
		case 4:
			o.killedWhile(o.w, "reindex")
		default:
			o.killedRestoring(round)
		}
	}
	p, base := apptest.Serve(t, o.w)
	o.base = base
	o.bring(seed) // one call that is answered, whatever the kills left
	for _, id := range o.again {
		o.purge(id)
	}
	flowtest.Until(t, "all that came in stands somewhere", func() bool {
		var b api.Balances
		var s struct{ Mentions uint64 }
		if o.ask("GET", "/api/v1/balance", "", &b) != 200 || o.ask("GET", "/api/v1/stats", "", &s) != 200 {
			return false
		}
		stand, opening := b.Total.InCases+b.Total.Waiting+b.Total.Dismissed, 0
		for _, d := range b.By {
			for _, w := range d.Why {
				switch w.Why {
				case string(opinion.RuleReplaced):
					stand += w.N
				case string(opinion.RuleOpens):
					opening += w.N
				}
			}
		}
		// what was purged stands somewhere, and is not among the mentions of the log any more
		return uint64(stand) >= s.Mentions+uint64(o.purged) && opening == 0 && o.settled()
	})
	apptest.Interrupt(t, p)
	c := flowtest.Run(t, o.w.Args("audit", "verify")...)
	if c.Code != 0 || !strings.Contains(c.Err.String(), "; 0 on their way; 0 faults\n") {
		t.Errorf("verify ended with %d: %s", c.Code, c.Said())
	}
	t.Log(c.Err.String())
	apptest.Quietly(t, o.w, o.closes)
}

// house is a house that is killed, with what it said it took.
type house struct {
	t       *testing.T
	w       flowtest.World
	r       *rand.Rand
	base    string
	receipt string // of imports

	ids            []string        // that were acknowledged, in order
	taken          map[string]bool // the same
	known, refused int             // that were acknowledged
	sent           int             // records of calls and files of which nobody knows how far they came
	purged         int
	again          []string // whose purge was cut short

	brought []map[string]string // letters of calls that were answered
}

// settled says whether all that was acknowledged stands somewhere.
func (o *house) settled() bool {
	for part := range slices.Chunk(o.ids, 5000) {
		body, err := json.Marshal(api.Brought{IDs: part})
		if err != nil {
			o.t.Fatal(err)
		}
		var now facts.Became
		if o.ask("POST", "/api/v1/outcomes", string(body), &now) != 200 || now.OnTheWay > 0 {
			return false
		}
	}
	return true
}

// killedAtWork kills a server while letters come in and persons decide.
func (o *house) killedAtWork(seed uint64) {
	p, base := apptest.Serve(o.t, o.w)
	o.base = base
	end := time.Now().Add(time.Duration(o.r.Int64N(int64(3 * time.Second))))
	killed := make(chan struct{})
	timer := time.AfterFunc(time.Until(end), func() { p.Kill(); close(killed) })
	defer timer.Stop()
	for call := uint64(0); ; call++ {
		select {
		case <-killed:
			return
		default:
		}
		if o.r.IntN(3) == 0 {
			o.bring(seed*1000 + call)
		} else {
			o.decide()
		}
	}
}

// killedImporting kills an import that has the house for itself.
func (o *house) killedImporting(seed uint64) {
	records := append(letters(seed, 120), flowtest.Record{ID: "empty"})
	file := flowtest.Write(o.t, filepath.Join(o.t.TempDir(), "letters.jsonl"), flowtest.JSONL(records))
	c := flowtest.Start(o.t, o.w.Imports(file, "--receipt", o.receipt)...)
	before, after := len(flowtest.Receipts(o.t, o.receipt)), o.r.IntN(len(records))
	flowtest.Until(o.t, "some is acknowledged", func() bool {
		return c.Over() || len(flowtest.Receipts(o.t, o.receipt)) >= before+after
	})
	select {
	case <-c.Ended:
	case <-time.After(time.Duration(o.r.Int64N(int64(2 * time.Second)))):
	}
	c.Kill()
	for id := range flowtest.Receipts(o.t, o.receipt) {
		o.take(id)
	}
	o.sent += len(records)
}

// killedStarting kills a server before anybody could ask it.
func (o *house) killedStarting() {
	o.killedWhile(o.w, "serve", "--listen", "127.0.0.1:0")
}

// killedWhile kills a command within three seconds, or says that it came to its end.
func (o *house) killedWhile(w flowtest.World, args ...string) (ended bool) {
	p := flowtest.Start(o.t, w.Args(args...)...)
	select {
	case <-p.Ended:
	case <-time.After(time.Duration(o.r.Int64N(int64(3 * time.Second)))):
	}
	if p.Over() {
		if p.Code != 0 {
			o.t.Errorf("%v ended by itself with %d: %s", args, p.Code, p.Said())
		}
		return true
	}
	p.Kill()
	return false
}

// changeSettings writes the configuration in another way, by which the register is built again.
func (o *house) changeSettings(round int) {
	file := filepath.Join(o.w.Config, "huiying.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		o.t.Fatal(err)
	}
	lines := slices.DeleteFunc(strings.SplitAfter(string(text), "\n"), func(line string) bool {
		return strings.HasPrefix(line, "  issue_threshold:")
	})
	flowtest.Write(o.t, file, strings.Replace(strings.Join(lines, ""), "casework:\n",
		fmt.Sprintf("casework:\n  issue_threshold: %d\n", 3+round%2), 1))
}

// killedRestoring backs the house up and restores it elsewhere: killed meanwhile, and once more to its end.
func (o *house) killedRestoring(round int) {
	file := filepath.Join(o.t.TempDir(), fmt.Sprint(round, ".backup"))
	if p := flowtest.Run(o.t, o.w.Args("backup", "--to", file)...); p.Code != 0 {
		o.t.Fatalf("backup ended with %d: %s", p.Code, p.Said())
	}
	other := o.w.Elsewhere(o.t)
	if !o.killedWhile(other, "restore", file) {
		// killed at the very end, it is done
		if p := flowtest.Run(o.t, other.Args("restore", file)...); p.Code != 0 && !strings.Contains(p.Said(), "holds data already") {
			o.t.Fatalf("the restore that was killed does not go on: %d, %s", p.Code, p.Said())
		}
	}
	o.w = other
}

// letters are invented texts, some of which ask nothing that could be heard.
func letters(seed uint64, n int) []flowtest.Record {
	out := flowtest.Told(seed, n)
	for i := range out {
		out[i].ID = fmt.Sprint(seed, out[i].ID)
		switch i % 4 {
		case 1:
			out[i].Title, out[i].Text = "", fmt.Sprintf("望江里%d号楼的老人家三天没有出门，邻居敲门没有人应。", seed%1000*100+uint64(i))
		case 3:
			out[i].Title, out[i].Text = "", fmt.Sprintf("来电人表扬%d号窗口讲得清楚，工作人员很耐心，非常满意，特别感谢。", seed%1000*100+uint64(i))
		}
	}
	return out
}

// bring sends letters, one that is none, one that is known, and newer texts of older letters.
func (o *house) bring(seed uint64) {
	records := letters(seed, 12)
	var body []map[string]string
	for _, r := range records {
		body = append(body, map[string]string{"source": "mailbox", "ticket": r.ID, "title": r.Title, "text": r.Text})
	}
	for range min(o.r.IntN(4), len(o.brought)) {
		newer := maps.Clone(o.brought[o.r.IntN(len(o.brought))])
		newer["text"] += fmt.Sprintf("补充：第%d次说明，情况没有变化。", seed%1000)
		body = append(body, newer)
	}
	fresh := len(body)
	body = append(body, map[string]string{"source": "mailbox", "text": ""}, body[0])
	sent, err := json.Marshal(body)
	if err != nil {
		o.t.Fatal(err)
	}
	var got struct {
		IDs        []string
		Duplicates int
		Errors     []struct{}
	}
	if o.ask("POST", "/api/v1/mentions", string(sent), &got) != 202 {
		o.sent += len(body)
		return
	}
	o.known, o.refused = o.known+got.Duplicates, o.refused+len(got.Errors)
	for _, id := range got.IDs {
		o.take(id)
	}
	o.brought = append(o.brought, body[:fresh]...)
}

func (o *house) take(id string) {
	if !o.taken[id] {
		o.taken[id], o.ids = true, append(o.ids, id)
	}
}

// decide does one thing of those that a person does. It may be refused: the house says when.
func (o *house) decide() {
	if len(o.ids) == 0 {
		return
	}
	id := o.ids[len(o.ids)-1-o.r.IntN(min(len(o.ids), 60))]
	mention := "/api/v1/mentions/" + id
	switch o.r.IntN(8) {
	case 0, 1:
		o.ask("POST", mention+"/correct", `{"field":"asks","is":"nothing","by":"monitor","reason":"样例"}`, nil)
	case 2:
		o.ask("POST", mention+"/undo", `{"by":"monitor"}`, nil)
	case 3:
		o.ask("POST", "/api/v1/cases", `{"mentions":["`+id+`"],"by":"monitor"}`, nil)
	case 4:
		var f struct{ Finding opinion.Finding }
		if o.ask("GET", mention, "", &f) == 200 {
			act := []string{"split", "undo"}[o.r.IntN(2)]
			o.ask("POST", "/api/v1/issues/"+f.Finding.Issue.ID+"/"+act, `{"mentions":["`+id+`"],"by":"monitor"}`, nil)
		}
	case 5:
		if o.r.IntN(3) == 0 {
			o.purge(id)
		}
	default:
		o.move()
	}
}

// purge forgets a letter. Who got no answer asks again.
func (o *house) purge(id string) {
	switch code := o.ask("POST", "/api/v1/purge", `{"id":"`+id+`"}`, nil); {
	case code == 200:
		o.purged++
	case code == 0 || code >= 500:
		o.again = append(o.again, id)
	}
}

// move makes a move on one of the cases in triage.
func (o *house) move() {
	var list struct{ Items []opinion.Case }
	if o.ask("GET", "/api/v1/cases?state=triage&size=20", "", &list) != 200 || len(list.Items) == 0 {
		return
	}
	c := list.Items[o.r.IntN(len(list.Items))]
	move := []string{"dispatch", "dismiss"}[o.r.IntN(2)]
	o.ask("POST", "/api/v1/cases/"+c.ID+"/"+move,
		fmt.Sprintf(`{"by":"monitor","reason":"样例","unit":%q,"expected_version":%d}`, c.Lead,
			c.Version), nil)
}

// closes holds what the house counts against what it acknowledged.
func (o *house) closes(a *app.App) {
	t := o.t
	for id := range o.taken {
		if at, err := a.Register().Stand(t.Context(), id); err != nil || at.Rule == opinion.RuleOpens {
			t.Errorf("mention %s was acknowledged and stands as %+v, %v", id, at, err)
		}
	}
	entries, err := a.Register().Balance(t.Context(), register.BalanceQuery{})
	if err != nil {
		t.Fatal(err)
	}
	b, replaced := register.Sum(entries), 0
	for _, e := range entries {
		if e.Why == string(opinion.RuleReplaced) {
			replaced += e.N
		}
	}
	t.Logf("%d acknowledged, %d replaced, %d known, %d refused, %d purged, %d of which nobody knows: %+v",
		len(o.ids), replaced, o.known, o.refused, o.purged, o.sent, b)
	stored := b.InCases + b.Waiting + b.Dismissed + replaced
	between := func(what string, n, least int) {
		if n < least || n > least+o.sent {
			t.Errorf("%d %s, want %d to %d", n, what, least, least+o.sent)
		}
	}
	between("stand in cases, wait, were dismissed or replaced", stored, len(o.ids))
	between("known before", b.Known-replaced, o.known)
	between("refused", b.Refused, o.refused)
	if b.Received != stored-replaced+b.Known+b.Refused {
		t.Errorf("%+v does not sum up", b)
	}
	if replaced == 0 && len(o.brought) > 100 {
		t.Error("no letter was corrected by a newer text")
	}
}

// ask asks the house and reads its answer into out; 0 where it did not answer, for it was killed.
func (o *house) ask(method, path, body string, out any) int {
	req, err := http.NewRequestWithContext(o.t.Context(), method, o.base+path, strings.NewReader(body))
	if err != nil {
		o.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || out != nil && res.StatusCode < 300 && json.Unmarshal(text, out) != nil {
		return 0
	}
	return res.StatusCode
}
