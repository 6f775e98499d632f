package bus

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// A log that does not answer holds up nobody for longer than a question may take, whatever time the caller
// has, and the error says what was asked.
func TestAQuestionThatIsNotAnsweredHasALimitAndAName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &Bus{within: answerWithin}
		ctx, stop := context.WithTimeout(t.Context(), time.Hour)
		defer stop()
		began := time.Now()
		_, err := ask(ctx, b, "stream CASES", func(ctx context.Context) (int, error) {
			<-ctx.Done()
			return 0, ctx.Err()
		})
		if !errors.Is(err, errNoAnswer) || !strings.HasPrefix(err.Error(), "stream CASES: ") || time.Since(began) != answerWithin {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
	})
}

// silent is a batch that gives what it has and never ends.
type silent chan jetstream.Msg

func (s silent) Messages() <-chan jetstream.Msg { return s }
func (s silent) Error() error                   { return nil }

type message struct{ jetstream.Msg }

func TestABatchThatNeverEndsHasALimitAndAName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := make(silent, 1)
		s <- message{}
		got, err := drain("reader of CASES", quiet, nil, s, nil)
		if len(got) != 1 || !errors.Is(err, errNoAnswer) || !strings.HasPrefix(err.Error(), "reader of CASES: ") {
			t.Errorf("%d messages, %v", len(got), err)
		}
	})
}
