//go:build cgo && linux

package addresslimit

/*
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

// Go's runtime reserves address space before the first line of Go runs, and dies with a trace where it
// may not. So this runs earlier, when the program is loaded.
__attribute__((constructor)) static void huiying_address_limit(void) {
	const rlim_t least = 2048UL << 20;
	struct rlimit l;
	char words[256];
	if (getrlimit(RLIMIT_AS, &l) != 0 || l.rlim_cur == RLIM_INFINITY || l.rlim_cur >= least)
		return;
	int n = snprintf(words, sizeof words, "huiying: its address space is limited to %lu MiB (ulimit -v, LimitAS=); "
		"it needs %lu at least. Limit memory by a control group (MemoryMax=) instead\n",
		(unsigned long)(l.rlim_cur >> 20), (unsigned long)(least >> 20));
	if (n > 0 && write(2, words, (size_t)n) < 0)
		_exit(1);
	_exit(1);
}
*/
import "C"
