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
	"huiying/words"
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
	lang := languageOf(args, os.Getenv)
	root := newRoot()
	speak(root, lang)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var wrong misuse
	var refused interface{ RefusalWords(lang string) string }
	switch {
	case err == nil:
		return 0
	case errors.As(err, &wrong):
		fmt.Fprintf(os.Stderr, "huiying: %s\n%s\n", wrong.In(lang), words.Say(lang, "use.help"))
		return exitUsage
	case errors.Is(err, cli.ErrUsage):
		fmt.Fprintf(os.Stderr, "huiying: %v\n%s\n", err, words.Say(lang, "use.help"))
		return exitUsage
	case errors.As(err, &refused):
		fmt.Fprintf(os.Stderr, "huiying: %s\n", refused.RefusalWords(lang))
		return exitFailed
	case errors.Is(err, errSaid): // the command has said it already
		return exitFailed
	default:
		fmt.Fprintf(os.Stderr, "huiying: %v\n", err)
		return exitFailed
	}
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "huiying",
		SilenceErrors: true, SilenceUsage: true,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return noCommand(c, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(flagFault)
	root.PersistentFlags().String("lang", words.First, "")
	root.PersistentPreRunE = knownLanguage
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(
		demoCommand(),
		initCommand(),
		serveCommand(),
		importCommand(),
		analyzeCommand(),
		alertsCommand(),
		trainCommand(),
		learnCommand(),
		placesCommand(),
		exportCommand(),
		routeCommand(),
		evaluateCommand(),
		judgeAnswerCommand(),
		briefCommand(),
		checkCommand(),
		configCommand(),
		reindexCommand(),
		itemsCommand(),
		purgeCommand(),
		deadCommand(),
		sourceCommand(),
		auditCommand(),
		userCommand(),
		backupCommand(),
		restoreCommand(),
		clockCommand(),
		notifyCommand(),
		completionCommand(),
		versionCommand(),
	)
	return root
}
