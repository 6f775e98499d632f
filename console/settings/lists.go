package settings

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// shows is a page over all that is in force.
func (a *Room) shows(r *http.Request, v *View, page string) (string, error) {
	now, err := a.standing(r, v)
	v.D = now
	return page, err
}

// ShowClocks are the clocks, and which matter gets which.
func (a *Room) ShowClocks(r *http.Request, v *View) (string, error) {
	return a.shows(r, v, "settings-clocks")
}

// ShowDays are the days off and the days worked.
func (a *Room) ShowDays(r *http.Request, v *View) (string, error) {
	return a.shows(r, v, "settings-days")
}

// ShowTemplates are the templates of answers, and where regulations can be read.
func (a *Room) ShowTemplates(r *http.Request, v *View) (string, error) {
	return a.shows(r, v, "settings-templates")
}

// noticesPage is who is told what by which channels.
type noticesPage struct {
	facts.Settings
	Tried string // the channel that took a test notice
}

// ShowNotices is who is told what by which channels.
func (a *Room) ShowNotices(r *http.Request, v *View) (string, error) {
	now, err := a.standing(r, v)
	v.D = noticesPage{now, r.URL.Query().Get("tried")}
	return "settings-notices", err
}

// entryPage is the form of one entry of a list; New, where there is none yet.
type entryPage[T any] struct {
	facts.Settings
	Is  T
	Was string // how it is called; "" for a new one
	New bool
}

// showEntry is the form of the entry that the address names; "new" is an empty one.
func showEntry[T any](a *Room, r *http.Request, v *View, page string, list func(facts.Settings) []T,
	called func(x T, place int) string) (string, error) {
	now, err := a.standing(r, v)
	if err != nil {
		return "", err
	}
	id, p := r.PathValue("id"), entryPage[T]{Settings: now, New: r.PathValue("id") == "new"}
	all := list(now)
	i := 0
	for i < len(all) && called(all[i], i) != id {
		i++
	}
	if i == len(all) && !p.New {
		return "", &kit.Error{Kind: kit.NotFound}
	}
	if !p.New {
		p.Is, p.Was = all[i], id
	}
	v.D = p
	return page, nil
}

// ShowClock is the form of one clock.
func (a *Room) ShowClock(r *http.Request, v *View) (string, error) {
	return showEntry(a, r, v, "settings-clock", func(s facts.Settings) []opinion.ClockProfile { return s.Clocks },
		func(c opinion.ClockProfile, _ int) string { return c.ID })
}

// ShowTemplate is the form of one template.
func (a *Room) ShowTemplate(r *http.Request, v *View) (string, error) {
	return showEntry(a, r, v, "settings-template", func(s facts.Settings) []facts.SettingsTemplate { return s.Templates },
		func(t facts.SettingsTemplate, _ int) string { return t.ID })
}

// ShowPolicy is the form of where one regulation can be read. Numbers of regulations make no addresses:
// its place in the list does.
func (a *Room) ShowPolicy(r *http.Request, v *View) (string, error) {
	return showEntry(a, r, v, "settings-policy", func(s facts.Settings) []facts.SettingsPolicy { return s.Policies },
		func(_ facts.SettingsPolicy, place int) string { return strconv.Itoa(place) })
}

// ShowChannel is the form of whom one channel reaches.
func (a *Room) ShowChannel(r *http.Request, v *View) (string, error) {
	return showEntry(a, r, v, "settings-channel", func(s facts.Settings) (mail []facts.SettingsChannel) {
		return slices.DeleteFunc(slices.Clone(s.Channels), func(c facts.SettingsChannel) bool { return !c.Mail() })
	}, func(c facts.SettingsChannel, _ int) string { return c.ID })
}

// ShowTell is the form of one who is told.
func (a *Room) ShowTell(r *http.Request, v *View) (string, error) {
	return showEntry(a, r, v, "settings-tell", func(s facts.Settings) []facts.SettingsTell { return s.Tell },
		func(_ facts.SettingsTell, place int) string { return strconv.Itoa(place) })
}

// watchesPage are the subjects that are watched.
type watchesPage struct {
	facts.Settings
	Done bool
}

// ShowWatches are the subjects that the office wants to be told of (专题).
func (a *Room) ShowWatches(r *http.Request, v *View) (string, error) {
	now, err := a.standing(r, v)
	v.Nav, v.Title = "alerts", v.Say("nav.watches")
	v.D = watchesPage{now, r.URL.Query().Get("done") != ""}
	return "settings-watches", err
}

