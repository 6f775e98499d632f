package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/configs"
	"huiying/fetch"
	"huiying/opinion"
	"huiying/responders/casework"
	"huiying/responders/notify"
	"huiying/responders/notify/channel"
	"huiying/words"
)

// OpenPost makes the senders of a configuration; nil where it has no channel.
func OpenPost(cfg *configs.Config, b *bus.Bus, client *fetch.Client, now func() time.Time, log *zap.Logger) (*post, error) {
	if len(cfg.Notify.Channels) == 0 {
		return nil, nil
	}
	p := &post{cfg: cfg, By: map[string]configs.Channel{}, To: map[string]channel.Sender{}, bus: b, now: now, log: log, pause: sleep}
	for _, ch := range cfg.Notify.Channels {
		s, err := sender(cfg, ch, client, now)
		if err != nil {
			return nil, fmt.Errorf("channel %s: %w", ch.ID, err)
		}
		p.ids, p.By[ch.ID], p.To[ch.ID] = append(p.ids, ch.ID), ch, s
	}
	return p, nil
}

func sender(cfg *configs.Config, ch configs.Channel, client *fetch.Client, now func() time.Time) (channel.Sender, error) {
	password, err := cfg.Secret(ch.PasswordFile)
	ca, err2 := cfg.Secret(ch.CAFile)
	address, err3 := cfg.Secret(ch.URLFile)
	secret, err4 := cfg.Secret(ch.SecretFile)
	if err := errors.Join(err, err2, err3, err4); err != nil {
		return nil, err
	}
	kind, err := channel.KindOf(ch.By)
	if err != nil {
		return nil, err
	}
	return kind.Open(channel.Settings{Server: ch.Server, User: ch.User, Password: password, CA: ca, From: ch.From, To: ch.To,
		URL: cmp.Or(ch.URL, address), Secret: secret, Post: client, Now: now})
}

// NoticeFetch is how webhooks and robots are reached: nothing inside the network but what is named.
func NoticeFetch(cfg *configs.Config, now func() time.Time, log *zap.Logger) fetch.Options {
	return fetch.Options{UserAgent: cfg.Collect.Agent + "/" + Revision, Contact: cfg.Collect.Contact, PerHost: -1,
		MaxBytes: 256 << 10, Timeout: 20 * time.Second, AllowPrefixes: cfg.Notify.Prefixes(), Now: now, Log: log}
}

// withPost opens the post of a process.
func (a *App) withPost(days casework.Calendars) error {
	if len(a.Cfg.Notify.Channels) == 0 {
		return nil
	}
	client := fetch.New(NoticeFetch(a.Cfg, a.Now, a.Log))
	a.onClose("post", func() error { client.Close(); return nil })
	p, err := OpenPost(a.Cfg, a.Bus, client, a.Now, a.Log)
	if err != nil {
		return err
	}
	p.rules, err = noticeRules(a.Cfg, func(t time.Time) bool {
		return days[casework.Working].Works(t)
	})
	p.words = a.noticeWords
	a.post = p
	return err
}

func (a *App) noticeWords(lang string) notify.Words {
	lang = words.Pick(lang)
	of := names{a.Cfg, a.Judges}
	w := notify.Words{Lang: lang, Product: words.Say(lang, "product"), Link: a.Cfg.Notify.Link, Zone: a.Cfg.Notify.Location(),
		Topic: func(id string) string { return of.Topic(id, lang) }, Division: func(code string) string { return of.Division(code, lang) },
		Unit: func(id string) string {
			for _, u := range a.Cfg.Units {
				if u.ID == id && lang == "en" && u.NameEn != "" {
					return u.NameEn
				} else if u.ID == id {
					return u.Name
				}
			}
			return id
		}}
	if a.Cfg.Notify.Titles {
		w.Title = func(id string) string {
			row, err := a.Store.Case(context.Background(), id)
			if err != nil {
				return "" // forgotten since: it goes without
			}
			return opinion.Clip(row.Title, 80)
		}
	}
	return w
}
