// Package consoletest is what tests of the console's rooms stand on: the surroundings of a console
// in memory, requests as a browser or an account makes them, accounts of every role, and one
// browser for all tests of a package.
package consoletest

import (
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"huiying/console"
	"huiying/console/accounts/accountstest"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/console/triage"
	"huiying/index"
	"huiying/opinion"
)

// Now is the moment at which a console over a World stands.
var Now = time.Date(2026, 11, 22, 10, 30, 0, 0, kit.Shanghai)

// World is a console's surroundings in memory: it answers what the rooms ask, and keeps what they
// asked last and what they did. Everything in it is invented: no text, unit or place event is real,
// and sample texts say so. Take its lock where a server beside the test reads it.
type World struct {
	sync.Mutex
	Files       map[string]facts.CaseFile
	Order       []string // ids of the cases, in the order in which they were made
	IssueFiles  []facts.IssueFile
	Findings    []opinion.Finding
	SourceRows  []facts.SourceRow
	DeadLetters []facts.DeadLetter
	Fail        error // when set, every part answers with it

	LastSearch  index.Query
	LastRates   facts.RateQuery
	LastTurns   facts.TurnQuery
	LastCommand opinion.Command
	Taken       []opinion.Mention // through the intake
	Refused     map[string]int    // records that were no mentions, by code
	Failures    []string          // errors that became "internal"
	Regrouped   []facts.Regroup
	Votes       map[string][2]int // satisfied and unsatisfied, by case
	More        []opinion.Unit    // beside the usual ones
	Shifts      []opinion.Shift   // as they were written, one after the other

	// Unclear are findings that wait in no case; Nothing those that a person dismissed.
	Unclear, Nothing []opinion.Finding

	known map[string]bool
	notes accountstest.Memory
}

// NewWorld has so many cases with their issues and mentions, each a step further on its way than
// the one before. A world of none has no sources and no dead letters either.
func NewWorld(n int) *World {
	w := &World{Files: map[string]facts.CaseFile{}, known: map[string]bool{}, Refused: map[string]int{}}
	for i := range n {
		w.add(i)
	}
	if n > 5 {
		w.ToLetters(3)
	}
	if n > 0 {
		w.SourceRows = sampleSources()
		w.DeadLetters = []facts.DeadLetter{{Seq: 7, Step: "analyze",
			Subject: "mention.sample-board", Reason: "样例：文本无法读取", Attempts: 5,
			First: Now.Add(-3 * time.Hour), Last: Now.Add(-time.Hour), Size: 64,
			Data: []byte(`{"id":"x","title":"【样例】<b>坏消息</b>"}`)}}
	}
	return w
}

// Deps puts the world behind the console's interfaces.
func (w *World) Deps() console.Deps {
	return console.Deps{
		Search: w, Cases: w, Issues: w, Numbers: w, Sources: w, Trials: trials{w}, Dead: w, Units: turned{w}, Brief: w,
		Intake: w, Forget: w, Correct: w, Regroup: regroups{w}, Names: names{},
		Open:   releases{w},
		Triage: queue{w}, Ledger: letters{w}, Opener: letters{w}, Balance: letters{w}, Counter: counter{w},
		Hub: triage.NewHub(Now), Notes: &w.notes, Shifts: &shiftBook{&w.Shifts}, Work: NewUnitDesk(w),
		Alerts: NewAlertDesk(Now), Items: NewItemDesk(Now), Settings: NewSettings(Now),
		Promise: func(lang string) string {
			return "# 承诺 promise " + lang + "\n\n1. **One.** [link](https://example.org/)\n"
		},
		Topics: []opinion.Topic{{ID: "shizheng", Name: "市政服务", NameEn: "Municipal services"},
			{ID: "shizheng/gongshui", Name: "供水", NameEn: "Water supply"}},
		Loopback: true, Version: "test", Now: func() time.Time { return Now },
		Metrics: http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
			_,
				_ = rw.Write([]byte("huiying_up 1\n"))
		}),
		Failed: func(route string, err error) {
			w.Lock()
			defer w.Unlock()
			w.Failures = append(w.Failures, route+": "+err.Error())
		},
	}
}

type names struct{}

func (names) Topic(id, lang string) string {
	zh := map[string]string{"shizheng": "市政服务", "shizheng/gongshui": "市政服务 / 供水",
		"chengguan/zaosheng": "城市综合执法 / 噪声", "jiaoyu/anquan": "义务教育 / 校园安全",
		"shengtai/shui": "生态环境 / 水污染"}
	if lang != "en" && zh[id] != "" {
		return zh[id]
	}
	return id
}

func (names) Source(id, _ string) string {
	for _, s := range sampleSources() {
		if s.ID == id {
			return s.Name
		}
	}
	return id
}

func (names) Division(code, lang string) string {
	if code == "320200" && lang != "en" {
		return "江苏省无锡市"
	}
	return code
}

func page[T any](all []T, size int, cursor string) (items []T, next string) {
	at, _ := strconv.Atoi(cursor)
	end := min(len(all), at+size)
	if end < len(all) {
		next = strconv.Itoa(end)
	}
	return all[min(at, end):end], next
}

// Start builds a console over a world, with its parts changed.
func Start(t testing.TB, w *World, change ...func(*console.Deps)) http.Handler {
	t.Helper()
	d := w.Deps()
	for _, c := range change {
		c(&d)
	}
	h, err := console.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return h
}