// ShowWatch is the form of one watch.
func (a *Room) ShowWatch(r *http.Request, v *View) (string, error) {
	page, err := showEntry(a, r, v, "settings-watch", func(s facts.Settings) []opinion.Watch { return s.Watches },
		func(w opinion.Watch, _ int) string { return w.ID })
	v.Nav, v.Title = "alerts", v.Say("nav.watches")
	return page, err
}

// Watches says that a reader may change what is watched.
func (v *View) Watches(s facts.Settings) bool { return v.May("POST /watches") && !v.Beyond(s) }

// Matches are the conditions of a watch, in words.
func (v *View) Matches(w opinion.Watch) (out []string) {
	each := func(key string, list []string) {
		if len(list) > 0 {
			out = append(out, v.Say("watches.if."+key, v.Listed(list)))
		}
	}
	named := func(list []string, name func(string) string) (out []string) {
		for _, id := range list {
			out = append(out, name(id))
		}
		return out
	}
	each("must", w.Must)
	each("any", w.Any)
	each("not", w.Not)
	each("topics", named(w.Topics, v.Topic))
	each("places", named(w.Divisions, v.Place))
	each("units", named(w.Units, v.Unit))
	each("sources", w.Sources)
	each("demands", named(codes(w.Demands), func(d string) string { return v.Demand(opinion.Demand(d)) }))
	if w.Severity != "" {
		out = append(out, v.Say("watches.if.severity", string(w.Severity)))
	}
	if w.From+w.Until != "" {
		out = append(out, v.Say("watches.if.days", cmp.Or(w.From, "…"), cmp.Or(w.Until, "…")))
	}
	return out
}

// Asks says whether a watch is of a demand; Tells, whether it tells in a way.
func (v *View) Asks(w opinion.Watch, d opinion.Demand) bool { return slices.Contains(w.Demands, d) }
func (v *View) Tells(w opinion.Watch, way string) bool {
	return string(cmp.Or(w.Tell, opinion.TellAtOnce)) == way
}

// Date is a day as the files write it.
func (v *View) Date(t time.Time) string { return t.In(opinion.Beijing).Format(time.DateOnly) }

// Telling says when a watch tells, in words.
func (v *View) Telling(w opinion.Watch) string {
	if w.Tell == opinion.TellAtCount {
		return v.Say("watches.tell.count_of", w.Count, v.Span(w.Span()))
	}
	return v.Word("watches.tell.", string(cmp.Or(w.Tell, opinion.TellAtOnce)))
}

// fieldsPage are the fields of the catalogue.
type fieldsPage struct {
	facts.Settings
	Fields []fieldRow
}

// fieldRow is a field with what is below it, and the unit of the region in charge of it.
type fieldRow struct {
	Topic opinion.Topic
	Items int
	Unit  string
}

// ShowTopics are the fields of the catalogue.
func (a *Room) ShowTopics(r *http.Request, v *View) (string, error) {
	now, err := a.standing(r, v)
	if err != nil {
		return "", err
	}
	p := fieldsPage{Settings: now}
	for _, t := range now.Topics {
		if _, _, item := strings.Cut(t.ID, "/"); item {
			p.Fields[len(p.Fields)-1].Items++
		} else {
			p.Fields = append(p.Fields, fieldRow{Topic: t, Unit: chargedWith(now, t.ID)})
		}
	}
	v.D = p
	return "settings-topics", nil
}

// chargedWith is the unit of the region in charge of a topic, "" for none of its own.
func chargedWith(s facts.Settings, topic string) string {
	for _, u := range s.Units {
		if u.Division == s.Region && slices.Contains(u.Topics, topic) {
			return u.ID
		}
	}
	return ""
}

// topicPage is the form of a field or an item of the catalogue.
type topicPage struct {
	facts.Settings
	Is    opinion.Topic
	Field string // that it stands in; "" of a field
	New   bool
	Unit  string // of the region, in charge of it
	Own   []opinion.Unit
	Items []opinion.Topic // of a field
	Peers []opinion.Topic // other items of its field
}

// ShowTopic is the form of a field, with its items below it.
func (a *Room) ShowTopic(r *http.Request, v *View) (string, error) {
	return a.showTopic(r, v, r.PathValue("field"), "")
}

// ShowItem is the form of an item; "new" is an empty one.
func (a *Room) ShowItem(r *http.Request, v *View) (string, error) {
	return a.showTopic(r, v, r.PathValue("field"), r.PathValue("item"))
}

