package judging

import (
	"context"
	"testing"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/internal/flowtest"
)

// purging is a register of which a mention is purged between two questions.
type purging struct {
	Register
	asked int
}

func (p *purging) Known(ctx context.Context, ids []string) (map[string]bool, error) {
	known, err := p.Register.Known(ctx, ids)
	if p.asked++; p.asked > 1 && err == nil {
		known[ids[0]] = true
	}
	return known, err
}

// A purge that is over when a batch comes to be published took the words away: nothing brings them
// back.
func TestAMentionThatIsPurgedWhileItIsReadIsNotPublished(t *testing.T) {
	w := flowtest.NewWorld(t, "")
	cfg, log := w.Load(t), bustest.Start(t)
	a := analyzer(t, cfg, log)
	a.Register = &purging{Register: a.Register}
	in := flowtest.Mentions(t, 3, 2)
	errs, err := a.Analyze(t.Context(), delivered(t, in...), func(ctx context.Context,
		out ...bus.Message) (bus.Ack, error) {
		if len(out) != 1 || out[0].ID != in[1].ID {
			t.Errorf("%d findings are published", len(out))
		}
		return log.Publish(ctx, out...)
	})
	if err != nil || errs[0] != nil || errs[1] != nil {
		t.Error(err, errs)
	}
}
