package collecting

import (
	"context"
	"encoding/json"

	"huiying/bus"
	"huiying/opinion"
)

// Offer returns when replies that were found on pages are on disk. One that was found before and one
// to a purged mention are left out. A mention need not be known yet: its reply waits for it.
func (in *Inbox) Offer(ctx context.Context, replies []opinion.FoundReply) error {
	mentions := make([]string, len(replies))
	for i, r := range replies {
		mentions[i] = r.Mention
	}
	gone, err := in.book.Forgotten(ctx, mentions)
	if err != nil {
		return err
	}
	had, err := in.book.Replies(ctx, mentions)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, r := range opinion.LatestReplies(had) {
		known[r.ID()] = true
	}
	out := make([]bus.Message, 0, len(replies))
	for _, r := range replies {
		if gone[r.Mention] || known[r.ID()] {
			continue
		}
		data, err := json.Marshal(r)
		if err != nil {
			return err
		}
		out = append(out, bus.Message{Subject: opinion.ReplySubject(r.Source), Data: data})
	}
	if len(out) == 0 {
		return nil
	}
	_, err = in.bus.Publish(ctx, out...)
	return err
}
