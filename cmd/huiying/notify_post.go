package main

import (
	"cmp"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/configs"
	"huiying/fetch"
	"huiying/opinion"
	"huiying/responders/casework"
	"huiying/responders/notify"
	"huiying/responders/notify/channel"
)

// post tells what is to be told, and keeps account of it.
type post struct {
	cfg   *configs.Config
	rules notify.Rules
	ids   []string
	by    map[string]configs.Channel
	to    map[string]channel.Sender
	bus   *bus.Bus
	now   func() time.Time
	log   *zap.Logger
	words func(english bool) notify.Words

	pause func(ctx context.Context, d time.Duration) error
}

// mostPause is the longest that a failing channel is left alone, and what a polite other side is granted.
const mostPause = 10 * time.Minute

// attempt is one line of the delivery log. It begins when the message leaves and ends when the other
// side has spoken; a beginning without an end was a process that died in between.
type attempt struct {
	Key     string          `json:"key"`
	Channel string          `json:"channel"`
	Kind    notify.Kind     `json:"kind"`
	To      string          `json:"to,omitempty"`
	Why     string          `json:"why,omitempty"`
	Case    string          `json:"case,omitempty"`
	Items   int             `json:"items,omitempty"`
	N       int             `json:"n"`
	Replay  int             `json:"replay,omitempty"`
	State   string          `json:"state"` // begun, told, failed
	At      time.Time       `json:"at"`
	Took    time.Duration   `json:"took,omitempty"`
	Code    string          `json:"code,omitempty"`
	Error   string          `json:"error,omitempty"`
	Twice   bool            `json:"twice,omitempty"` // an earlier attempt has no end: it may have arrived
	Notice  json.RawMessage `json:"notice,omitempty"`
}

// health is how a channel is.
type health struct {
	Channel     string    `json:"channel"`
	LastTry     time.Time `json:"last_try,omitzero"`
	LastSuccess time.Time `json:"last_success,omitzero"`
	Failures    int       `json:"failures"` // in a row
	Code        string    `json:"code,omitempty"`
	Error       string    `json:"error,omitempty"`
	NextTry     time.Time `json:"next_try,omitzero"`
}

