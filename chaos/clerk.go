package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"huiying/opinion"
)

// clerk plays the units: signs, starts work, returns, arbitrates, answers, verifies, closes, at
// whichever console. A third of the cases is left alone, so that their clocks run out.
func (w *world) clerk(ctx context.Context, n uint64) {
	r := rand.New(rand.NewPCG(w.seed+n, uint64(time.Since(w.began))))
	states := []opinion.State{opinion.Dispatched, opinion.Signed, opinion.Handling, opinion.Answered, opinion.Verified, opinion.Returned}
	for sleep(ctx, 200*time.Millisecond) {
		at := w.consoles[r.IntN(len(w.consoles))]
		var list struct{ Items []opinion.Case }
		state := states[r.IntN(len(states))]
		if err := get(quick, fmt.Sprintf("%s/api/v1/cases?state=%s&order=updated&size=20", at, state), &list); err != nil {
			w.ledger.lists.Add(1)
			continue
		}
		for range min(3, len(list.Items)) {
			c := list.Items[r.IntN(len(list.Items))]
			if move, body := next(c, r); move != "" {
				w.command(at, c, move, body)
			}
		}
	}
}

// next is the move that a unit makes on a case now; "" is none.
func next(c opinion.Case, r *rand.Rand) (opinion.Move, map[string]any) {
	if c.ID[len(c.ID)-1]%3 == 0 {
		return "", nil
	}
	lead := "unit:" + c.Lead
	//exhaustive:ignore this clerk goes the ordinary way of a public matter and no other
	switch c.State {
	case opinion.Dispatched:
		if r.IntN(8) == 0 {
			return opinion.MoveReturn, map[string]any{"by": lead, "reason": "职能不符", "text": "依据职责分工"}
		}
		return opinion.MoveSign, map[string]any{"by": lead}
	case opinion.Signed:
		return opinion.MoveHandle, map[string]any{"by": lead}
	case opinion.Handling:
		return opinion.MoveAnswer, map[string]any{"by": lead, "text": "已到现场核查并处理完毕。", "kind": "解决公布", "outcome": "answered_at_source"}
	case opinion.Answered:
		return opinion.MoveVerify, map[string]any{"by": "coordinator", "ok": true, "reason": "已到现场看过"}
	case opinion.Verified:
		return opinion.MoveClose, map[string]any{"by": lead, "outcome": "answered_at_source", "solved": "yes"}
	case opinion.Returned:
		return opinion.MoveArbitrate, map[string]any{"by": "coordinator", "unit": c.Lead, "reason": "由该单位主办"}
	}
	return "", nil
}

func (w *world) command(at string, c opinion.Case, move opinion.Move, body map[string]any) {
	body["expected_version"] = c.Version
	text, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	begin := time.Now()
	var after opinion.Case
	status, err := post(fmt.Sprintf("%s/api/v1/cases/%s/%s", at, c.ID, move), text, &after)
	switch {
	case err == nil && status == http.StatusOK:
		w.ledger.command(order{c.ID, c.Version, move}, time.Since(begin))
	case status == http.StatusConflict || status == http.StatusUnprocessableEntity:
		w.ledger.declined.Add(1)
	default:
		w.ledger.unanswered(order{c.ID, c.Version, move})
	}
}
