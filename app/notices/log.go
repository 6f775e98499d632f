package notices

import (
	"context"
	"encoding/json"
	"errors"

	"huiying/bus"
	"huiying/responders/notify"
)

// noticeLog is notify.Log over the log.
type noticeLog struct{ bus *bus.Bus }

// Put is notify.Log.Put.
func (l noticeLog) Put(ctx context.Context, subject string, n notify.Notice, behind uint64) (uint64, bool, error) {
	data, err := json.Marshal(n)
	if err != nil {
		return 0, false, err
	}
	ack, err := l.bus.Publish(ctx, bus.Message{Subject: subject, Data: data, Expect: &behind})
	if errors.Is(err, bus.ErrConflict) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	return ack.Seqs[0], true, nil
}

// Under is notify.Log.Under.
func (l noticeLog) Under(ctx context.Context, subject string) (all []notify.Notice, latest uint64, err error) {
	msgs, err := l.bus.History(ctx, notices, subject)
	for _, m := range msgs {
		var n notify.Notice
		if json.Unmarshal(m.Data, &n) == nil {
			all = append(all, n)
		}
		latest = m.Seq
	}
	return all, latest, err
}

// Below is notify.Log.Below.
func (l noticeLog) Below(ctx context.Context, beginning string) (all []notify.Notice, err error) {
	_, err = l.bus.Read(ctx, notices, beginning+">", 1, func(m bus.Msg) error {
		var n notify.Notice
		if json.Unmarshal(m.Data, &n) == nil {
			all = append(all, n)
		}
		return nil
	})
	return all, err
}
