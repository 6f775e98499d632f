package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"path/filepath"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/configs"
	"huiying/console/access"
	"huiying/console/accounts"
)

// streamAudit is the office's own record: who of the office did what.
const streamAudit = "AUDIT"

// Book opens the accounts, which every console process on the same log shares.
func (a *App) Book(ctx context.Context) (*accounts.Directory, error) {
	notes, err := a.bus.Bucket(ctx, bucketAccounts)
	if err != nil {
		return nil, err
	}
	seal, err := accounts.OpenSeal(a.opt.accountsKey())
	if err != nil {
		return nil, err
	}
	return &accounts.Directory{Notes: notes, Now: a.opt.Now, Seal: seal, Unknown: a.unknownPlace,
		Office: ownWords(a.opt.Cfg)}, nil
}

// ownWords are the names that everybody of an office knows.
func ownWords(cfg *configs.Config) []string { return accounts.OfficeWords(cfg.Region, cfg.Units) }

// accountsKey is the file that unseals two-step verification. It is in no backup.
func (p Options) accountsKey() string {
	return cmp.Or(p.Cfg.Accounts.KeyFile, filepath.Join(p.Dir, "accounts.key"))
}

// accounts is what the console asks about accounts.
func (a *App) accounts() (*access.Accounts, error) {
	ctx, stop := context.WithTimeout(context.Background(), 30*time.Second)
	defer stop()
	book, err := a.Book(ctx)
	if err != nil {
		return nil, err
	}
	notes, err := a.bus.Bucket(ctx, bucketSessions)
	if err != nil {
		return nil, err
	}
	if a.live.who != nil { // only what the configuration says of it is another
		next := *a.live.who
		next.Book, next.Path, next.Region = book, a.judges.Places.Path, a.opt.Cfg.Region
		return &next, nil
	}
	log := auditLog{a.bus}
	record, err := accounts.NewRecord(ctx, log, a.opt.Now, func(err error) {
		a.opt.Log.Error("the office's record could not be written", zap.Error(err))
	})
	if err != nil {
		return nil, err
	}
	a.onClose("record of the office", record.Close)
	out := &access.Accounts{Book: book, Gate: accounts.Gate{Notes: notes, Now: a.opt.Now},
		Record: record, Log: log, Key: a.key, Path: a.judges.Places.Path, Region: a.opt.Cfg.Region}
	if err := outside(a.opt.Cfg, out, a.opt.Now); err != nil {
		return nil, err
	}
	out.Sessions = accounts.NewSessions(notes, out.URL != nil && out.URL.Scheme == "https", a.opt.Now)
	a.sweep = func(ctx context.Context) error { return sweeping(ctx, out, a.opt.Log) }
	if a.opt.Tour {
		err = sampleAccounts(ctx, a.opt.Cfg, book)
	}
	a.live.who = out
	return out, err
}

// outside fills what the configuration says of the way in from other machines.
func outside(cfg *configs.Config, out *access.Accounts, now func() time.Time) error {
	c := cfg.Accounts
	if c.URL == "" {
		return nil
	}
	at, err := url.Parse(c.URL)
	if err != nil {
		return err
	}
	out.URL = at
	for _, p := range c.Proxies {
		net, err := netip.ParsePrefix(p)
		if err != nil {
			return fmt.Errorf("accounts.proxies: %w", err)
		}
		out.Proxies = append(out.Proxies, net)
	}
	if s := c.Single; s.Issuer != "" {
		secret, err := cfg.Secret(s.SecretFile)
		if err != nil {
			return err
		}
		out.Single = accounts.NewSingle(accounts.Single{Issuer: s.Issuer, ClientID: s.ClientID,
			Secret: secret, Now: now, Back: at.JoinPath("/sign-in/back").String(),
			Scopes: s.Scopes, Label: cmp.Or(s.Label, at.Host), Claims: accounts.Claims{Name: s.Name,
				Role: s.Role, Unit: s.Unit, Division: s.Division, Roles: s.Roles,
				Default: s.Default}})
	}
	if len(out.Proxies) == 0 {
		out.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	}
	return nil
}

// sweeping forgets ended sessions and old tries until ctx ends.
func sweeping(ctx context.Context, who *access.Accounts, log *zap.Logger) error {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		if err := errors.Join(who.Sessions.Sweep(ctx), who.Gate.Sweep(ctx)); err != nil && ctx.Err() == nil {
			log.Warn("old sessions are swept at the next turn", zap.Error(err))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// firstAccounts makes the first administrator, and says how to sign in.
func (a *App) firstAccounts(ctx context.Context) error {
	if a.opt.Tour {
		return nil
	}
	book, err := a.Book(ctx)
	if err != nil {
		return err
	}
	if f := a.opt.First; f.ID != "" {
		return book.FirstWith(ctx, f.ID, f.Name, f.Password)
	}
	id, once, err := book.First(ctx)
	if err == nil && once != "" {
		fmt.Fprintf(a.opt.Say, "\n  first administrator  %s\n  one-time password    %s   (shown this once; choose your own when you sign in)\n", id, once)
	}
	return err
}

// samples are the accounts of the tour, one for each role.
var samples = []struct{ role, name string }{
	{"monitor", "样例监测员"}, {"handler", "样例承办人"}, {"head", "样例负责人"}, {"leader", "样例领导"},
	{"auditor", "样例审计员"}, {"openness", "样例政务公开员"}, {accounts.Administrator, "样例管理员"},
}

// sampleAccounts makes the accounts of the tour. Nobody knows their passwords.
func sampleAccounts(ctx context.Context, cfg *configs.Config, book *accounts.Directory) error {
	unit := SampleUnit(cfg)
	for _, s := range samples {
		a := accounts.Account{ID: "demo-" + s.role, Name: s.name, Role: s.role}
		switch s.role {
		case "handler", "head":
			a.Unit = unit
		case "leader", "openness":
			a.Division = cfg.Region
		}
		if _, _, err := book.Add(ctx, a); err != nil && !errors.Is(err, accounts.ErrTaken) {
			return err
		}
	}
	return nil
}

// SampleUnit is a unit of the tour that gets much work: the one in charge of most topics.
func SampleUnit(cfg *configs.Config) string {
	best, most := "", -1
	for _, u := range cfg.Units {
		if n := len(u.Topics); !u.Office && n > most {
			best, most = u.ID, n
		}
	}
	return best
}

// auditLog is the office's record on the log.
type auditLog struct{ bus *bus.Bus }

// Append stores entries in order; those that are there already are left out by their id, and an
// entry that is not the next of its chain is refused.
func (l auditLog) Append(ctx context.Context, chain string, first uint64, entries [][]byte) error {
	out := make([]bus.Message, len(entries))
	for i, e := range entries {
		out[i] = bus.Message{Subject: "audit." + chain, ID: fmt.Sprintf("%s.%d", chain, first+uint64(i)), Data: e}
	}
	_, err := l.bus.Publish(ctx, out...)
	return err
}

// Read gives the entries from a number on.
func (l auditLog) Read(ctx context.Context, from uint64, fn func(seq uint64, entry []byte) error) error {
	_, err := l.bus.Read(ctx, streamAudit, "", from, func(m bus.Msg) error { return fn(m.Seq, m.Data) })
	if errors.Is(err, accounts.ErrStop) || errors.Is(err, bus.ErrAhead) {
		return nil
	}
	return err
}

// Last is the number of the last entry.
func (l auditLog) Last(ctx context.Context) (uint64, error) { return l.bus.LastSeq(ctx, streamAudit) }
