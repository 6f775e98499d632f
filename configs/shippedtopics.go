package configs

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"sync"

	"huiying/opinion"
)

// topics reads catalogue.yaml. A directory that lacks it has the shipped one, which is read once in a
// process: it is the largest file by far, and most directories do not bring their own.
func (r *reader) topics() []opinion.Topic {
	if _, err := fs.Stat(r.c.dir, catalogueFile); errors.Is(err, fs.ErrNotExist) || r.c.dir == fs.FS(shipped) {
		s := shippedTopics()
		r.c.where[catalogueFile] = joinName("configs", catalogueFile)
		maps.Copy(r.c.places, s.places)
		r.faults, r.clocks = append(r.faults, s.faults...), append(r.clocks, s.clocks...)
		return slices.Clone(s.topics)
	}
	return r.readTopics()
}

func (r *reader) readTopics() []opinion.Topic {
	var c catalogue
	r.file(catalogueFile, &c)
	return c.flat(r)
}

// fromShipped is what reading the shipped catalogue leaves behind.
type fromShipped struct {
	topics []opinion.Topic
	places map[string]pos // of each topic
	faults Diagnostics
	clocks []clockRef
}

var shippedTopics = sync.OnceValue(func() fromShipped {
	r := &reader{c: defaults(), name: "configs", broken: map[string]bool{}}
	r.c.dir = shipped
	out := fromShipped{topics: r.readTopics(), faults: r.faults, clocks: r.clocks, places: map[string]pos{}}
	for _, t := range out.topics {
		at := catalogueFile + "#topic:" + t.ID
		out.places[at] = r.c.places[at]
	}
	return out
})
