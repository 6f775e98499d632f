package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
)

// Labels of a data directory that this process holds.
func (d officeHere) Labels(ctx context.Context, w io.Writer) (int, error) {
	return d.h.corrector.Labels(ctx, w)
}

// Labels of a running server.
func (r remote) Labels(ctx context.Context, w io.Writer) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url("/api/v1/corrections"), nil)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", "Bearer "+r.Key)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, fmt.Errorf("the server that holds the data directory does not answer: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("the server answers %s", res.Status)
	}
	counted := &lineCounter{}
	_, err = io.Copy(io.MultiWriter(w, counted), res.Body)
	return counted.n, err
}

// lineCounter counts the lines that pass.
type lineCounter struct{ n int }

func (c *lineCounter) Write(p []byte) (int, error) {
	c.n += bytes.Count(p, []byte{'\n'})
	return len(p), nil
}
