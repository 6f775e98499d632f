# Sourced: how the tests run with the race detector, and what is compiled for them.
#
# SQLite is C turned into Go: it reads memory by addresses, of which the race detector finds
# nothing, at two thirds of the time that tests of the register took with it. So these packages are
# compiled without it, and without its checks of each pointer; so is the allocator of their memory.
# What calls them is watched as before, and so are their locks.
#
# Before another package joins them: with regexp, excelize, vellum and roaring among them the detector
# found races in encoding/json and NATS that are none. What we take for the cause, and have not
# proved: of generic code of sync and sync/atomic (a sync.Map, an atomic.Pointer) the linker keeps
# one copy for all who use it, and where it keeps that of a package that is not watched, the
# detector no longer sees what orders the whole program by it. `go tool nm` over what
# `go list -race -export` names shows who brings such copies: those four do.
#
# No debugger reads what tests are built from: DWARF is left out. The requests of Elasticsearch's
# client, the commands of the browser and the names of telemetry are seven megabytes of code, of
# which tests run next to nothing: not even optimized.
export GOFLAGS="${GOFLAGS:-} -gcflags=all=-dwarf=false"
for p in modernc.org/sqlite/lib modernc.org/libc modernc.org/memory; do
  GOFLAGS+=" '-gcflags=$p=-race=false -d=checkptr=0 -dwarf=false'"
done
for p in github.com/elastic/go-elasticsearch/v8/esapi github.com/chromedp/cdproto/... \
  go.opentelemetry.io/otel/semconv/...; do
  GOFLAGS+=" '-gcflags=$p=-race=false -dwarf=false -N -l'"
done
