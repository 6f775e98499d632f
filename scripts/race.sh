# Sourced: how the tests run with the race detector.
#
# SQLite is C turned into Go: it reads memory by addresses, of which the race detector finds
# nothing, at two thirds of the time that tests of the register took with it. So these packages are
# compiled without it, and so is the allocator of their memory. What calls them is watched as before,
# and so are their locks.
export GOFLAGS="${GOFLAGS:-} -gcflags=modernc.org/sqlite/lib=-race=false -gcflags=modernc.org/libc=-race=false -gcflags=modernc.org/memory=-race=false"
