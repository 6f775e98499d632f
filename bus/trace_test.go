package bus_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"

	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

func traced(t *testing.T) (*bus.Bus, *tracetest.SpanRecorder) {
	t.Helper()
	spans := tracetest.NewSpanRecorder()
	maker := sdk.NewTracerProvider(sdk.WithSpanProcessor(spans))
	b, err := bus.Open(ctxOf(t), bus.Options{Dir: t.TempDir(), Name: "test", Tracer: maker.Tracer("bus")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close(context.Background()) })
	if err := b.EnsureStreams(ctxOf(t), bus.Streams(bustest.Retention)); err != nil {
		t.Fatal(err)
	}
	return b, spans
}

// A text keeps one trace on its whole way: published, handled in a batch, what came of it
// handled again, and what that step wrote deeper down by name.
func TestOneTraceFollowsAMessageThroughTheSteps(t *testing.T) {
	t.Parallel()
	b, spans := traced(t)
	publish(t, b, mentions("m", 30)...)
	start(t, b, bus.Step{Name: "analyze", Stream: "MENTIONS", Batch: 30, Handle: func(_ context.Context, in []bus.Msg) (out []bus.Message, _ []error) {
		for _, m := range in {
			out = append(out, m.Carry(bus.Message{Subject: "finding.430100", ID: "f" + string(m.Data), Data: m.Data}))
		}
		return out, nil
	}})
	start(t, b, bus.Step{Name: "respond", Stream: "FINDINGS", Batch: 30, Backoff: quick, MaxAttempts: 2, Handle: func(ctx context.Context, in []bus.Msg) ([]bus.Message, []error) {
		of, errs := map[string]bus.Msg{}, make([]error, len(in))
		for _, m := range in {
			of[string(m.Data)] = m
		}
		ctx = bus.WithOrigins(ctx, of)
		for i, m := range in {
			if strings.HasSuffix(string(m.Data), "07") {
				errs[i] = errors.New("no")
				continue
			}
			name := string(m.Data)
			if _, err := b.Publish(ctx, bus.CarryFrom(ctx, name, bus.Message{Subject: "case." + name, ID: "c" + name, Data: m.Data})); err != nil {
				errs[i] = err
			}
		}
		return nil, errs
	}})
	settled(t, b, "respond", 30)

	byTrace, ended := map[string]map[string]int{}, map[string]int{}
	for _, s := range spans.Ended() {
		id := s.SpanContext().TraceID().String()
		if byTrace[id] == nil {
			byTrace[id] = map[string]int{}
		}
		byTrace[id][s.Name()]++
		for _, a := range s.Attributes() {
			if a.Key == "huiying.outcome" {
				ended[a.Value.AsString()]++
			}
			if v := a.Value.AsString(); strings.HasPrefix(v, "m-") {
				t.Errorf("span %s tells a payload: %s=%s", s.Name(), a.Key, v)
			}
		}
	}
	if len(byTrace) != 30 {
		t.Errorf("%d traces of 30 messages", len(byTrace))
	}
	for id, names := range byTrace {
		if names["publish mention"] != 1 || names["step analyze"] != 1 || names["step respond"] < 1 {
			t.Errorf("trace %s: %v", id, names)
		}
	}
	if ended["done"] != 59 || ended["again"] != 1 || ended["dead"] != 1 {
		t.Errorf("outcomes: %v", ended)
	}
	for _, stream := range []string{"CASES", "DEAD"} {
		_, err := b.Read(ctxOf(t), stream, "", 1, func(m bus.Msg) error {
			if p := strings.Split(m.Header["traceparent"], "-"); len(p) != 4 || byTrace[p[1]] == nil {
				t.Errorf("%s of %s is in no trace: %v", m.Subject, stream, m.Header)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestATimerBeginsATraceOfItsOwn(t *testing.T) {
	t.Parallel()
	b, spans := traced(t)
	start(t, b, bus.Step{Name: "crawl", Stream: "TIMERS", Filter: "due.crawl.*", Handle: bus.Each(func(ctx context.Context, m bus.Msg) ([]bus.Message, error) {
		_, err := b.Publish(ctx, bus.Message{Subject: "mention.s1", ID: "m", Data: []byte("m")})
		return nil, errors.Join(err, b.Schedule(ctx, "crawl.s1", time.Now().Add(time.Hour), nil))
	})})
	if err := b.Schedule(ctxOf(t), "crawl.s1", time.Now(), nil); err != nil {
		t.Fatal(err)
	}
	settled(t, b, "crawl", 1)
	all := spans.Ended()
	if len(all) != 1 || all[0].Name() != "step crawl" || all[0].Parent().IsValid() {
		t.Fatalf("%d spans, want the visit alone as a beginning", len(all))
	}
	_, err := b.Read(ctxOf(t), "MENTIONS", "", 1, func(m bus.Msg) error {
		if !strings.Contains(m.Header["traceparent"], all[0].SpanContext().TraceID().String()) {
			t.Errorf("the mention is in no trace of its visit: %v", m.Header)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	_, err = b.Read(ctxOf(t), "TIMERS", "", 1, func(m bus.Msg) error {
		if m.Header["traceparent"] != "" {
			t.Errorf("%s would carry this visit's trace on for ever", m.Subject)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestLagIsTheAgeOfTheOldestThatWaits(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	publish(t, b, mentions("m", 3)...)
	open := make(chan struct{})
	start(t, b, bus.Step{Name: "slow", Stream: "MENTIONS", Filter: "mention.*", Handle: bus.Each(func(ctx context.Context, _ bus.Msg) ([]bus.Message, error) {
		select {
		case <-open:
		case <-ctx.Done():
		}
		return nil, nil
	})})
	eventually(t, "a lag", func() bool {
		s := b.Stats(ctxOf(t))
		return len(s) == 1 && s[0].Pending == 3 && s[0].Lag > 50*time.Millisecond && s[0].Lag < time.Hour
	})
	close(open)
	s := settled(t, b, "slow", 3)
	if s.Lag != 0 || s.Took.Count != 3 || s.Age.Below[86400] != 3 || s.Age.Below[0.001] > s.Age.Below[0.1] {
		t.Errorf("%+v", s)
	}
}
