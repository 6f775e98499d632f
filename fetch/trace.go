package fetch

import (
	"context"

	"go.opentelemetry.io/otel/attribute"
	otel "go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// traced is fetch within a span that names the host, never the address: what stands behind the
// host may be anybody's words.
func (c *Client) traced(ctx context.Context, r Request) (Response, error) {
	if c.opts.Tracer == nil {
		return c.fetch(ctx, r)
	}
	ctx, span := c.opts.Tracer.Start(ctx, "fetch", trace.WithSpanKind(trace.SpanKindClient))
	defer span.End()
	if u, err := parse(r.URL); err == nil {
		span.SetAttributes(attribute.String("server.address", u.Hostname()))
	}
	res, err := c.fetch(ctx, r)
	if err != nil {
		span.SetStatus(otel.Error, Code(err))
		return res, err
	}
	span.SetAttributes(attribute.Int("http.response.status_code", res.Status), attribute.Int("http.response.body.size", len(res.Body)))
	return res, nil
}
