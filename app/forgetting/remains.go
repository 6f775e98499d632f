package forgetting

import (
	"context"
	"errors"

	"huiying/bus"
	"huiying/register/sqlite"
)

// remainsMost bounds what is looked at in one go.
const remainsMost = 500

// Remains takes out of the log, and of the archive, findings and replies that came after their mention
// was purged: another process may have had it in hand. The register notes each.
func (f Forgetter) Remains(ctx context.Context) error {
	for {
		places, err := f.Register.Remains(ctx, remainsMost)
		if err != nil || len(places) == 0 {
			return err
		}
		found, err := f.there(ctx, places)
		if err != nil {
			return err
		}
		if len(found) > 0 {
			if err := f.archiveFirst(ctx); err != nil {
				return err
			}
		}
		for _, p := range found {
			if err := f.Bus.Erase(ctx, p.Stream, p.Seq); err != nil {
				return err
			}
			if _, err := f.Archive.Forget(p.Mention); err != nil {
				return err
			}
		}
		if err := f.Register.Erased(ctx, places); err != nil {
			return err
		}
	}
}

// there are the places at which the log has words of the mention: a number says nothing of a log
// that is not the one that the register was built from.
func (f Forgetter) there(ctx context.Context, places []sqlite.Remain) (out []sqlite.Remain, err error) {
	for _, p := range places {
		m, err := f.Bus.At(ctx, p.Stream, p.Seq)
		switch {
		case errors.Is(err, bus.ErrNotFound):
		case err != nil:
			return out, err
		case carries(m, p.Mention):
			out = append(out, p)
		}
	}
	return out, nil
}
