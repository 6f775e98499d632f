// Command huiying (回应) collects what the public says about government services, works out
// which unit has to answer, and follows that unit until the public has its answer.
//
// This package holds the commands: they read words and flags, call app and the judges, and print.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"huiying/app"
	_ "huiying/internal/addresslimit" // before anything else runs
	"huiying/internal/cli"
)

// Exit codes (DESIGN section 5): 0 done, 1 failed, 2 wrong use.
const (
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	if err := app.LimitMemory(); err != nil {
		fmt.Fprintf(os.Stderr, "huiying: memory has no limit: %v\n", err) // it works all the same
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second Ctrl-C ends at once: what was acknowledged is on disk anyway.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:]))
}

func run(ctx context.Context, args []string) int {
	root := newRoot()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, cli.ErrUsage):
		fmt.Fprintf(os.Stderr, "huiying: %v\nRun 'huiying help' to see the commands.\n", err)
		return exitUsage
	case errors.Is(err, errSaid): // the command has said it already
		return exitFailed
	default:
		fmt.Fprintf(os.Stderr, "huiying: %v\n", err)
		return exitFailed
	}
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "huiying",
		Short: "Listen to the public, find the unit that must answer, follow it until it has (回应)",
		Long: `huiying (回应) collects public mentions of government services, works out which
government unit has to answer (属地管理、分级负责、谁主管谁负责), and follows that unit
until the public has its answer. It tracks issues and units, never people.

Start with 'huiying demo'.`,
		SilenceErrors: true, SilenceUsage: true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("%w: there is no command %q", cli.ErrUsage, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return fmt.Errorf("%w: %w", cli.ErrUsage, err) })
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(
		demoCommand(),
		initCommand(),
		serveCommand(),
		importCommand(),
		analyzeCommand(),
		trainCommand(),
		learnCommand(),
		placesCommand(),
		exportCommand(),
		routeCommand(),
		evaluateCommand(),
		judgeAnswerCommand(),
		briefCommand(),
		checkCommand(),
		reindexCommand(),
		purgeCommand(),
		deadCommand(),
		sourceCommand(),
		auditCommand(),
		userCommand(),
		backupCommand(),
		restoreCommand(),
		clockCommand(),
		notifyCommand(),
		versionCommand(),
	)
	return root
}
