// Command huiying-bench measures huiying's own parts: the pipeline beside the raw parts that it
// is made of, the register, the index on a server, and every page over a filled data directory.
// Nothing of it is in the program that is shipped.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"huiying/app"
)

func main() {
	if err := app.LimitMemory(); err != nil {
		fmt.Fprintf(os.Stderr, "huiying-bench: memory has no limit: %v\n", err) // it works all the same
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends at once
	if err := benchCommand().ExecuteContext(ctx); err != nil {
		fmt.Fprintf(os.Stderr, "huiying-bench: %v\n", err)
		os.Exit(1)
	}
}
