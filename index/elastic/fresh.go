package elastic

import (
	"context"
	"errors"
	"fmt"

	"github.com/elastic/go-elasticsearch/v8/esapi"

	"huiying/index"
)

// Fresh is a generation that is being filled beside the one that is searched. It ends with
// Switch or with Drop.
type Fresh struct {
	x   *Index
	gen int
}

// ErrTaken: another rebuild was begun after this one, which ends this one.
var ErrTaken = errors.New("another rebuild of the index was begun meanwhile: let that one end")

// Fresh begins a rebuild: an empty generation beside the one that is searched. What an
// earlier rebuild left unfinished is dropped.
func (x *Index) Fresh(ctx context.Context) (*Fresh, error) {
	if err := x.putTemplate(ctx); err != nil {
		return nil, err
	}
	s, err := x.state(ctx)
	if err != nil {
		return nil, err
	}
	next := 1
	var left []int
	for g := range s.gens {
		next = max(next, g+1)
		if g != s.active {
			left = append(left, g)
		}
	}
	if err := x.drop(ctx, x.names(s, left...)); err != nil {
		return nil, err
	}
	if err := x.create(ctx, x.anchor(next), false); err != nil {
		return nil, err
	}
	return &Fresh{x: x, gen: next}, nil
}

// Put is Index.Put into the fresh generation.
func (f *Fresh) Put(ctx context.Context, docs []index.Doc) error {
	docs, err := index.Latest(docs)
	if err != nil || len(docs) == 0 {
		return err
	}
	s, err := f.state(ctx)
	if err != nil {
		return err
	}
	err = f.x.putInto(ctx, s, f.gen, docs)
	if _, gone := f.state(ctx); gone != nil {
		return gone
	}
	return err
}

func (f *Fresh) state(ctx context.Context) (state, error) {
	s, err := f.x.state(ctx)
	if err == nil && !s.gens[f.gen][""] {
		err = ErrTaken
	}
	return s, err
}

// Switch makes the fresh generation the one that is searched, in one step, and drops the one
// before. What others have written there meanwhile must be put again: a Put that was under
// way does so by itself, for one that had ended it is the caller's to read on in the log.
func (f *Fresh) Switch(ctx context.Context) error {
	s, err := f.state(ctx)
	if err != nil {
		return err
	}
	var actions []object
	for name, aliases := range s.behind {
		if aliases[f.x.alias] {
			actions = append(actions, object{"remove": object{"index": name, "alias": f.x.alias}})
		}
	}
	for _, name := range f.x.names(s, f.gen) {
		actions = append(actions, object{"add": object{"index": name, "alias": f.x.alias}})
	}
	if err := f.x.ask(ctx, "move the alias", esapi.IndicesUpdateAliasesRequest{Body: jsonOf(object{"actions": actions})}, nil); err != nil {
		return err
	}
	f.x.mu.Lock()
	f.x.laid = true
	f.x.mu.Unlock()
	if s.active == 0 || s.active == f.gen {
		return nil
	}
	if err := f.x.drop(ctx, f.x.names(s, s.active)); err != nil {
		return fmt.Errorf("the index is rebuilt and searched; the old one could not be dropped, the next rebuild will: %w", err)
	}
	return nil
}

// Drop gives the rebuild up.
func (f *Fresh) Drop(ctx context.Context) error {
	s, err := f.x.state(ctx)
	if err != nil || s.active == f.gen {
		return err
	}
	return f.x.drop(ctx, f.x.names(s, f.gen))
}
