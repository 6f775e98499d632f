package main

import (
	"github.com/spf13/cobra"

	"huiying/words"
)

func completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:       "completion bash|zsh|fish|powershell",
		ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		Args: func(c *cobra.Command, args []string) error {
			if len(args) != 1 || cobra.OnlyValidArgs(c, args) != nil {
				return wrongUse("takes", c.CommandPath(), words.Of("use.takes.shell"))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			out := c.OutOrStdout()
			switch args[0] {
			case "bash":
				return c.Root().GenBashCompletionV2(out, true)
			case "zsh":
				return c.Root().GenZshCompletion(out)
			case "fish":
				return c.Root().GenFishCompletion(out, true)
			default:
				return c.Root().GenPowerShellCompletionWithDesc(out)
			}
		},
	}
}
