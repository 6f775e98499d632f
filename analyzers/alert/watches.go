package alert

import (
	"slices"
	"strings"
	"time"

	"huiying/analyzers/phrase"
	"huiying/analyzers/simplified"
	"huiying/opinion"
)

// watching finds which watches a report is of: all words of all watches in one pass over the text, then
// the other conditions of those that remain.
type watching struct {
	all      []opinion.Watch
	words    *phrase.Matcher
	users    [][]use // by word
	shorter  [][]int // by word: the words that it begins with
	wordless []int   // watches without a word that has to stand there
	need     []need  // by watch
	seen     []tried // by watch, of the report that is looked at
	round    uint32
	touched  []int
}

// use says how a watch uses a word.
type use struct {
	watch int
	as    uint8
	bit   uint64 // of a word that must be there
}

const (
	asMust = iota
	asAny
	asNot
)

type need struct {
	must uint64
	any  bool
}

type tried struct {
	round uint32
	must  uint64
	any   bool
	not   bool
}

// MostMust bounds how many words of a watch must be there all at once.
const MostMust = 64

func newWatching(all []opinion.Watch) *watching {
	w := &watching{all: all, need: make([]need, len(all)), seen: make([]tried, len(all))}
	index := map[string]int{}
	var list []string
	add := func(word string, u use) {
		if word = phrase.Fold(simplified.Text(strings.TrimSpace(word))); word == "" {
			return
		}
		i, known := index[word]
		if !known {
			i = len(list)
			index[word] = i
			list = append(list, word)
			w.users = append(w.users, nil)
		}
		w.users[i] = append(w.users[i], u)
	}
	for i, x := range all {
		for k, word := range x.Must[:min(len(x.Must), MostMust)] {
			add(word, use{i, asMust, 1 << k})
			w.need[i].must |= 1 << k
		}
		for _, word := range x.Any {
			add(word, use{i, asAny, 0})
			w.need[i].any = true
		}
		for _, word := range x.Not {
			add(word, use{i, asNot, 0})
		}
		if w.need[i] == (need{}) {
			w.wordless = append(w.wordless, i)
		}
	}
	w.words = phrase.New(list)
	w.shorter = make([][]int, len(list))
	for i, word := range list {
		for end := range word {
			if k, known := index[word[:end]]; end > 0 && known {
				w.shorter[i] = append(w.shorter[i], k)
			}
		}
	}
	return w
}

