package main

import (
	"cmp"
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"huiying/collectors/intake"
	"huiying/console/accounts"
	"huiying/words"
)

// languageOf is the language of who calls: that of --lang, else that of the machine (LC_ALL,
// LC_MESSAGES, LANG), else the first. It is asked before the command line is read, for its help
// and its faults are told in it.
func languageOf(args []string, env func(string) string) string {
	given, _, _ := strings.Cut(cmp.Or(env("LC_ALL"), env("LC_MESSAGES"), env("LANG")), ".")
	for i, a := range args {
		if a == "--" {
			break
		}
		if value, ok := strings.CutPrefix(a, "--lang="); ok {
			given = value
		} else if a == "--lang" && i+1 < len(args) {
			given = args[i+1]
		}
	}
	if lang, known := words.Known(strings.ReplaceAll(given, "_", "-")); known {
		return lang
	}
	return words.First
}

// langOf is the language in which a command prints.
func langOf(c *cobra.Command) string {
	lang, _ := words.Known(c.Flag("lang").Value.String())
	return lang
}

// knownLanguage refuses a --lang that there is no catalogue of.
func knownLanguage(c *cobra.Command, _ []string) error {
	if _, known := words.Known(c.Flag("lang").Value.String()); !known {
		return wrongUse("choice", "--lang", strings.Join(words.Languages(), ", "))
	}
	return nil
}

// helpHolds are the parts of help texts that the program knows better than a translator.
func helpHolds() map[string][]any {
	return map[string][]any{
		"help.import":             {intake.Formats()},
		"help.import.long":        {strings.Join(intake.Meanings(), " ")},
		"help.learn.long":         {intake.Formats()},
		"help.user.add.flag.role": {strings.Join(accounts.Roles, ", ")},
	}
}

// speak gives all commands and flags their help in a language: help.COMMAND, help.COMMAND.long,
// help.COMMAND.flag.NAME or, where several commands share a flag, help.flag.NAME.
func speak(root *cobra.Command, lang string) {
	holds := helpHolds()
	say := func(key string) string { return words.Say(lang, key, holds[key]...) }
	root.SetUsageTemplate(headings(root.UsageTemplate(), lang))
	root.SetHelpCommand(&cobra.Command{Use: "help", RunE: helpOf})
	root.InitDefaultHelpCmd()
	var each func(c *cobra.Command)
	each = func(c *cobra.Command) {
		key := helpKey(c)
		c.Short, c.Long = say(key), ""
		if words.Has(key + ".long") {
			c.Long = say(key + ".long")
		}
		c.InitDefaultHelpFlag()
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			f.Usage = say(flagKey(c, f.Name))
		})
		for _, below := range c.Commands() {
			each(below)
		}
	}
	each(root)
	own := root.PersistentFlags().Lookup("lang")
	own.DefValue = ""
	_ = own.Value.Set(lang) // a string takes any
}

func helpKey(c *cobra.Command) string {
	path := strings.Fields(c.CommandPath())
	if len(path) > 1 {
		path = path[1:]
	}
	return "help." + strings.Join(path, ".")
}

func flagKey(c *cobra.Command, name string) string {
	if own := helpKey(c) + ".flag." + name; words.Has(own) {
		return own
	}
	return "help.flag." + name
}

// helpOf is `huiying help COMMAND`.
func helpOf(c *cobra.Command, args []string) error {
	about, rest, err := c.Root().Find(args)
	if err != nil || len(rest) > 0 {
		return noCommand(about, cmp.Or(strings.Join(rest, " "), strings.Join(args, " ")))
	}
	return about.Help()
}

// headings puts the headings of cobra's template into a language.
func headings(template, lang string) string {
	var pairs []string
	for english, key := range map[string]string{
		"Usage:": "usage", "Available Commands:": "commands", "Flags:": "flags",
		"Global Flags:": "global_flags",
	} {
		pairs = append(pairs, english, words.Say(lang, "help.heading."+key))
	}
	more := words.Say(lang, "help.heading.more", "{{.CommandPath}}")
	return strings.NewReplacer(append(pairs,
		`Use "{{.CommandPath}} [command] --help" for more information about a command.`, more)...).
		Replace(template)
}

// flagFault tells what pflag found wrong with a flag in words of ours, with the flags that could
// have been meant.
func flagFault(c *cobra.Command, err error) error {
	var none *pflag.NotExistError
	var empty *pflag.ValueRequiredError
	var unfit *pflag.InvalidValueError
	switch {
	case errors.As(err, &none):
		var all []string
		c.Flags().VisitAll(func(f *pflag.Flag) { all = append(all, "--"+f.Name) })
		return misuse{unknown("flag", "--"+none.GetSpecifiedName(), all)}
	case errors.As(err, &empty):
		return wrongUse("empty", "--"+empty.GetSpecifiedName())
	case errors.As(err, &unfit):
		return wrongUse("unfit", "--"+unfit.GetFlag().Name, unfit.GetValue())
	default:
		return wrongUse("other", err)
	}
}
