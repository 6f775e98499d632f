package collecting

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"huiying/collectors"
	"huiying/collectors/feed"
	"huiying/collectors/web"
	"huiying/configs"
	"huiying/fetch"
	"huiying/opinion"
)

func spec(s configs.SourceSettings) collectors.Spec {
	return collectors.Spec{Source: s.Source, Every: s.Every, Max: s.Max, Follow: s.Follow}
}

// collectorBy makes what visits a source, by the way that its configuration names. There is no
// other: a way without a row is refused, by check and at start.
var collectorBy = map[configs.Way]func(configs.SourceSettings, *fetch.Client,
	func() time.Time) (collectors.Collector, error){
	configs.ByFeed: func(s configs.SourceSettings, client *fetch.Client,
		now func() time.Time) (collectors.Collector, error) {
		return feed.New(spec(s), client, now)
	},
	configs.ByPage: func(s configs.SourceSettings, client *fetch.Client,
		now func() time.Time) (collectors.Collector, error) {
		return web.New(spec(s), s.Selectors, client, now)
	},
	configs.ByJSON: func(s configs.SourceSettings, client *fetch.Client,
		now func() time.Time) (collectors.Collector, error) {
		s.Selectors.JSON = &s.JSON
		return web.New(spec(s), s.Selectors, client, now)
	},
}

// Ways are the ways that have a collector.
func Ways() []configs.Way { return slices.Sorted(maps.Keys(collectorBy)) }

// Collector makes what visits a source. An error names the ways there are.
func Collector(s configs.SourceSettings, client *fetch.Client, now func() time.Time) (collectors.Collector, error) {
	open, ok := collectorBy[s.By]
	if !ok {
		return nil, fmt.Errorf("nothing collects by %q; there are collectors by: %s", s.By, opinion.Listed(Ways()))
	}
	return open(s, client, now)
}
