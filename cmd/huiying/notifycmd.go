package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"go.uber.org/zap"

	"huiying/app"
	"huiying/configs"
	"huiying/fetch"
	"huiying/responders/notify"
	"huiying/responders/notify/channel"
	"huiying/words"
)

func notifyCommand() *cobra.Command {
	c := &cobra.Command{Use: "notify", Short: "Who of the office is told: try a channel (通知)", Args: func(*cobra.Command, []string) error {
		return fmt.Errorf("%w: notify takes test", app.ErrUsage)
	}, RunE: func(*cobra.Command, []string) error { return nil }}
	var dir string
	test := &cobra.Command{
		Use:   "test CHANNEL",
		Short: "Send a test notice over a channel of notify.channels, once, and say what happened",
		Args:  exactly(1, "the id of one channel"),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := configs.Load(dir)
			if err != nil {
				return err
			}
			if faults := cfg.CheckParts(app.Parts()); len(faults) > 0 {
				return faults
			}
			return testChannel(cmd.Context(), cmd, cfg, args[0])
		},
	}
	test.Flags().StringVar(&dir, "config", "", "configuration directory (default: the shipped samples)")
	c.AddCommand(test)
	return c
}

func testChannel(ctx context.Context, cmd *cobra.Command, cfg *configs.Config, id string) error {
	client := fetch.New(app.NoticeFetch(cfg, time.Now, zap.NewNop()))
	defer client.Close()
	p, err := app.OpenPost(cfg, nil, client, time.Now, zap.NewNop())
	if err != nil {
		return err
	}
	if no, unknown := cfg.UnknownChannel(id); unknown {
		return fmt.Errorf("%w: %s", app.ErrUsage, no)
	}
	lang := words.Pick(p.By[id].Language)
	w := notify.Words{Lang: lang, Product: words.Say(lang, "product"), Link: cfg.Notify.Link, Zone: cfg.Notify.Location()}
	n := notify.Notice{Key: notify.KeyOf("test", rand.Text()), Channel: id, Kind: notify.Test, Subject: words.Say(lang, "notify.test")}
	subject, text := notify.Write(n, w)
	start := time.Now()
	err = p.To[id].Send(ctx, channel.Message{Key: n.Key, Kind: string(n.Kind), Subject: subject, Text: text, At: start, Facts: n})
	took := time.Since(start).Round(time.Millisecond)
	if err != nil {
		return fmt.Errorf("channel %s (%s) did not take it after %s [%s]: %w", id, p.By[id].By, took, channel.Code(err), err)
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "channel %s (%s) has taken it after %s, key %s\n", id, p.By[id].By, took, n.Key)
	return err
}
