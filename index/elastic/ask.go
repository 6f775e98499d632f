package elastic

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/elastic/go-elasticsearch/v8/esapi"

	"huiying/index"
)

// no is an answer that is not a success. It keeps the type of the error and not the server's
// words, which may quote a document.
type no struct {
	what   string
	status int
	kind   string
}

func (e *no) Error() string {
	return fmt.Sprintf("%s: the index answers %d %s", e.what, e.status, e.kind)
}

// is says whether err is an answer of that kind.
func is(err error, kind string) bool {
	var e *no
	return errors.As(err, &e) && e.kind == kind
}

// errorCause is how the server words one.
type errorCause struct {
	Type string `json:"type"`
}

// ask sends a request and reads the answer into the value behind into, which may be nil. Errors:
// index.ErrAway for whatever may pass by itself or by an operator's hand, else *no.
func (x *Index) ask(ctx context.Context, what string, r esapi.Request, into any) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	res, err := r.Do(ctx, x.client)
	switch {
	case err != nil && ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("%w: %s: %w", index.ErrAway, what, err)
	}
	defer func() {
		_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 1<<20)) // so that the connection is used again
		_ = res.Body.Close()
	}()
	if res.IsError() {
		return answered(what, res)
	}
	if x.compat == "" && res.Header.Get("X-Elastic-Product") != "Elasticsearch" {
		return fmt.Errorf("%w: %s is no Elasticsearch; if it is OpenSearch, set index.elastic.compat: opensearch", index.ErrAway, x.where)
	}
	if into == nil {
		return nil
	}
	if err := json.NewDecoder(res.Body).Decode(into); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("%w: %s: the answer cannot be read: %w", index.ErrAway, what, err)
	}
	return nil
}

func answered(what string, res *esapi.Response) error {
	var body struct {
		Error errorCause `json:"error"`
	}
	_ = json.NewDecoder(io.LimitReader(res.Body, 1<<20)).Decode(&body) // an error may also be a plain word
	e := &no{what: what, status: res.StatusCode, kind: body.Error.Type}
	switch {
	case e.status == http.StatusUnauthorized || e.status == http.StatusForbidden:
		return fmt.Errorf("%w: it refuses these credentials, or is blocked for writing (%w)", index.ErrAway, e)
	case passes(e.status):
		return fmt.Errorf("%w: %w", index.ErrAway, e)
	}
	return e
}

// passes says whether an answer of this status may be another one later.
func passes(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusRequestTimeout || status >= 500
}

// jsonOf is v as JSON; v is always one of our own shapes.
func jsonOf(v any) *strings.Reader {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("a request of the index is no JSON: %v", err))
	}
	return strings.NewReader(string(b))
}
