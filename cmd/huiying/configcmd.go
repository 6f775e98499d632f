package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/configs"
	"huiying/configs/usual"
	"huiying/words"
)

func configCommand() *cobra.Command {
	c := group("config")
	c.AddCommand(configExport(), configImport(), configDiff())
	return c
}

// versionFile beside exported files says from which version they are, so that an import of them on
// a later one is refused.
const versionFile = ".version"

func configExport() *cobra.Command {
	var at app.Address
	var out string
	c := &cobra.Command{
		Use:  "export --out DIR",
		Args: exactly(0, "nothing"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if out == "" {
				return wrongUse("needs_directory", "--out")
			}
			if list, err := os.ReadDir(out); err == nil && len(list) > 0 {
				return wrongUse("directory_full", out)
			}
			said, err := app.WithConfiguration(cmd.Context(), at, app.ConfigAsk{Lang: langOf(cmd)})
			if err != nil {
				return err
			}
			files := []usual.File{{Name: versionFile, Text: []byte(strconv.Itoa(said.Version.Number) + "\n")}}
			for name, text := range said.Files {
				files = append(files, usual.File{Name: name, Text: []byte(text)})
			}
			if err := usual.WriteNew(out, files); err != nil {
				return err
			}
			fmt.Fprintln(cmd.ErrOrStderr(), leadsWords(cmd, said, "cli.config.exported", out))
			return nil
		},
	}
	addressFlags(&at, c.Flags())
	c.Flags().StringVar(&out, "out", "", "")
	return c
}

// leadsWords says what was done, and which version of the configuration is in force.
func leadsWords(cmd *cobra.Command, said app.ConfigSaid, key, what string) string {
	v := said.Version
	if v.Number == 0 {
		return words.Say(langOf(cmd), key, what) + " " +
			words.Say(langOf(cmd), "cli.config.files_lead")
	}
	return words.Say(langOf(cmd), key, what) + " " +
		words.Say(langOf(cmd), "cli.config.log_leads", v.Number,
			v.At.Local().Format("2006-01-02 15:04"), v.By, v.Reason)
}

func configImport() *cobra.Command {
	var at app.Address
	var reason string
	var expect int
	c := &cobra.Command{
		Use:  "import DIR [--reason TEXT] [--expect VERSION]",
		Args: exactly(1, "directory"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ask, err := askOf(cmd, args[0])
			if err != nil {
				return err
			}
			now, err := app.WithConfiguration(cmd.Context(), at, app.ConfigAsk{Lang: ask.Lang})
			if err != nil {
				return err
			}
			ask.Store, ask.Reason, ask.Expected = true, reason, now.Version.Number
			if reason == "" {
				ask.Reason = "huiying config import " + filepath.Base(args[0])
			}
			if n, told := madeFrom(args[0]); told {
				ask.Expected = n
			}
			if cmd.Flags().Changed("expect") {
				ask.Expected = expect
			}
			said, err := app.WithConfiguration(cmd.Context(), at, ask)
			if err := tellConfig(cmd, said, err, false); err != nil {
				return err
			}
			fmt.Fprintln(cmd.ErrOrStderr(), leadsWords(cmd, said, "cli.config.imported", args[0]))
			return nil
		},
	}
	addressFlags(&at, c.Flags())
	c.Flags().StringVar(&reason, "reason", "", "")
	c.Flags().IntVar(&expect, "expect", 0, "")
	return c
}

func configDiff() *cobra.Command {
	var at app.Address
	c := &cobra.Command{
		Use:  "diff DIR",
		Args: exactly(1, "directory"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ask, err := askOf(cmd, args[0])
			if err != nil {
				return err
			}
			said, err := app.WithConfiguration(cmd.Context(), at, ask)
			return tellConfig(cmd, said, err, true)
		},
	}
	addressFlags(&at, c.Flags())
	return c
}

// askOf reads a directory as what shall be in force.
func askOf(cmd *cobra.Command, dir string) (app.ConfigAsk, error) {
	ask := app.ConfigAsk{Lang: langOf(cmd)}
	if st, err := os.Stat(dir); err != nil || !st.IsDir() {
		return ask, wrongUse("no_directory", dir)
	}
	files, err := configs.FilesIn(os.DirFS(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return ask, wrongUse("no_directory", dir)
	}
	ask.Files = files
	return ask, err
}

// madeFrom is the version from which a directory was exported.
func madeFrom(dir string) (int, bool) {
	b, err := os.ReadFile(filepath.Join(dir, versionFile))
	if err != nil {
		return 0, false
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(b)))
	return n, err == nil
}

// tellConfig prints what differs, or why nothing was changed.
func tellConfig(cmd *cobra.Command, said app.ConfigSaid, err error, unified bool) error {
	if err != nil {
		return err
	}
	out, beside := cmd.OutOrStdout(), cmd.ErrOrStderr()
	for _, line := range slices.Concat(said.Faults, said.Differs) {
		fmt.Fprintln(out, line)
	}
	if unified && said.Unified != "" {
		fmt.Fprintf(out, "\n%s", said.Unified)
	}
	switch {
	case len(said.Faults) > 0:
		fmt.Fprintln(beside, words.Say(langOf(cmd), "cli.config.faults", len(said.Faults)))
		return errSaid
	case said.Refused != "":
		fmt.Fprintln(beside, said.Refused)
		return errSaid
	case len(said.Differs) == 0 && said.Unified == "":
		fmt.Fprintln(beside, words.Say(langOf(cmd), "cli.config.same"))
	}
	return nil
}
