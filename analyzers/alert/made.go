package alert

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"huiying/opinion"
)

// Made is a made stream with planted surges, by which detection is measured: reports of topics at places
// whose rates differ widely, by a daily and a weekly course, with surges of two hours whose count has a
// chance below a millionth under the usual rate of their topic and place. The same Seed makes the same.
type Made struct {
	Seed       uint64
	PerDay     int
	Days       int
	Counties   int // 4 where 0
	Towns      int // of each; 5 where 0
	Topics     int // 24 where 0
	Surges     int
	SameIssues bool    // texts have no variety: all reports of a topic at a place are one issue
	Scatter    float64 // how much days differ beyond chance: the shape's inverse
	FirstDay   int     // of surges; 3 where 0
	Shifted    int     // topics have their days up to so many hours earlier or later
}

// Planted is one surge of a made stream.
type Planted struct {
	From     time.Time
	Fifth    time.Time
	Expected float64
	Reports  int
	Topic    string
	Place    string
}

// madeCell is a topic at a township.
type madeCell struct {
	topic string
	path  []string
	rate  float64 // reports a day
	issue int
	shift time.Duration
}

func (c *madeCell) shape(t time.Time) float64 { return madeShape(t.Add(c.shift)) }

// madeHours and madeWeek differ from what a Detector takes for usual before it knows.
var madeHours = [24]float64{.2, .1, .1, .1, .1, .2, .5, 1.2, 2.1, 2.3, 2, 1.5, .9, 1.1, 1.9, 2, 1.9, 1.4, 1.1, 1.3, 1.2, .9, .5, .4}
var madeWeek = [7]float64{1.2, 1.1, 1, 1, 1.05, .8, .7}

func madeShape(t time.Time) float64 {
	return madeHours[t.Hour()] * madeWeek[(int(t.Weekday())+6)%7] * 24 / 25.05 * 7 / 6.85
}

func (m Made) filled() Made {
	m.Counties, m.Towns, m.Topics = cmp.Or(m.Counties, 4), cmp.Or(m.Towns, 5), cmp.Or(m.Topics, 24)
	m.FirstDay = cmp.Or(m.FirstDay, 3)
	return m
}

// Stream makes the reports in order, and what was planted; its reports have ids that begin with s and
// the surge's number.
func (m Made) Stream() ([]Report, []Planted) {
	m = m.filled()
	r := rand.New(rand.NewPCG(m.Seed, 22))
	cells := m.cells(r)
	start := time.Date(2026, 3, 2, 0, 0, 0, 0, opinion.Beijing)
	var out []Report
	for day := range m.Days {
		scatter := 1.0
		if m.Scatter > 0 {
			scatter = math.Exp(r.NormFloat64() * math.Sqrt(m.Scatter))
		}
		for h := range 24 {
			at := start.Add(time.Duration(day*24+h) * time.Hour)
			for i := range cells {
				for range poisson(r, cells[i].rate/24*cells[i].shape(at)*scatter) {
					out = append(out, m.report(r, &cells[i], at.Add(time.Duration(r.Int64N(int64(time.Hour)))), ""))
				}
			}
		}
	}
	var planted []Planted
	for n := range m.Surges {
		p, reports := m.plant(r, cells, start, n)
		planted, out = append(planted, p), append(out, reports...)
	}
	slices.SortStableFunc(out, func(a, b Report) int { return a.At.Compare(b.At) })
	for i := range out {
		out[i].At = out[i].At.Truncate(time.Second)
		if out[i].ID == "" {
			out[i].ID = fmt.Sprintf("m%d", i)
		}
	}
	return out, planted
}

// cells are topics at townships; a few have most of the reports.
func (m Made) cells(r *rand.Rand) []madeCell {
	var out []madeCell
	sum := 0.0
	for c := range m.Counties {
		for t := range m.Towns {
			size := math.Exp(r.NormFloat64() * .6)
			for k := range m.Topics {
				rate := size * math.Pow(float64(k+1), -.8) * math.Exp(r.NormFloat64()*.5)
				sum += rate
				out = append(out, madeCell{topic: fmt.Sprintf("f%d/t%d", k%8, k), rate: rate, path: []string{"98",
					fmt.Sprintf("98%02d", c/10+1), fmt.Sprintf("98%02d%02d", c/10+1, c%10+1),
					fmt.Sprintf("98%02d%02d%03d", c/10+1, c%10+1, t+1)}})
			}
		}
	}
	for i := range out {
		out[i].rate *= float64(m.PerDay) / sum
		out[i].issue = i
		if m.Shifted > 0 {
			out[i].shift = time.Duration(i%m.Topics%(2*m.Shifted+1)-m.Shifted) * time.Hour
		}
	}
	return out
}

