package notices

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/fetch"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/notify"
	"huiying/responders/notify/channel"
	"huiying/words"
)

// Parts are what telling the office takes of a process.
type Parts struct {
	Cfg      *configs.Config
	Agent    string // how requests name the product
	Bus      *bus.Bus
	Register Register
	Sources  func(context.Context) ([]facts.SourceRow, error) // how each source does
	Names    Names
	Alerts   func(ctx context.Context, id string) (opinion.AlertFile, bool, error)
	Works    func(day time.Time) bool // whether offices work that day
	Now      func() time.Time
	Log      *zap.Logger
}

// Register is cases as they are now.
type Register interface {
	WaitFor(ctx context.Context, stream string, seq uint64) error
	Load(ctx context.Context, id string) (opinion.Case, error)
	Case(ctx context.Context, id string) (register.CaseRow, error)
}

// Names are what people call things.
type Names interface {
	Topic(id, lang string) string
	Division(code, lang string) string
}

// Open makes the senders of the configured channels. Without any, nobody is told.
func Open(p Parts) (*Post, error) {
	client := fetch.New(fetchOptions(p.Cfg, p.Agent, p.Now, p.Log))
	out := &Post{Parts: p, client: client, by: map[string]configs.Channel{},
		to: map[string]channel.Sender{}, pause: bus.Sleep}
	var err error
	for _, ch := range p.Cfg.Notify.Channels {
		if out.to[ch.ID], err = sender(p.Cfg, ch, client, p.Now); err != nil {
			client.Close()
			return nil, fmt.Errorf("channel %s: %w", ch.ID, err)
		}
		out.ids, out.by[ch.ID] = append(out.ids, ch.ID), ch
	}
	out.rules, err = rulesOf(p.Cfg, p.Works)
	return out, err
}

// Close ends its connections.
func (p *Post) Close() error {
	p.client.Close()
	return nil
}

func sender(cfg *configs.Config, ch configs.Channel, client *fetch.Client,
	now func() time.Time) (channel.Sender, error) {
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
	return kind.Open(channel.Settings{Server: ch.Server, User: ch.User, Password: password, CA: ca,
		From: ch.From, To: ch.To,
		URL: cmp.Or(ch.URL, address), Secret: secret, Post: client, Now: now})
}

// fetchOptions are how webhooks and robots are reached: nothing inside the network but what is named.
func fetchOptions(cfg *configs.Config, agent string, now func() time.Time, log *zap.Logger) fetch.Options {
	return fetch.Options{UserAgent: agent, Contact: cfg.Collect.Contact, PerHost: -1,
		MaxBytes: 256 << 10, Timeout: 20 * time.Second, AllowPrefixes: cfg.Notify.Prefixes(), Now: now, Log: log}
}

// words are those of a language, for what is written to the office.
func (p *Post) words(lang string) notify.Words {
	lang = words.Pick(lang)
	w := notify.Words{Lang: lang, Product: words.Say(lang, "product"), Link: p.Cfg.Notify.Link,
		Zone:     p.Cfg.Notify.Location(),
		Topic:    func(id string) string { return p.Names.Topic(id, lang) },
		Division: func(code string) string { return p.Names.Division(code, lang) },
		Unit: func(id string) string {
			for _, u := range p.Cfg.Units {
				if u.ID == id && lang == "en" && u.NameEn != "" {
					return u.NameEn
				} else if u.ID == id {
					return u.Name
				}
			}
			return id
		}}
	if p.Cfg.Notify.Titles {
		w.Title = func(id string) string {
			row, err := p.Register.Case(context.Background(), id)
			if err != nil {
				return "" // forgotten since: it goes without
			}
			return opinion.Clip(row.Title, 80)
		}
	}
	return w
}
