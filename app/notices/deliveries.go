package notices

import (
	"context"
	"encoding/json"
	"errors"

	"huiying/bus"
	"huiying/responders/notify"
)

func (p *Post) attempts(ctx context.Context, ch, key string) ([]notify.Attempt, error) {
	msgs, err := p.Bus.History(ctx, notices, notify.DeliverySubject(ch, key))
	out := make([]notify.Attempt, 0, len(msgs))
	for _, m := range msgs {
		var a notify.Attempt
		if json.Unmarshal(m.Data, &a) == nil {
			out = append(out, a)
		}
	}
	return out, err
}

func (p *Post) note(ctx context.Context, a notify.Attempt) error {
	data, err := json.Marshal(a)
	if err != nil {
		return err
	}
	_, err = p.Bus.Publish(ctx, bus.Message{Subject: notify.DeliverySubject(a.Channel, a.Key), Data: data})
	return err
}

// logKept is how many of the latest lines of the delivery log a page looks through.
const logKept = 5000

// latest lists the last attempts, the latest first: each with its last word.
func (p *Post) latest(ctx context.Context) ([]notify.Attempt, error) {
	last, err := p.Bus.LastSeq(ctx, notices)
	if err != nil {
		return nil, err
	}
	from := uint64(1)
	if last > logKept {
		from = last - logKept + 1
	}
	var lines []notify.Attempt
	_, err = p.Bus.Read(ctx, notices, notify.Deliveries, from, func(m bus.Msg) error {
		var a notify.Attempt
		if json.Unmarshal(m.Data, &a) == nil {
			lines = append(lines, a)
		}
		return nil
	})
	return notify.LastWords(lines), err
}

// errNoDelivery: nothing of that key was told to that channel, or it is past the retention.
var errNoDelivery = errors.New("the delivery log has no such notice")

// replay asks for a notice once more. Its key stays, so that a receiver can know it.
func (p *Post) replay(ctx context.Context, id, key string) error {
	past, err := p.attempts(ctx, id, key)
	if err != nil {
		return err
	}
	n, subject, ok := notify.Again(past)
	if !ok || p.to[id] == nil {
		return errNoDelivery
	}
	data, err := json.Marshal(n)
	if err != nil {
		return err
	}
	_, err = p.Bus.Publish(ctx, bus.Message{Subject: subject, Data: data})
	return err
}