// match is which watches a report is of, in their order.
func (w *watching) match(r *Report) (out []int) {
	if len(w.all) == 0 {
		return nil
	}
	w.round++
	w.touched = w.touched[:0]
	for _, text := range [...]string{r.Title, r.Text} {
		w.words.Find(simplified.Text(text), func(i, from, _ int) int {
			w.found(i)
			for _, k := range w.shorter[i] {
				w.found(k)
			}
			return from
		})
	}
	for _, i := range w.wordless {
		w.at(i)
	}
	for _, i := range w.touched {
		t, n := &w.seen[i], w.need[i]
		if !t.not && t.must == n.must && (t.any || !n.any) && Fits(w.all[i], r) {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out
}

func (w *watching) at(i int) *tried {
	t := &w.seen[i]
	if t.round != w.round {
		*t = tried{round: w.round}
		w.touched = append(w.touched, i)
	}
	return t
}

func (w *watching) found(word int) {
	for _, u := range w.users[word] {
		switch t := w.at(u.watch); u.as {
		case asMust:
			t.must |= u.bit
		case asAny:
			t.any = true
		case asNot:
			t.not = true
		}
	}
}

// Fits says whether a report meets the conditions of a watch that are no words.
func Fits(w opinion.Watch, r *Report) bool {
	field, _, _ := strings.Cut(r.Topic, "/")
	switch {
	case len(w.Topics) > 0 && !slices.Contains(w.Topics, r.Topic) && !slices.Contains(w.Topics, field):
	case len(w.Divisions) > 0 && !slices.ContainsFunc(r.Places, func(p string) bool {
		return slices.Contains(w.Divisions, p)
	}):
	case len(w.Units) > 0 && !slices.Contains(w.Units, r.Unit):
	case len(w.Sources) > 0 && !slices.Contains(w.Sources, r.Source):
	case len(w.Demands) > 0 && !slices.Contains(w.Demands, r.Demand):
	case w.Severity != "" && r.Severity != w.Severity && !r.Severity.Heavier(w.Severity):
	case !during(w, r.At):
	default:
		return true
	}
	return false
}

// during says whether a moment lies in the period of a watch.
func during(w opinion.Watch, at time.Time) bool {
	if w.From == "" && w.Until == "" {
		return true
	}
	day := at.In(opinion.Beijing).Format(time.DateOnly)
	return (w.From == "" || day >= w.From) && (w.Until == "" || day <= w.Until)
}

// Matches says whether a watch is of a report: for a try on past reports.
func Matches(w opinion.Watch, reports []Report) (out []int) {
	m := newWatching([]opinion.Watch{w})
	for i := range reports {
		if len(m.match(&reports[i])) > 0 {
			out = append(out, i)
		}
	}
	return out
}

// watched is what is known of a watch.
type watched struct {
	Rang  map[string]int64 // issues of which it told, and when it heard of them last
	Since []uint32         // records that a digest has not told of
	N     int              // how many there were
	Over  bool             // there were as many as it asked for, and it told of them
}

const (
	toldFor    = 24 * 3600 // seconds after which an issue that was not heard of rings again
	mostTold   = 512       // issues that a watch remembers
	digestHour = 8
)

// watch lets the watches tell that a report is of.
func (d *Detector) watch(r Report, seq uint32) {
	for _, at := range d.own {
		c := d.Cells[at]
		if c.Key.What != cellWatch {
			continue
		}
		i := slices.IndexFunc(d.opts.Watches, func(w opinion.Watch) bool { return w.ID == c.Key.Of })
		w := &d.opts.Watches[i]
		is := d.Watched[w.ID]
		if is == nil {
			is = &watched{Rang: map[string]int64{}}
			d.Watched[w.ID] = is
		}
		switch w.Tell {
		case opinion.TellDigest:
			is.N++
			if is.Since = append(is.Since, seq); len(is.Since) > mostLast {
				is.Since = is.Since[1:]
			}
		case opinion.TellAtCount:
			d.watchCount(w, is, at)
		case opinion.TellAtOnce:
			d.watchOnce(w, is, r, seq)
		}
	}
}

// watchOnce tells of each issue once, until it was not heard of for a day.
func (d *Detector) watchOnce(w *opinion.Watch, is *watched, r Report, seq uint32) {
	about := r.Issue
	if about == "" {
		about = r.ID
	}
	last, known := is.Rang[about]
	is.Rang[about] = d.Second
	if known && d.Second-last < toldFor {
		return
	}
	if len(is.Rang) > mostTold {
		for id, when := range is.Rang {
			if d.Second-when >= toldFor {
				delete(is.Rang, id)
			}
		}
	}
	a := d.alertOf(opinion.AlertWatch, w.ID+about, []uint32{seq})
	a.Watch, a.Issue, a.Topic, a.Division, a.Seen = w.ID, r.Issue, r.Topic, placeOf(r), 1
	d.events = append(d.events, Event{Did: Rang, At: a.At, Alert: a})
}

func placeOf(r Report) string {
	if len(r.Places) == 0 {
		return ""
	}
	return r.Places[len(r.Places)-1]
}

// watchCount tells once when so many came, and again after there were fewer.
func (d *Detector) watchCount(w *opinion.Watch, is *watched, at int) {
	hours := int64(w.Span() / time.Hour)
	found := d.within(at, d.Second-hours*3600)
	a := d.alertOf(opinion.AlertWatch, w.ID, found)
	n := len(found) - a.Copies
	if n < max(w.Count, 1) {
		is.Over = false
		return
	}
	if is.Over {
		return
	}
	is.Over = true
	a.Watch, a.Seen, a.Window = w.ID, n, w.Span()
	d.events = append(d.events, Event{Did: Rang, At: a.At, Alert: a})
}

// digests tells in the morning what watches gathered.
func (d *Detector) digests() {
	now := time.Unix(d.Rhythm.Now*3600, 0).In(opinion.Beijing)
	if now.Hour() != digestHour {
		return
	}
	for i := range d.opts.Watches {
		w := &d.opts.Watches[i]
		is := d.Watched[w.ID]
		if is == nil || is.N == 0 {
			continue
		}
		a := d.alertOf(opinion.AlertWatch, w.ID, is.Since)
		a.At, a.ID = now, opinion.AlertID(opinion.AlertWatch, w.ID, now)
		a.Watch, a.Seen, a.Window = w.ID, is.N, 24*time.Hour
		is.N, is.Since = 0, nil
		d.events = append(d.events, Event{Did: Rang, At: now, Alert: a})
	}
}
