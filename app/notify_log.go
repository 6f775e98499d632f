package app

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"time"

	"huiying/bus"
	"huiying/responders/notify"
)

// attempt is one line of the delivery log. It begins when the message leaves and ends when the other
// side has spoken; a beginning without an end was a process that died in between.
type attempt struct {
	Key     string          `json:"key"`
	Channel string          `json:"channel"`
	Kind    notify.Kind     `json:"kind"`
	To      string          `json:"to,omitempty"`
	Why     string          `json:"why,omitempty"`
	Case    string          `json:"case,omitempty"`
	Items   int             `json:"items,omitempty"`
	N       int             `json:"n"`
	Replay  int             `json:"replay,omitempty"`
	State   string          `json:"state"` // begun, told, failed
	At      time.Time       `json:"at"`
	Took    time.Duration   `json:"took,omitempty"`
	Code    string          `json:"code,omitempty"`
	Error   string          `json:"error,omitempty"`
	Twice   bool            `json:"twice,omitempty"` // an earlier attempt has no end: it may have arrived
	Notice  json.RawMessage `json:"notice,omitempty"`
}

func (p *post) attempts(ctx context.Context, ch, key string) ([]attempt, error) {
	msgs, err := p.bus.History(ctx, notices, "delivery."+ch+"."+key)
	out := make([]attempt, 0, len(msgs))
	for _, m := range msgs {
		var a attempt
		if json.Unmarshal(m.Data, &a) == nil {
			out = append(out, a)
		}
	}
	return out, err
}

func (p *post) note(ctx context.Context, a attempt) error {
	data, err := json.Marshal(a)
	if err != nil {
		return err
	}
	_, err = p.bus.Publish(ctx, bus.Message{Subject: "delivery." + a.Channel + "." + a.Key, Data: data})
	return err
}

// logKept is how many of the latest lines of the delivery log a page looks through.
const logKept = 5000

// latest lists the last attempts, the latest first: each with its last word.
func (p *post) latest(ctx context.Context) ([]attempt, error) {
	last, err := p.bus.LastSeq(ctx, notices)
	if err != nil {
		return nil, err
	}
	from := uint64(1)
	if last > logKept {
		from = last - logKept + 1
	}
	var out []attempt
	at := map[string]int{}
	_, err = p.bus.Read(ctx, notices, "delivery.>", from, func(m bus.Msg) error {
		var a attempt
		if json.Unmarshal(m.Data, &a) != nil {
			return nil
		}
		id := a.Channel + a.Key + strconv.Itoa(a.N)
		if i, ok := at[id]; ok && a.State != "begun" {
			a.Notice = out[i].Notice
			out[i] = a
			return nil
		}
		at[id] = len(out)
		out = append(out, a)
		return nil
	})
	slices.SortStableFunc(out, func(a, b attempt) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.N, a.N)) })
	return out, err
}

// errNoDelivery: nothing of that key was told to that channel, or it is past the retention.
var errNoDelivery = errors.New("the delivery log has no such notice")

// replay asks for a notice once more. Its key stays, so that a receiver can know it.
func (p *post) replay(ctx context.Context, id, key string) error {
	past, err := p.attempts(ctx, id, key)
	if err != nil {
		return err
	}
	var n notify.Notice
	most := 0
	for _, a := range past {
		most = max(most, a.Replay)
		if len(a.Notice) > 0 {
			if err := json.Unmarshal(a.Notice, &n); err != nil {
				return err
			}
		}
	}
	if n.Key == "" || p.To[id] == nil || n.Kind == notify.Briefing {
		return errNoDelivery
	}
	n.Replay = most + 1
	data, err := json.Marshal(n)
	if err != nil {
		return err
	}
	_, err = p.bus.Publish(ctx, bus.Message{Subject: "notice." + id + ".again-" + n.Key, Data: data})
	return err
}
