package system

import (
	"context"

	"huiying/console/facts"
)

// DeadLetters shows, replays and drops what could not be processed.
type DeadLetters interface {
	Dead(ctx context.Context, limit int) ([]facts.DeadLetter, error)
	Replay(ctx context.Context, seq uint64) error
	Drop(ctx context.Context, seq uint64) error
}

// Notices shows who was told what, and tells it again.
type Notices interface {
	Channels(ctx context.Context) ([]facts.NoticeChannel, error)
	Deliveries(ctx context.Context, q facts.NoticeQuery) ([]facts.NoticeDelivery, error)
	ReplayNotice(ctx context.Context, channel, key string) error
}