func (a *Room) showTopic(r *http.Request, v *View, field, item string) (string, error) {
	now, err := a.standing(r, v)
	if err != nil {
		return "", err
	}
	id, p := field, topicPage{Settings: now}
	if item != "" {
		id, p.Field = field+"/"+item, field
	}
	p.New = field == "new" || item == "new"
	known := p.New && p.Field == ""
	for _, t := range now.Topics {
		inside := strings.HasPrefix(t.ID, field+"/")
		switch {
		case t.ID == id && !p.New:
			p.Is, known = t, true
		case t.ID == field && p.New:
			known = true
		case inside && item == "":
			p.Items = append(p.Items, t)
		case inside:
			p.Peers = append(p.Peers, t)
		}
	}
	if !known {
		return "", &kit.Error{Kind: kit.NotFound}
	}
	if !p.New {
		p.Unit = chargedWith(now, id)
	}
	for _, u := range now.Units {
		if u.Division == now.Region {
			p.Own = append(p.Own, u)
		}
	}
	v.D = p
	return "settings-topic", nil
}

// Bare is the id of an item without its field.
func (v *View) Bare(id string) string { return id[strings.IndexByte(id, '/')+1:] }

// Beyond says that a reader is bound to a division, so that what is the whole region's is not his to change.
func (v *View) Beyond(s facts.Settings) bool { return v.bound != "" && v.bound != s.Region }

// Mine says that a reader may change what is the whole region's.
func (v *View) Mine(s facts.Settings) bool { return v.May("POST /settings") && !v.Beyond(s) }

// Bound is the division that a reader is bound to.
func (v *View) Bound() string { return v.bound }

// Told is who is told, in words.
func (v *View) Told(t facts.SettingsTell) string {
	if t.Unit != "" {
		return v.Unit(t.Unit)
	}
	return v.Word("told.role:", t.Role)
}

// Purpose is what a template is for, in words.
func (v *View) Purpose(t facts.SettingsTemplate, s facts.Settings) string {
	return v.Word("settings.for.", purpose(t, s))
}

// Clock names a clock by its id.
func (v *View) Clock(s facts.Settings, id string) string {
	if c, ok := find(s.Clocks, func(c opinion.ClockProfile) bool { return c.ID == id }); ok {
		return v.In(c.Name, c.NameEn)
	}
	return id
}

// Conditions of a rule, in words.
func (v *View) Conditions(r facts.SettingsRule) (out []string) {
	each := func(key string, list []string) {
		if len(list) > 0 {
			out = append(out, v.Say("settings.if."+key, v.Listed(list)))
		}
	}
	var severity, kind, topics, demand []string
	for _, s := range r.Severity {
		severity = append(severity, string(s))
	}
	for _, k := range r.Kind {
		kind = append(kind, v.SourceKind(k))
	}
	for _, t := range r.Topic {
		topics = append(topics, v.Topic(t))
	}
	for _, d := range r.Demand {
		demand = append(demand, v.Demand(d))
	}
	each("severity", severity)
	each("kind", kind)
	each("topic", topics)
	each("demand", demand)
	if r.TopicClock {
		out = append(out, v.Say("settings.if.topic_clock"))
	}
	return out
}

// dayRun are days of one holiday that follow each other.
type dayRun struct {
	From, To string
	Off      bool
	Name     string
	Own      bool
	Days     int
}

// Runs are the days of a year, those that follow each other as one.
func (v *View) Runs(y facts.SettingsYear) (out []dayRun) {
	for _, d := range y.Days {
		if n := len(out); n > 0 && out[n-1].Off == d.Off && out[n-1].Name == d.Name && out[n-1].Own == d.Own &&
			next(out[n-1].To) == d.Date {
			out[n-1].To, out[n-1].Days = d.Date, out[n-1].Days+1
			continue
		}
		out = append(out, dayRun{d.Date, d.Date, d.Off, d.Name, d.Own, 1})
	}
	return out
}

// HasOwn says whether a file of the configuration says a day of a year.
func (v *View) HasOwn(y facts.SettingsYear) bool {
	return slices.ContainsFunc(y.Days, func(d facts.SettingsDay) bool { return d.Own })
}

// Lines are words, one on each line.
func (v *View) Lines(list []string) string { return strings.Join(list, "\n") }

// Spaced are words in one field.
func (v *View) Spaced(list []string) string { return strings.Join(list, " ") }

// Has says whether a list has a word.
func (v *View) Has(list []string, word string) bool { return slices.Contains(list, word) }

// Calendars are those by which a clock can count.
func (v *View) Calendars() []string { return opinion.Calendars }

// Listed are words as a language lists them.
func (v *View) Listed(list []string) string { return strings.Join(list, v.Say("list.comma")) }
