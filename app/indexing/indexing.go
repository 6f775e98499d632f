package indexing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/configs"
	"huiying/console/kit"
	"huiying/index"
	"huiying/index/elastic"
	"huiying/opinion"
	"huiying/responders/correct"
	"huiying/words"
)

// engine is the index of a process, embedded or on a server.
type engine interface {
	index.Index
	Close() error
}

// Index is the index of a process, which follows the findings of the log.
type Index struct {
	engine
	Parts
}

// Parts are what the index takes of a process.
type Parts struct {
	Bus      *bus.Bus
	Words    Words
	Register Register
	Log      *zap.Logger
}

// Words are those by which a text is found.
type Words interface{ ForIndex(text string) []string }

// Register says which findings were purged, and which their source sent a newer text of.
type Register interface {
	Forgotten(ctx context.Context, ids []string) (map[string]bool, error)
	Replaced(ctx context.Context, mentions []string) (map[string]string, error)
}

// Open opens the index that the configuration names. A server need not be there yet.
func Open(cfg *configs.Config, dir string, cut index.Cutter, p Parts) (*Index, error) {
	e, err := open(cfg, dir, cut, p.Log)
	if err != nil {
		return nil, err
	}
	x := &Index{e, p}
	if err := x.missed(); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return x, nil
}

func open(cfg *configs.Config, dir string, cut index.Cutter, log *zap.Logger) (engine, error) {
	e := cfg.Index.Elastic
	if e.URL == "" {
		return openHealing(filepath.Join(dir, "index"), cut, log)
	}
	o := elastic.Options{URLs: e.URLs(), User: e.User, Compat: e.Compat, Prefix: e.Prefix, Cut: cut}
	var err, keyErr, caErr error
	o.Password, err = cfg.Secret(e.PasswordFile)
	o.APIKey, keyErr = cfg.Secret(e.APIKeyFile)
	ca, caErr := cfg.Secret(e.CAFile)
	if err = errors.Join(err, keyErr, caErr); err != nil {
		return nil, fmt.Errorf("a file that index.elastic names cannot be read: %w", err)
	}
	if ca != "" {
		o.CA = []byte(ca)
	}
	return elastic.Open(o)
}

// putter takes docs: an index, or one that is being rebuilt.
type putter interface {
	Put(ctx context.Context, docs []index.Doc) error
}

// Take makes a batch of findings findable. While the index is away the batch waits
// here, and nothing else does: it costs no attempts, and goes on as soon as the index is back.
func (x *Index) Take(ctx context.Context, in []bus.Msg) ([]bus.Message, []error) {
	errs := x.putInto(ctx, patient{remembering{x.Register, x.engine}, x.Log}, in)
	return nil, errs
}

// putInto gives a batch of findings to an index. What the index will never take is final,
// for that finding alone.
func (x *Index) putInto(ctx context.Context, into putter, in []bus.Msg) []error {
	docs, errs, at := make([]index.Doc, 0, len(in)), make([]error, len(in)), map[string]int{}
	var older []string // which a newer text of the batch replaces: found no more
	for i, msg := range in {
		var f opinion.Finding
		if errs[i] = msg.Decode(&f); errs[i] != nil {
			continue
		}
		at[f.ID] = i
		if f.Replaces != "" {
			older = append(older, f.Replaces)
		}
		docs = append(docs, index.Doc{Finding: f, Words: x.Words.ForIndex(f.Title + "\n" + f.Text),
			Seq: correct.Weight(f, msg.Seq)})
	}
	docs = slices.DeleteFunc(docs, func(d index.Doc) bool { return slices.Contains(older, d.Finding.ID) })
	err := into.Put(ctx, docs)
	if err == nil && len(older) > 0 {
		err = x.engine.Delete(ctx, older...)
	}
	var some *index.Refused
	if errors.As(err, &some) {
		for id, why := range some.Why {
			errs[at[id]] = bus.Final(&index.Refused{Why: map[string]string{id: why}})
		}
		err = nil
	}
	return bus.Fill(errs, err)
}

// remembering leaves out findings that were purged or replaced while they were on their way.
type remembering struct {
	register Register
	into     putter
}

// Put is putter.Put.
func (r remembering) Put(ctx context.Context, docs []index.Doc) error {
	ids := make([]string, len(docs))
	for i, d := range docs {
		ids[i] = d.Finding.ID
	}
	gone, err := r.register.Forgotten(ctx, ids)
	if err != nil {
		return err
	}
	past, err := r.register.Replaced(ctx, ids)
	if err != nil {
		return err
	}
	return r.into.Put(ctx, slices.DeleteFunc(slices.Clone(docs), func(d index.Doc) bool {
		return gone[d.Finding.ID] || past[d.Finding.ID] != ""
	}))
}

// patient puts again until an index that is away is back.
type patient struct {
	putter
	log *zap.Logger
}

