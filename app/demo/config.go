// Package demo is the tour over invented samples: its configuration, and the sample units that work
// beside the process. The sample sites are in app/tour.
package demo

import (
	"time"

	"huiying/collectors/selector"
	"huiying/configs"
	"huiying/opinion"
	"huiying/responders/casework"
)

// Every and Already are the pace of the tour: a new text every two seconds, forty already there, and four hours of a
// clock in one second, but no clock shorter than the quick sample units need.
const (
	Every        = 2 * time.Second
	Already      = 40
	tourHour     = 250 * time.Millisecond
	tourShortest = 25 * time.Second
	tourSign     = 8 * time.Second
	tourUrge     = 20 * time.Second
	tourReopen   = time.Second      // samples say the same again all the time; nothing would stay closed longer
	tourTriage   = 15 * time.Minute // what waits for the visitor is not overdue before it was read
)

// Configure turns the shipped sample configuration into the tour's: its sources are the
// local sites, and its clocks run faster.
func Configure(cfg *configs.Config, addr string) {
	cfg.Sources = tourSources("http://"+addr, cfg.Region)
	cfg.Collect.Pace, cfg.Collect.Daily = 20*time.Millisecond, 0
	cfg.Collect.AllowPrivate = true // the sites are on loopback
	cfg.Casework.AutoDispatch = true
	cfg.Casework.ReopenWithin = tourReopen
	for i, c := range cfg.Clocks {
		fast := func(d time.Duration) time.Duration {
			return time.Duration(d.Hours() * float64(tourHour)).Round(time.Second)
		}
		k := &cfg.Clocks[i]
		k.Limit, k.Calendar = max(tourShortest, fast(c.Limit)), opinion.CalendarAlways
		if c.ID == casework.ProfileTriage || c.ID == casework.ProfileDecide {
			k.Limit = tourTriage
		}
		k.Sign, k.Inform, k.Assist = min(k.Limit, tourSign), min(k.Limit, fast(c.Inform)), 0
		k.Complete, k.Urge, k.Escalate = 2*k.Limit, tourUrge, 2*tourUrge
	}
	cfg.Site.Suggest = true
	withHotline(cfg)
}

// tourSources are the sample sites as sources.
func tourSources(base, region string) []configs.SourceSettings {
	source := func(id, name string, kind opinion.SourceKind, path string, by configs.Way,
		sel selector.Selectors) configs.SourceSettings {
		return configs.SourceSettings{Source: opinion.Source{ID: id, Name: name, Kind: kind,
			URL: base + path, Division: region},
			By: by, Every: 5 * time.Second, Max: 50, Enabled: true, Selectors: sel}
	}
	return append([]configs.SourceSettings{
		source("sample-board", "样例市民留言板", opinion.KindBoard, "/board/", configs.ByPage,
			selector.Selectors{Link: "li.letter a"}), // labels tell a letter from its answer
		source("sample-news", "样例新闻", opinion.KindNews, "/news/", configs.ByPage, selector.Selectors{Link: "a.story"}),
		source("sample-forum", "样例论坛", opinion.KindForum, "/feed.xml", configs.ByFeed, selector.Selectors{}),
		{Source: opinion.Source{ID: "mailbox", Name: "样例信箱", Kind: opinion.KindBoard,
			Division: region}, By: configs.ByIntake, Enabled: true},
	}, configs.Told()...)
}
