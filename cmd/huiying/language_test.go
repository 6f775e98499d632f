package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"huiying/internal/cli"
	"huiying/words"
)

// Every command and flag has its help in the words, and there is no help of what does not exist.
func TestEveryCommandAndFlagHasItsHelp(t *testing.T) {
	root := newRoot()
	speak(root, "en")
	used := map[string]bool{}
	has := func(key string) {
		if used[key] = true; !words.Has(key) {
			t.Errorf("words/*/help.yaml has no %s", key)
		}
	}
	var each func(c *cobra.Command)
	each = func(c *cobra.Command) {
		has(helpKey(c))
		used[helpKey(c)+".long"] = true
		c.LocalFlags().VisitAll(func(f *pflag.Flag) { has(flagKey(c, f.Name)) })
		for _, below := range c.Commands() {
			each(below)
		}
	}
	each(root)
	for _, key := range words.Keys() {
		if strings.HasPrefix(key, "help.") && !strings.HasPrefix(key, "help.heading.") && !used[key] {
			t.Errorf("%s is of no command and no flag", key)
		}
	}
}

func TestHelpIsInTheLanguageAskedFor(t *testing.T) {
	for lang, want := range map[string][]string{
		"zh-CN": {"用法：", "命令：", "参数：", "离线研判文本", "显示本帮助"},
		"en":    {"Usage:", "Commands:", "Flags:", "Judge texts offline", "show this help"},
	} {
		root := newRoot()
		speak(root, lang)
		var out bytes.Buffer
		root.SetOut(&out)
		root.SetArgs([]string{"help"})
		if err := root.Execute(); err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(out.String(), w) {
				t.Errorf("%s: help does not say %q:\n%s", lang, w, &out)
			}
		}
		if strings.Contains(out.String(), "%!") {
			t.Errorf("%s: a part of the help is missing:\n%s", lang, &out)
		}
	}
}

func TestLanguageOfWhoCalls(t *testing.T) {
	for _, c := range []struct {
		args []string
		env  map[string]string
		want string
	}{
		{nil, nil, "zh-CN"},
		{nil, map[string]string{"LANG": "C.UTF-8"}, "zh-CN"},
		{nil, map[string]string{"LANG": "en_US.UTF-8"}, "en"},
		{nil, map[string]string{"LANG": "zh_CN.GB18030"}, "zh-CN"},
		{nil, map[string]string{"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"},
		{[]string{"check", "--lang", "en"}, map[string]string{"LANG": "zh_CN.UTF-8"}, "en"},
		{[]string{"--lang=zh", "check"}, map[string]string{"LANG": "en_US"}, "zh-CN"},
		{[]string{"analyze", "--", "--lang=en"}, nil, "zh-CN"},
		{[]string{"--lang=xx"}, nil, "zh-CN"},
	} {
		if got := languageOf(c.args, func(key string) string { return c.env[key] }); got != c.want {
			t.Errorf("languageOf(%q, %v) = %s, want %s", c.args, c.env, got, c.want)
		}
	}
}

// What is wrong with a command line is told in both languages, with what could have been meant.
func TestWrongUseNamesWhatWasMeant(t *testing.T) {
	for _, c := range []struct{ line, zh, en string }{
		{"impor", "没有命令“impor”。最接近的有：import", `no command "impor"; the nearest are: import`},
		{"audit verfy", "可用的有：verify", "there are: verify"},
		{"audit", "下列之一：verify", "one of verify"},
		{"import a.csv --sorce x", "没有参数“--sorce”。最接近的有：--source", "the nearest are: --source"},
		{"train a.jsonl --folds many", "--folds 不能是“many”", `--folds cannot be "many"`},
		{"check --at", "--at 需要一个值", "--at needs a value"},
		{"check --at tomorrow", "应为日期", `not "tomorrow"`},
		{"version --lang xx", "zh-CN, en", "zh-CN, en"},
		{"completion csh", "bash", "bash"},
	} {
		root := newRoot()
		root.SetArgs(strings.Fields(c.line))
		err := root.Execute()
		var wrong misuse
		if !errors.As(err, &wrong) || !errors.Is(err, cli.ErrUsage) {
			t.Errorf("%s: %v is no wrong use", c.line, err)
			continue
		}
		if zh, en := wrong.In("zh-CN"), wrong.In("en"); !strings.Contains(zh, c.zh) || !strings.Contains(en, c.en) {
			t.Errorf("%s is told as %q and %q", c.line, zh, en)
		}
	}
}

func TestCompletionIsPrintedForEachShell(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		root := newRoot()
		var out bytes.Buffer
		root.SetOut(&out)
		root.SetArgs([]string{"completion", shell})
		if err := root.Execute(); err != nil || !strings.Contains(out.String(), "huiying") {
			t.Errorf("%s: %v, %d bytes", shell, err, out.Len())
		}
	}
}