// openPost makes the senders of a configuration; nil where it has no channel.
func openPost(cfg *configs.Config, b *bus.Bus, client *fetch.Client, now func() time.Time, log *zap.Logger) (*post, error) {
	if len(cfg.Notify.Channels) == 0 {
		return nil, nil
	}
	p := &post{cfg: cfg, by: map[string]configs.Channel{}, to: map[string]channel.Sender{}, bus: b, now: now, log: log, pause: sleep}
	for _, ch := range cfg.Notify.Channels {
		s, err := sender(cfg, ch, client, now)
		if err != nil {
			return nil, fmt.Errorf("channel %s: %w", ch.ID, err)
		}
		p.ids, p.by[ch.ID], p.to[ch.ID] = append(p.ids, ch.ID), ch, s
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
	switch ch.By {
	case "mail":
		host, port, err := net.SplitHostPort(ch.Server)
		if err != nil {
			return nil, err
		}
		n, err := strconv.Atoi(port)
		if err != nil {
			return nil, fmt.Errorf("port %q is no number", port)
		}
		m := channel.Mail{Host: host, Port: n, User: ch.User, Password: password, From: ch.From, To: ch.To, Now: now}
		if ca != "" {
			m.Roots = x509.NewCertPool()
			if !m.Roots.AppendCertsFromPEM([]byte(ca)) {
				return nil, fmt.Errorf("ca_file %s holds no certificate", ch.CAFile)
			}
		}
		return m, nil
	case "webhook":
		return channel.Webhook{URL: ch.URL, Secret: secret, Post: client, Now: now}, nil
	}
	return &channel.Paced{To: channel.Robot{By: ch.By, URL: address, Secret: secret, Post: client, Now: now}}, nil
}

// most is how many notices a digest lists: no robot takes long texts.
func (p *post) most(id string) int {
	switch p.by[id].By {
	case channel.WeCom:
		return 6
	case channel.DingTalk, channel.Feishu:
		return 25
	}
	return 50
}

// noticeFetch is how webhooks and robots are reached: nothing inside the house but what is named.
func noticeFetch(cfg *configs.Config, now func() time.Time, log *zap.Logger) fetch.Options {
	return fetch.Options{UserAgent: cfg.Collect.Agent + "/" + revision, Contact: cfg.Collect.Contact, PerHost: -1,
		MaxBytes: 256 << 10, Timeout: 20 * time.Second, AllowPrefixes: cfg.Notify.Prefixes(), Now: now, Log: log}
}

// withPost opens the post of a house.
func (h *house) withPost(days casework.Calendars) error {
	if len(h.cfg.Notify.Channels) == 0 {
		return nil
	}
	client := fetch.New(noticeFetch(h.cfg, h.now, h.log))
	h.onClose("post", func() error { client.Close(); return nil })
	p, err := openPost(h.cfg, h.bus, client, h.now, h.log)
	if err != nil {
		return err
	}
	p.rules, err = noticeRules(h.cfg, func(t time.Time) bool {
		works, err := days[casework.Working].Works(t)
		return works || err != nil // a year that no calendar knows has no rest
	})
	p.words = h.noticeWords
	h.post = p
	return err
}

func (h *house) noticeWords(english bool) notify.Words {
	lang := "zh"
	if english {
		lang = "en"
	}
	of := names{h.cfg, h.judges}
	w := notify.Words{English: english, Product: "回应", Link: h.cfg.Notify.Link, Zone: h.cfg.Notify.Location(),
		Topic: func(id string) string { return of.Topic(id, lang) }, Division: func(code string) string { return of.Division(code, lang) },
		Unit: func(id string) string {
			for _, u := range h.cfg.Units {
				if u.ID == id && english && u.NameEn != "" {
					return u.NameEn
				} else if u.ID == id {
					return u.Name
				}
			}
			return id
		}}
	if english {
		w.Product = "huiying"
	}
	if h.cfg.Notify.Titles {
		w.Title = func(id string) string {
			row, err := h.store.Case(context.Background(), id)
			if err != nil {
				return "" // forgotten since: it goes without
			}
			return opinion.Clip(row.Title, 80)
		}
	}
	return w
}

// tell is one attempt at one notice.
func (h *house) tell(ctx context.Context, msg bus.Msg) ([]bus.Message, error) {
	var n notify.Notice
	if err := decode(msg, &n); err != nil {
		return nil, err
	}
	if _, ok := h.post.to[n.Channel]; !ok {
		return nil, bus.Final(fmt.Errorf("there is no channel %q any more", n.Channel))
	}
	subject, text := notify.Write(n, h.post.words(h.post.by[n.Channel].Language == "en"))
	return nil, h.post.deliver(ctx, n, channel.Message{Key: n.Key, Kind: string(n.Kind), Subject: subject, Text: text, At: n.At, Facts: n})
}

// deliver makes an attempt and writes it down before and after. What was told already is not told
// again, unless somebody asked for it.
func (p *post) deliver(ctx context.Context, n notify.Notice, m channel.Message) error {
	past, err := p.attempts(ctx, n.Channel, n.Key)
	if err != nil {
		return err
	}
	a := attempt{Key: n.Key, Channel: n.Channel, Kind: n.Kind, To: n.To, Why: n.Reason, Case: n.Case, Items: len(n.Items), Replay: n.Replay, State: "begun"}
	open := false
	for _, was := range past {
		switch was.State {
		case "begun":
			open, a.N = true, a.N+1
		case "told":
			open = false
			if was.Replay >= n.Replay {
				return nil
			}
		default:
			open = false
		}
	}
	a.N, a.Twice = a.N+1, open
	state, err := p.health(ctx, n.Channel)
	if err != nil {
		return err
	}
	if wait := state.NextTry.Sub(p.now()); wait > 0 {
		if err := p.pause(ctx, min(wait, mostPause)); err != nil {
			return err
		}
	}
	a.At = p.now()
	if n.Kind != notify.Test {
		if a.Notice, err = json.Marshal(n); err != nil {
			return err
		}
	}
	if err := p.note(ctx, a); err != nil {
		return err
	}
	sent := p.to[n.Channel].Send(ctx, m)
	if sent != nil && ctx.Err() != nil { // broken off: nobody knows whether it arrived, and the log says so
		return ctx.Err()
	}
	a.Took, a.State, a.Notice = p.now().Sub(a.At), "told", nil
	if sent != nil {
		a.State, a.Code, a.Error = "failed", channel.Code(sent), opinion.Clip(opinion.CleanText(sent.Error()), 200)
	}
	// a stop must not lose what became of it
	last, stop := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer stop()
	return errors.Join(sent, p.note(last, a), p.learn(last, state, a, channel.After(sent)))
}

func (p *post) attempts(ctx context.Context, ch, key string) ([]attempt, error) {
	msgs, err := p.bus.History(ctx, notices, "delivery."+ch+"."+key)
	out := make([]attempt, 0, len(msgs))
	for _, m := range msgs {
		var a attempt
		if json.Unmarshal(m.Data, &a) == nil {
			out = append(out, a)
		}
	}
	return out, err
}

func (p *post) note(ctx context.Context, a attempt) error {
	data, err := json.Marshal(a)
	if err != nil {
		return err
	}
	_, err = p.bus.Publish(ctx, bus.Message{Subject: "delivery." + a.Channel + "." + a.Key, Data: data})
	return err
}

// health reads how a channel is. Two processes that fail at once may count one failure.
func (p *post) health(ctx context.Context, id string) (health, error) {
	s := health{Channel: id}
	msgs, err := p.bus.History(ctx, channels, "channel."+id)
	if err != nil || len(msgs) == 0 {
		return s, err
	}
	return s, json.Unmarshal(msgs[len(msgs)-1].Data, &s)
}

// learn writes down how the channel is after an attempt.
func (p *post) learn(ctx context.Context, s health, a attempt, after time.Duration) error {
	s.LastTry, s.NextTry, s.Code, s.Error = a.At, time.Time{}, a.Code, a.Error
	if a.State == "told" {
		s.LastSuccess, s.Failures = a.At, 0
	} else {
		s.Failures++
		wait := min(after, mostPause)
		if over := s.Failures - p.cfg.Notify.FailingAfter; over >= 0 {
			wait = max(wait, min(10*time.Second<<min(over, 10), mostPause))
		}
		if wait > 0 {
			s.NextTry = p.now().Add(wait)
		}
	}
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	_, err = p.bus.Publish(ctx, bus.Message{Subject: "channel." + s.Channel, Data: data})
	return err
}

// state is the word for a channel's health.
func (p *post) state(s health) string {
	switch {
	case s.Failures >= p.cfg.Notify.FailingAfter:
		return "failing"
	case s.Failures > 0:
		return "late"
	case s.LastSuccess.IsZero():
		return "new"
	}
	return "ok"
}

// Send tells a channel something with files, now and once: who calls tries again with the same
// key, and a key that was told already is not told twice.
func (p *post) Send(ctx context.Context, id, key, subject, text string, files ...channel.File) error {
	if _, ok := p.to[id]; !ok {
		return bus.Final(fmt.Errorf("there is no channel %q under notify.channels", id))
	}
	n := notify.Notice{Key: notify.KeyOf("send", id, key), Channel: id, Kind: notify.Briefing, At: p.now(), Reason: "sent by name"}
	return p.deliver(ctx, n, channel.Message{Key: n.Key, Kind: string(n.Kind), Subject: subject, Text: text, At: n.At, Files: files})
}

// logKept is how many of the latest lines of the delivery log a page looks through.
const logKept = 5000

// latest lists the last attempts, the latest first: each with its last word.
func (p *post) latest(ctx context.Context) ([]attempt, error) {
	last, err := p.bus.LastSeq(ctx, notices)
	if err != nil {
		return nil, err
	}
	from := uint64(1)
	if last > logKept {
		from = last - logKept + 1
	}
	var out []attempt
	at := map[string]int{}
	_, err = p.bus.Read(ctx, notices, "delivery.>", from, func(m bus.Msg) error {
		var a attempt
		if json.Unmarshal(m.Data, &a) != nil {
			return nil
		}
		id := a.Channel + a.Key + strconv.Itoa(a.N)
		if i, ok := at[id]; ok && a.State != "begun" {
			a.Notice = out[i].Notice
			out[i] = a
			return nil
		}
		at[id] = len(out)
		out = append(out, a)
		return nil
	})
	slices.SortStableFunc(out, func(a, b attempt) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.N, a.N)) })
	return out, err
}

// errNoDelivery: nothing of that key was told to that channel, or it is past the retention.
var errNoDelivery = errors.New("the delivery log has no such notice")

// replay asks for a notice once more. Its key stays, so that a receiver can know it.
func (p *post) replay(ctx context.Context, id, key string) error {
	past, err := p.attempts(ctx, id, key)
	if err != nil {
		return err
	}
	var n notify.Notice
	most := 0
	for _, a := range past {
		most = max(most, a.Replay)
		if len(a.Notice) > 0 {
			if err := json.Unmarshal(a.Notice, &n); err != nil {
				return err
			}
		}
	}
	if n.Key == "" || p.to[id] == nil || n.Kind == notify.Briefing {
		return errNoDelivery
	}
	n.Replay = most + 1
	data, err := json.Marshal(n)
	if err != nil {
		return err
	}
	_, err = p.bus.Publish(ctx, bus.Message{Subject: "notice." + id + ".again-" + n.Key, Data: data})
	return err
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