// Put is putter.Put.
func (p patient) Put(ctx context.Context, docs []index.Doc) error {
	err := p.putter.Put(ctx, docs)
	if !errors.Is(err, index.ErrAway) {
		return err
	}
	p.log.Warn("the index is away: findings wait for it, cases go on", zap.Error(err))
	for wait := time.Second; errors.Is(err, index.ErrAway); wait = min(2*wait, 10*time.Second) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
		err = p.putter.Put(ctx, docs)
	}
	p.log.Info("the index is back")
	return err
}

// Searcher asks the index for the pages, and says when what it finds is not all there is.
type Searcher struct{ *Index }

// someBehind is how many findings may be on their way to the index before a page says so.
const someBehind = 100

// Search is ask.Searcher.Search.
func (s Searcher) Search(ctx context.Context, q index.Query) (index.Page, error) {
	p, err := s.engine.Search(ctx, q)
	if h, own := s.engine.(*healing); own && err == nil {
		if why := h.Ready(ctx); why != nil { // what is found meanwhile is not all there is
			err = fmt.Errorf("%w: %w", index.ErrDamaged, why)
		}
	}
	if errors.Is(err, index.ErrDamaged) {
		return index.Page{}, &kit.Error{Kind: kit.Unavailable, Code: "index_rebuilt", Err: err,
			Phrase: words.Of("error.index_rebuilt")}
	}
	away := errors.Is(err, index.ErrAway)
	if err != nil && !away {
		return p, err
	}
	behind, lagErr := s.Bus.Pending(ctx, "FINDINGS", "index")
	if away {
		what := words.Of("error.index_away")
		if lagErr == nil {
			what = words.Of("error.index_away.waiting", behind)
		}
		return p, &kit.Error{Kind: kit.Unavailable, Code: "index_away", Err: err, Phrase: what}
	}
	if lagErr == nil && behind >= someBehind {
		p.Behind = int(min(behind, 1<<31-1))
	}
	return p, nil
}

// Ready says why the index cannot serve, with its address; nil for one that is embedded.
func (x *Index) Ready(ctx context.Context) error {
	r, ok := x.engine.(interface{ Ready(context.Context) error })
	if !ok {
		return nil
	}
	ctx, stop := context.WithTimeout(ctx, 3*time.Second)
	defer stop()
	return r.Ready(ctx)
}

// DropBefore drops what the index keeps apart by time and holds nothing young. The rest
// goes finding by finding (forgotten one by one).
func (x *Index) DropBefore(ctx context.Context, before time.Time) error {
	d, ok := x.engine.(interface {
		DropBefore(context.Context, time.Time) (int, error)
	})
	if !ok {
		return nil
	}
	n, err := d.DropBefore(ctx, before)
	if n > 0 && err == nil {
		x.Log.Info("indices past their retention were dropped", zap.Int("indices", n))
	}
	return err
}

// Rebuild fills the index from the log. An index on a server is filled beside the one that is
// searched, which changes place with it at the end: whoever searches meanwhile misses nothing.
// say is told how far it is, and each finding that the index refuses.
func (x *Index) Rebuild(ctx context.Context, at func(seq uint64), refused func(error)) (err error) {
	server, ok := x.engine.(*elastic.Index)
	if !ok {
		_, err := x.replay(ctx, x.engine, 1, at, refused)
		if h, own := x.engine.(*healing); own && err == nil {
			err = h.filled()
		}
		return err
	}
	fresh, err := server.Fresh(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			wait, stop := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
			defer stop()
			err = errors.Join(err, fresh.Drop(wait))
		}
	}()
	next, rounds := uint64(1), 0
	for behind := true; behind && rounds < 10; rounds++ { // others go on writing
		last, err := x.replay(ctx, fresh, next, at, refused)
		if err != nil {
			return err
		}
		behind, next = last+1 > next, last+1
	}
	if err := fresh.Switch(ctx); err != nil {
		return err
	}
	_, err = x.replay(ctx, x.engine, next, at, refused)
	return err
}

// replay puts the findings of the log into an index, from a place in it to its end, which it
// answers.
func (x *Index) replay(ctx context.Context, into putter, from uint64, at func(uint64),
	refused func(error)) (uint64, error) {
	batch := make([]bus.Msg, 0, 1000)
	put := func() error {
		var all error
		for _, err := range x.putInto(ctx, remembering{x.Register, into}, batch) {
			var no *index.Refused
			if errors.As(err, &no) {
				refused(no)
				continue
			}
			all = cmp.Or(all, err)
		}
		batch = batch[:0]
		return all
	}
	last, err := x.Bus.Read(ctx, "FINDINGS", "", from, func(m bus.Msg) error {
		at(m.Seq)
		if batch = append(batch, m); len(batch) == cap(batch) {
			return put()
		}
		return nil
	})
	if err == nil && len(batch) > 0 {
		err = put()
	}
	return last, err
}
