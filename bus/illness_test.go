package bus

import (
	"errors"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// What the log cannot do now is not the fault of what it was asked to store: a message that is
// blamed for it ends among the dead letters.
func TestIllnessOfTheLogIsNotARefusal(t *testing.T) {
	cluster := &Bus{}
	api := func(status int, code jetstream.ErrorCode) error {
		return errors.Join(errors.New("publish"), &jetstream.APIError{Code: status, ErrorCode: code, Description: "x"})
	}
	for _, tc := range []struct {
		name    string
		err     error
		refused bool
	}{
		{"a stream between two leaders", jetstream.ErrNoStreamResponse, false},
		{"nobody answers", nats.ErrNoResponders, false},
		{"the line went", nats.ErrDisconnected, false},
		{"no leader of the cluster", api(503, 10008), false},
		{"not the leader", api(500, 10009), false},
		{"the store of one server failed", api(503, 10077), false},
		{"no room", api(503, codeNoResources), false},
		{"a batch lost its leader on the way", api(400, codeBatchIncomplete), false},
		{"too many batches", api(429, codeBatchTooMany), false},
		{"somebody stores the same this moment", api(409, codeDuplicateInFlight), false},
		{"no such stream", jetstream.ErrStreamNotFound, true},
		{"too large", api(400, codeTooLarge), true},
		{"somebody was faster", api(400, codeWrongLastSeq), true},
		{"a header that the log does not know", api(400, 10189), true},
	} {
		if got := refused(cluster.explain(tc.err)); got != tc.refused {
			t.Errorf("%s: refused %v (%v)", tc.name, got, cluster.explain(tc.err))
		}
	}
}
