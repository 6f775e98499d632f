package bus

import (
	"context"
	"maps"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// Traces ride in the headers of W3C Trace Context. A message that is published outside any
// trace begins one; a step works on each message in a span of its own; what comes of a message
// carries its trace on. A span names stream, step, sequence and outcome, never a payload.

const headTrace = "traceparent"

var traces propagation.TraceContext

// Context is ctx within the trace of the message, for work on this message alone.
func (m Msg) Context(ctx context.Context) context.Context {
	if m.Header[headTrace] == "" {
		return ctx
	}
	return traces.Extract(ctx, propagation.MapCarrier(m.Header))
}

// Carry lets a message that comes of m carry on its trace.
func (m Msg) Carry(out Message) Message {
	if m.Header[headTrace] == "" || !traced(out) {
		return out
	}
	h := make(map[string]string, len(out.Header)+2)
	maps.Copy(h, out.Header)
	for _, k := range traces.Fields() {
		if v := m.Header[k]; v != "" {
			h[k] = v
		}
	}
	out.Header = h
	return out
}

type originsKey struct{}

// WithOrigins tells those who publish deeper down in one call for a whole batch which message
// a thing came from, by a name that both know.
func WithOrigins(ctx context.Context, of map[string]Msg) context.Context {
	return context.WithValue(ctx, originsKey{}, of)
}

// CarryFrom is Carry from the origin of that name, where ctx knows one.
func CarryFrom(ctx context.Context, name string, out Message) Message {
	of, _ := ctx.Value(originsKey{}).(map[string]Msg)
	return of[name].Carry(out)
}

// traced says whether a message takes part in traces. A timer does not: the next visit of a
// source would belong to the trace of the last one for ever.
func traced(m Message) bool {
	return m.Header[headSchedule] == "" && m.Header[headTrace] == ""
}

// sign gives every message its trace.
func (p publisher) sign(ctx context.Context, msgs []Message) []Message {
	if p.tell == nil {
		return msgs
	}
	within := trace.SpanContextFromContext(ctx).IsValid()
	out := make([]Message, len(msgs))
	for i, m := range msgs {
		out[i] = m
		if !traced(m) {
			continue
		}
		of := ctx
		if !within {
			kind, _, _ := strings.Cut(m.Subject, ".")
			var span trace.Span
			of, span = p.tell.Start(ctx, "publish "+kind, trace.WithSpanKind(trace.SpanKindProducer),
				trace.WithAttributes(attribute.String("messaging.destination.name", m.Subject)))
			span.End()
		}
		h := make(map[string]string, len(m.Header)+2)
		maps.Copy(h, m.Header)
		traces.Inject(of, propagation.MapCarrier(h))
		out[i].Header = h
	}
	return out
}

// begin opens the span of each job. The handler sees the span as the trace of its message.
func (w *worker) begin(ctx context.Context, jobs []job) {
	if w.bus.tell == nil {
		return
	}
	for i, j := range jobs {
		of, span := w.bus.tell.Start(j.msg.Context(ctx), "step "+w.step.Name, trace.WithSpanKind(trace.SpanKindConsumer), trace.WithAttributes(
			attribute.String("messaging.system", "nats"),
			attribute.String("messaging.destination.name", j.msg.Subject),
			attribute.Int64("messaging.message.sequence", int64(j.was.Seq)),
			attribute.Int("messaging.batch.message_count", len(jobs)),
			attribute.Int("huiying.attempt", j.msg.Attempt)))
		h := make(map[string]string, len(j.msg.Header)+2)
		maps.Copy(h, j.msg.Header)
		traces.Inject(of, propagation.MapCarrier(h))
		jobs[i].msg.Header, jobs[i].span = h, span
	}
}

// finish closes the span of a job with its outcome: done, again or dead.
func (j job) finish(outcome string) {
	if j.span == nil {
		return
	}
	j.span.SetAttributes(attribute.String("huiying.outcome", outcome))
	if outcome != "done" {
		j.span.SetStatus(codes.Error, outcome)
	}
	j.span.End()
}
