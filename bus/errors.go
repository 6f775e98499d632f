package bus

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

var (
	// ErrConflict: an Expect did not hold, somebody wrote to the subject meanwhile. Load again.
	ErrConflict = errors.New("somebody wrote to this subject meanwhile: load it again and decide anew")
	// ErrTooLarge: a message that no retry will make fit.
	ErrTooLarge = errors.New("message is too large for the log")
	// ErrNoStream: no stream of that name, or none that takes that subject.
	ErrNoStream = errors.New("no such stream: call EnsureStreams first")
	// ErrNotFound: no message has that sequence (dropped, replayed or aged out).
	ErrNotFound = errors.New("no such message: it was dropped, replayed or is past its retention")
	// ErrAhead: a reader asks for what the log has not reached, so the log is older than the
	// reader's memory (restored from a backup, or emptied). The projection must be rebuilt.
	ErrAhead = errors.New("the reader is ahead of the log: rebuild its projection from the start")
	// ErrFull: the disk of the log is full or no longer writable.
	ErrFull = errors.New("the disk of the log is full or not writable: free space or repair it, then start again")
	// ErrInUse: another process has the data directory open.
	ErrInUse = errors.New("the data directory is in use by another process: stop that one, or connect to it by URL")
	// ErrClosed: the bus was closed.
	ErrClosed = errors.New("the bus is closed")
	// ErrBadMessage: a message or timer that breaks a rule of this package; the words say which.
	ErrBadMessage = errors.New("bad message")
)

// Error codes of the server (nats-server errors.json) on which decisions hang.
const (
	codeWrongLastSeq      jetstream.ErrorCode = 10071
	codeWrongLastConstant jetstream.ErrorCode = 10164
	codeWrongLastMsgID    jetstream.ErrorCode = 10070
	codeBatchDuplicate    jetstream.ErrorCode = 10201
	codeBatchTooMany      jetstream.ErrorCode = 10210
	codeBatchIncomplete   jetstream.ErrorCode = 10176
	codeDuplicateInFlight jetstream.ErrorCode = 10158
	codeNoResources       jetstream.ErrorCode = 10023
	codeNoStorage         jetstream.ErrorCode = 10047
	codeTooLarge          jetstream.ErrorCode = 10054
)

func codeOf(err error) jetstream.ErrorCode {
	var js jetstream.JetStreamError
	if errors.As(err, &js) && js.APIError() != nil {
		return js.APIError().ErrorCode
	}
	return 0
}

// explain turns an error of the library into one of ours, where a caller may act on it.
func (b *Bus) explain(err error) error {
	switch code := codeOf(err); {
	case err == nil:
		return nil
	case code == codeWrongLastSeq, code == codeWrongLastConstant:
		return fmt.Errorf("%w (%w)", ErrConflict, err)
	case code == codeNoResources, code == codeNoStorage:
		return fmt.Errorf("%w (%w)", ErrFull, err)
	case code == codeTooLarge, errors.Is(err, nats.ErrMaxPayload):
		return fmt.Errorf("%w (%w)", ErrTooLarge, err)
	case errors.Is(err, jetstream.ErrNoStreamResponse) && b.srv == nil:
		// A stream of a cluster that is choosing a leader; one that never was is found out before.
		return fmt.Errorf("%w: %w", errNoAnswer, err)
	case errors.Is(err, jetstream.ErrStreamNotFound), errors.Is(err, jetstream.ErrNoStreamResponse):
		if full := b.diskFault(); full != nil {
			return full
		}
		return fmt.Errorf("%w (%w)", ErrNoStream, err)
	case errors.Is(err, nats.ErrConnectionClosed):
		return ErrClosed
	case errors.Is(err, nats.ErrTimeout), errors.Is(err, context.DeadlineExceeded),
		errors.Is(err, nats.ErrNoResponders), errors.Is(err, jetstream.ErrAsyncPublishTimeout),
		errors.Is(err, jetstream.ErrJetStreamNotEnabled):
		// A server that cannot write does not answer at all; look why.
		if full := b.diskFault(); full != nil {
			return full
		}
		return fmt.Errorf("%w: %w", errNoAnswer, err)
	}
	return err
}

// errNoAnswer: nobody knows whether the log has it. Asking again with the same ids finds out.
var errNoAnswer = errors.New("the log gave no answer")

// unanswered reports whether the fate of what was published is unknown, or the log was ill.
func unanswered(err error) bool {
	return errors.Is(err, errNoAnswer) || errors.Is(err, nats.ErrDisconnected) ||
		!refused(err) && codeOf(err) != 0 && !errors.Is(err, ErrFull)
}

// refused reports whether the log said no to the messages themselves, so that trying the same
// again cannot help; everything else is the log's own illness and not the message's fault.
func refused(err error) bool {
	for _, e := range []error{ErrConflict, ErrTooLarge, ErrNoStream, ErrBadMessage} {
		if errors.Is(err, e) {
			return true
		}
	}
	switch codeOf(err) {
	case 0, codeBatchTooMany, codeBatchIncomplete, codeDuplicateInFlight:
		return false
	}
	var js jetstream.JetStreamError
	return errors.As(err, &js) && js.APIError().Code < 500 // from there on it is the server's own trouble
}

type final struct{ err error }

func (f final) Error() string { return f.err.Error() }
func (f final) Unwrap() error { return f.err }

// Final marks an error that trying again cannot help: the message goes to the dead letters at
// once. Final(nil) is nil.
func Final(err error) error {
	if err == nil {
		return nil
	}
	return final{err}
}

// Fill gives every message of a batch that has no error of its own the batch's error.
func Fill(errs []error, err error) []error {
	for i := range errs {
		if errs[i] == nil {
			errs[i] = err
		}
	}
	return errs
}

func isFinal(err error) bool {
	var f final
	return errors.As(err, &f)
}
