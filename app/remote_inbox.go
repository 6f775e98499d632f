package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"huiying/console/api"
	"huiying/opinion"
)

// RemoteInbox brings mentions to a running server. They are redacted here already: nothing
// raw leaves this process.
type RemoteInbox struct{ running }

// What is sent at once stays well below what the API takes: 16 MiB and 10,000 mentions. The
// longest mention alone, with every character escaped, is below it too.
const (
	sendBytes    = 8 << 20
	sendMentions = 5000
)

// Publish sends the mentions and returns when the server has them on disk. What was sent before
// a failure is there; bringing it again adds nothing.
func (r RemoteInbox) Publish(ctx context.Context, in []opinion.Mention) (added int, err error) {
	lines := make([]json.RawMessage, len(in))
	for i, m := range in {
		if lines[i], err = submission(m); err != nil {
			return 0, err
		}
	}
	most := len(lines)
	for len(lines) > 0 {
		n := min(pieceOf(lines), most)
		new, err := r.send(ctx, lines[:n])
		if tooSlow(err) && n > 1 { // a server with little time for us takes fewer at once
			most = n / 2
			continue
		}
		if err != nil {
			return added, err
		}
		added, lines = added+new, lines[n:]
	}
	return added, nil
}

// Refuse tells the server of records that were refused here: its balance counts them.
func (r RemoteInbox) Refuse(ctx context.Context, source string, why map[string]int) error {
	want := 0
	for _, n := range why {
		want += n
	}
	if want == 0 {
		return nil
	}
	var answer api.Counted
	err := remote(r).call(ctx, http.MethodPost, "/api/v1/refusals", api.Refusals{Source: source, Why: why}, &answer)
	if err == nil && answer.Counted != want {
		err = fmt.Errorf("the server counted %d of %d refused records: it has no source %q", answer.Counted, want, source)
	}
	return err
}

// tooSlow says whether the server did not come to the end of what was sent within its time.
func tooSlow(err error) bool {
	var no *refusedCall
	return errors.As(err, &no) && no.status == http.StatusGatewayTimeout
}

// pieceOf is how many of the lines go at once: at least one.
func pieceOf(lines []json.RawMessage) int {
	bytes := 0
	for i, line := range lines {
		if bytes += len(line) + 1; i > 0 && (bytes > sendBytes || i == sendMentions) {
			return i
		}
	}
	return len(lines)
}

func (r RemoteInbox) send(ctx context.Context, lines []json.RawMessage) (added int, err error) {
	var answer struct {
		IDs        []string `json:"ids"`
		Duplicates int      `json:"duplicates"`
	}
	if err := remote(r).call(ctx, http.MethodPost, "/api/v1/mentions", lines, &answer); err != nil {
		return 0, err
	}
	if len(answer.IDs) != len(lines) {
		return 0, fmt.Errorf("the server took %d of %d records; see its log, then run the same command again", len(answer.IDs), len(lines))
	}
	return len(lines) - answer.Duplicates, nil
}

func submission(m opinion.Mention) (json.RawMessage, error) {
	id, ticket := m.Ref, ""
	if m.Unique {
		id, ticket = "", m.Ref
	}
	return json.Marshal(struct {
		ID          string             `json:"id,omitempty"`
		Ticket      string             `json:"ticket,omitempty"` // an id that is a report's alone
		Title       string             `json:"title"`
		Text        string             `json:"text"`
		PublishedAt time.Time          `json:"published_at,omitzero"`
		Source      string             `json:"source"`
		Kind        opinion.SourceKind `json:"kind"`
		URL         string             `json:"url,omitempty"`
		Division    string             `json:"division,omitempty"`
		Hints       []opinion.Hint     `json:"hints,omitempty"`
	}{id, ticket, m.Title, m.Text, m.PublishedAt, m.Source, m.Kind, m.URL, m.Division, m.Hints})
}

// ToRunning is the inbox of a running server.
func ToRunning(r running) RemoteInbox { return RemoteInbox{r} }
