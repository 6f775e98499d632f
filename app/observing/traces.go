package observing

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.uber.org/zap"
)

// Traces makes tracers. Its zero value makes none.
type Traces struct{ maker *sdk.TracerProvider }

// OpenTraces follows the standard variables of OpenTelemetry: without an address of a collector
// nothing is traced and nothing leaves. Sampling, headers and certificates are theirs too
// (OTEL_TRACES_SAMPLER, OTEL_EXPORTER_OTLP_HEADERS, OTEL_EXPORTER_OTLP_CERTIFICATE).
func OpenTraces(ctx context.Context, service, version string, log *zap.Logger) (Traces, error) {
	at := os.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") + os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT")
	if at == "" || strings.EqualFold(os.Getenv("OTEL_SDK_DISABLED"), "true") ||
		os.Getenv("OTEL_TRACES_EXPORTER") == "none" {
		return Traces{}, nil
	}
	for _, name := range []string{"OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"} {
		if p := os.Getenv(name); p != "" && p != "http/protobuf" {
			return Traces{}, fmt.Errorf("%s=%s: traces are sent as http/protobuf only; use the collector's port for it, mostly 4318", name, p)
		}
	}
	out, err := otlptracehttp.New(ctx)
	if err != nil {
		return Traces{}, fmt.Errorf("traces: %w: look at the OTEL_ variables", err)
	}
	who, err := resource.New(ctx, resource.WithTelemetrySDK(),
		resource.WithAttributes(attribute.String("service.name", service),
			attribute.String("service.version", version)),
		resource.WithFromEnv()) // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win
	if err != nil {
		return Traces{}, fmt.Errorf("traces: %w: look at the OTEL_ variables", err)
	}
	return Traces{sdk.NewTracerProvider(sdk.WithBatcher(sayingExporter{out, log}), sdk.WithResource(who))}, nil
}

// Tracer is nil when nothing is traced.
func (t Traces) Tracer(name string) trace.Tracer {
	if t.maker == nil {
		return nil
	}
	return t.maker.Tracer("huiying/" + name)
}

// Close sends what is left, and waits no longer than a stop may take.
func (t Traces) Close() error {
	if t.maker == nil {
		return nil
	}
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
	defer stop()
	_ = t.maker.Shutdown(ctx) // what could not be sent was said by sayingExporter
	return nil
}

// sayingExporter says once for each batch that the collector did not take it, and goes on.
type sayingExporter struct {
	sdk.SpanExporter
	log *zap.Logger
}

// ExportSpans is sdk.SpanExporter.ExportSpans.
func (c sayingExporter) ExportSpans(ctx context.Context, spans []sdk.ReadOnlySpan) error {
	if err := c.SpanExporter.ExportSpans(ctx, spans); err != nil {
		c.log.Warn("traces could not be sent", zap.Int("spans", len(spans)), zap.Error(err))
	}
	return nil
}
