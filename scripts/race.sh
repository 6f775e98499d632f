# Sourced: how the tests run with the race detector.
#
# SQLite is C turned into Go: it reads memory by addresses, of which the race detector finds
# nothing, at two thirds of the time that tests of the register took with it. So these packages are
# compiled without it, and so is the allocator of their memory. What calls them is watched as before,
# and so are their locks.
#
# No debugger reads what tests are built from: DWARF is left out. The requests of Elasticsearch's
# client are four megabytes of code, of which tests run next to nothing: not even optimized.
export GOFLAGS="${GOFLAGS:-} -gcflags=all=-dwarf=false"
for p in modernc.org/sqlite/lib modernc.org/libc modernc.org/memory; do
  GOFLAGS+=" '-gcflags=$p=-race=false -dwarf=false'"
done
GOFLAGS+=" '-gcflags=github.com/elastic/go-elasticsearch/v8/esapi=-race=false -dwarf=false -N -l'"