func (m Made) report(r *rand.Rand, c *madeCell, at time.Time, issue string) Report {
	if issue == "" {
		issue = fmt.Sprintf("i%d", c.issue)
		if !m.SameIssues { // a third joins an issue that is known
			issue = fmt.Sprintf("i%d-%d", c.issue, at.Unix()/86400/3*1000+r.Int64N(int64(2+c.rate*6)))
		}
	}
	return Report{At: at, Issue: issue, Topic: c.topic, Places: c.path, Source: fmt.Sprintf("s%d", r.IntN(3)),
		Kind: opinion.KindHotline, Level: opinion.City, Severity: opinion.SeverityIV}
}

// plant puts a surge of two hours where the count beside the usual ones has a chance of 1e-6 to 1e-12.
func (m Made) plant(r *rand.Rand, cells []madeCell, start time.Time, n int) (Planted, []Report) {
	c := &cells[r.IntN(len(cells))]
	days := m.Days - m.FirstDay - 1
	at := start.Add(time.Duration(m.FirstDay)*24*time.Hour + time.Duration(r.Int64N(int64(days)*24*60))*time.Minute)
	mean := 0.0
	for i := range 120 {
		mean += c.rate / 24 / 60 * c.shape(at.Add(time.Duration(i)*time.Minute))
	}
	limit := 1e-6 * math.Pow(10, -6*r.Float64())
	count := max(5, int(mean))
	for AtLeast(count, mean, math.Inf(1)) >= limit {
		count++
	}
	p := Planted{From: at, Expected: mean, Reports: count, Topic: c.topic, Place: c.path[len(c.path)-1]}
	issue := ""
	if !m.SameIssues {
		issue = fmt.Sprintf("s%d", n)
	}
	out := make([]Report, count)
	for i := range out {
		out[i] = m.report(r, c, at.Add(time.Duration(r.Int64N(int64(2*time.Hour)))), issue)
		out[i].ID = fmt.Sprintf("s%d-%d", n, i)
	}
	slices.SortFunc(out, func(a, b Report) int { return a.At.Compare(b.At) })
	p.Fifth = out[4].At
	return p, out
}

func poisson(r *rand.Rand, mean float64) int {
	if mean > 500 {
		return max(0, int(mean+r.NormFloat64()*math.Sqrt(mean)+.5))
	}
	n, left := 0, math.Exp(-mean)
	for p := r.Float64(); p > left; p *= r.Float64() {
		n++
	}
	return n
}

// MadeScore is how alerts of a made stream fit what was planted.
type MadeScore struct {
	Reports int     `json:"reports"`
	Weeks   float64 `json:"weeks"`
	Planted int     `json:"planted"`
	Found   int     `json:"found"`
	Alerts  int     `json:"alerts"`
	False   int     `json:"false_alarms"`
	// Delays are from the fifth report to the alert, of those found, in order; before it they are negative.
	Delays []time.Duration `json:"-"`
}

// Middle is the median delay.
func (s MadeScore) Middle() time.Duration {
	if len(s.Delays) == 0 {
		return 0
	}
	return s.Delays[len(s.Delays)/2]
}

// InTime is how long after its fifth report a surge may be told.
const InTime = 2 * time.Hour

// Score replays the stream. A surge is found where an alert that names one of its reports rang within
// InTime of its fifth; an alert that names none of any surge is false.
func (m Made) Score() MadeScore {
	reports, planted := m.Stream()
	s := MadeScore{Reports: len(reports), Planted: len(planted), Weeks: float64(m.Days) / 7}
	found := map[int]time.Time{}
	d := New(Options{})
	for _, r := range reports {
		for _, e := range d.Observe(r) {
			if e.Did != Rang {
				continue
			}
			s.Alerts++
			if !names(e.Alert, found) {
				s.False++
			}
		}
	}
	for n, p := range planted {
		if at, ok := found[n]; ok && at.Before(p.Fifth.Add(InTime)) {
			s.Found++
			s.Delays = append(s.Delays, at.Sub(p.Fifth))
		}
	}
	slices.Sort(s.Delays)
	return s
}

// names notes which planted surges an alert names first, and says whether it names any.
func names(a opinion.Alert, found map[int]time.Time) (any bool) {
	for _, id := range a.Mentions {
		var n, i int
		if k, _ := fmt.Sscanf(id, "s%d-%d", &n, &i); k == 2 {
			any = true
			if _, known := found[n]; !known {
				found[n] = a.At
			}
		}
	}
	return any
}
