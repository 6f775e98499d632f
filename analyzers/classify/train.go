package classify

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"huiying/opinion"
)

// Example is one message whose label is known. Where only its words are left, Text is the
// words with blanks between them.
type Example struct {
	Title, Text string
	Label       string
	// Group is the same for copies of one message. They never stand on both sides of a
	// measurement, and together they speak once where a feature must be common enough to be
	// kept. Exact copies need none.
	Group string
}

// Options of training. The zero value is what `huiying train` uses.
type Options struct {
	Folds int       // of the cross-validation; default 5
	At    time.Time // noted in the model when set; part of its bytes
	// Cut makes words for the report's lists. Without it they show characters and pairs.
	Cut func(string) []string
	// Progress is told how many of the steps are done; it may be called from several
	// goroutines, one at a time.
	Progress func(done, total int)
}

const (
	minPerLabel = 5       // independent messages without which a label cannot be measured
	minGroups   = 3       // independent messages in which a feature must be seen
	maxWeights  = 8 << 20 // of two bytes each: the file stays below 20 MB
)

// ErrData says that the examples cannot make a model; the text around it says why.
var ErrData = errors.New("these examples make no model")

// Train learns a model and measures it by cross-validation on messages that it did not see.
// The same examples, in whatever order, give the same model to the byte on one kind of
// machine. It stops early with the error of ctx.
func Train(ctx context.Context, examples []Example, opts Options) (*Model, *Report, error) {
	c, err := prepare(examples)
	if err != nil {
		return nil, nil, err
	}
	folds := cmp.Or(opts.Folds, 5)
	c.deal(folds)
	var done atomic.Int64
	var mu sync.Mutex
	tick := func() {
		if opts.Progress != nil {
			mu.Lock()
			defer mu.Unlock()
			opts.Progress(int(done.Add(1)), (folds+1)*len(c.labels))
		}
	}

	unseen := make([][]float64, len(c.docs)) // scores of each message by the fold that did not see it
	for fold := range folds {
		f, err := c.fit(ctx, func(d doc) bool { return d.fold != fold }, tick)
		if err != nil {
			return nil, nil, err
		}
		for i, d := range c.docs {
			if d.fold == fold {
				unseen[i] = f.scores(f.vector(d))
			}
		}
	}
	f, err := c.fit(ctx, func(doc) bool { return true }, tick)
	if err != nil {
		return nil, nil, err
	}
	report := c.measure(unseen, folds)
	m := c.pack(f, sharpen(unseen, c.docs, nil))
	m.facts = report.Facts
	m.facts.Labels, m.facts.Examples, m.facts.Groups = c.labels, len(c.docs), c.groups
	m.facts.Data, m.facts.Folds, m.facts.Features, m.facts.Dropped = c.sum, folds, len(m.keys), c.rare
	if !opts.At.IsZero() {
		m.facts.At = opts.At.UTC()
	}
	report.Facts = m.facts
	c.heaviest(m, report, opts.Cut)
	return m, report, nil
}

// doc is one example as its features.
type doc struct {
	at    []int32 // rising
	times []float32
	label int
	group int
	fold  int
	title string
	text  string
	sum   [sha256.Size]byte
}

// corpus is all examples, in an order that does not depend on the one they came in.
type corpus struct {
	labels []string
	docs   []doc
	keys   []uint64 // of each feature, sorted
	groups int
	rare   int
	sum    string
}

func prepare(examples []Example) (*corpus, error) {
	c := &corpus{}
	for _, e := range examples {
		c.labels = append(c.labels, e.Label)
	}
	slices.Sort(c.labels)
	c.labels = slices.Compact(c.labels)
	if len(c.labels) < 2 {
		return nil, fmt.Errorf("%w: they need at least two different labels", ErrData)
	}
	if c.labels[0] == "" {
		return nil, fmt.Errorf("%w: one has an empty label", ErrData)
	}

	type keyed struct {
		doc
		group string
	}
	all := make([]keyed, len(examples))
	for i, e := range examples {
		d := keyed{group: "g" + e.Group}
		d.title, _ = opinion.Redact(e.Title)
		d.text, _ = opinion.Redact(e.Text)
		d.label, _ = slices.BinarySearch(c.labels, e.Label)
		if e.Group == "" {
			d.group = "c" + string(digest(d.title, d.text))
		}
		copy(d.sum[:], digest(e.Label, e.Group, d.title, d.text))
		all[i] = d
	}
	slices.SortStableFunc(all, func(a, b keyed) int { return bytes.Compare(a.sum[:], b.sum[:]) })
	number := map[string]int{}
	data := sha256.New()
	for _, d := range all {
		if _, ok := number[d.group]; !ok {
			number[d.group] = len(number)
		}
		d.doc.group = number[d.group]
		data.Write(d.sum[:])
		c.docs = append(c.docs, d.doc)
	}
	c.groups, c.sum = len(number), hex.EncodeToString(data.Sum(nil))
	c.count()
	return c, c.enough()
}

// digest is one hash of several strings, each with its length before it.
func digest(parts ...string) []byte {
	h := sha256.New()
	for _, p := range parts {
		io.WriteString(h, strconv.Itoa(len(p))+":"+p)
	}
	return h.Sum(nil)
}

// count turns texts into features and drops the rare ones at once.
func (c *corpus) count() {
	type use struct{ last, groups int32 }
	uses := map[uint64]*use{}
	each := func(d doc, f func(key uint64, n float32)) {
		grams(d.title, func(key uint64) {
			f(key, titleWeight)
			f(key|inTitle, 1)
		})
		grams(d.text, func(key uint64) { f(key, 1) })
	}
	for _, i := range c.byGroup() {
		g := int32(c.docs[i].group) + 1
		each(c.docs[i], func(key uint64, _ float32) {
			u := uses[key]
			if u == nil {
				u = &use{}
				uses[key] = u
			}
			if u.last != g {
				u.last = g
				u.groups++
			}
		})
	}
	for key, u := range uses {
		if u.groups >= minGroups {
			c.keys = append(c.keys, key)
		}
	}
	slices.Sort(c.keys)
	c.rare = len(uses) - len(c.keys)

	find := newTable(c.keys)
	times := make([]float32, len(c.keys))
	for i := range c.docs {
		d := &c.docs[i]
		each(*d, func(key uint64, n float32) {
			if j := find.get(key); j >= 0 {
				if times[j] == 0 {
					d.at = append(d.at, j)
				}
				times[j] += n
			}
		})
		slices.Sort(d.at)
		d.times = make([]float32, len(d.at))
		for n, j := range d.at {
			d.times[n], times[j] = times[j], 0
		}
	}
}

// byGroup is the order in which copies follow one another, so that groups can be counted
// by remembering the last one.
func (c *corpus) byGroup() []int {
	order := make([]int, len(c.docs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(c.docs[a].group, c.docs[b].group) })
	return order
}

// enough refuses examples from which nothing could be measured.
func (c *corpus) enough() error {
	groups := make([]map[int]bool, len(c.labels))
	for _, d := range c.docs {
		if groups[d.label] == nil {
			groups[d.label] = map[int]bool{}
		}
		groups[d.label][d.group] = true
	}
	for k, g := range groups {
		if len(g) < minPerLabel {
			return fmt.Errorf("%w: label %q has %d independent messages and needs at least %d; label more of them, or merge it with another", ErrData, c.labels[k], len(g), minPerLabel)
		}
	}
	if len(c.keys) == 0 {
		return fmt.Errorf("%w: no two characters are seen in %d independent messages", ErrData, minGroups)
	}
	return nil
}

// deal gives each group a fold, so that every label is spread evenly.
func (c *corpus) deal(folds int) {
	type group struct{ id, label int }
	var groups []group
	seen := make([]bool, c.groups)
	for _, d := range c.docs {
		if !seen[d.group] {
			seen[d.group] = true
			groups = append(groups, group{d.group, d.label})
		}
	}
	slices.SortStableFunc(groups, func(a, b group) int { return cmp.Compare(a.label, b.label) })
	fold := make([]int, c.groups)
	for i, g := range groups {
		fold[g.id] = i % folds
	}
	for i := range c.docs {
		c.docs[i].fold = fold[c.docs[i].group]
	}
}

// fitted is a model before it is packed.
type fitted struct {
	gain   []float32 // of every feature of the corpus; 0: not used
	weight [][]float64
	bias   []float64
}

// fit learns from the messages that in admits.
func (c *corpus) fit(ctx context.Context, in func(doc) bool, tick func()) (*fitted, error) {
	k := len(c.labels)
	var docs []doc
	size := make([]float64, k)
	for _, d := range c.docs {
		if in(d) {
			docs = append(docs, d)
			size[d.label]++
		}
	}
	f := &fitted{gain: gains(docs, len(c.keys), size), weight: make([][]float64, k), bias: make([]float64, k)}
	rows := make([]sparse, len(docs))
	for i, d := range docs {
		rows[i] = f.vector(d)
	}
	work := make(chan int, k)
	for label := range k {
		work <- label
	}
	close(work)
	var wg sync.WaitGroup
	for range min(k, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			side, cost := make([]int8, len(docs)), make([]float64, len(docs))
			for label := range work {
				if ctx.Err() != nil {
					return
				}
				balance(docs, label, size[label], side, cost)
				f.weight[label], f.bias[label] = machine(rows, side, cost, len(c.keys), uint64(label)+1)
				tick()
			}
		})
	}
	wg.Wait()
	return f, ctx.Err()
}

// costOfError is C of the machine: high, since gains have already quietened what does not
// tell labels apart.
const costOfError = 3

// balance lets the few messages of a label weigh as much as the many of all others.
func balance(docs []doc, label int, size float64, side []int8, cost []float64) {
	all := float64(len(docs))
	for i, d := range docs {
		side[i], cost[i] = -1, costOfError*all/(2*max(all-size, 1))
		if d.label == label {
			side[i], cost[i] = 1, costOfError*all/(2*size)
		}
	}
}

// gains says of each feature how much it may count: rare ones more than common ones (idf),
// and those that stand unevenly over the labels much more than those that stand everywhere
// (divergence of the labels where the feature stands from the labels of all messages). The
// second part is worth one point of F1 on real messages.
func gains(docs []doc, dim int, size []float64) []float32 {
	k := len(size)
	seen := make([]float64, dim*k)
	for _, d := range docs {
		for _, j := range d.at {
			seen[int(j)*k+d.label]++
		}
	}
	gain := make([]float32, dim)
	all := float64(len(docs))
	for j := range gain {
		row, n := seen[j*k:j*k+k], 0.0
		for _, s := range row {
			n += s
		}
		if n < minGroups {
			continue
		}
		apart := 0.0
		for c, s := range row {
			if prior := size[c] / all; prior > 0 {
				share := (s + 2*prior) / (n + 2)
				apart += share * math.Log(share/prior)
			}
		}
		idf := math.Log((1+all)/(1+n)) + 1
		gain[j] = float32(math.Sqrt(idf * (apart + 0.05)))
	}
	return gain
}

func (f *fitted) vector(d doc) sparse {
	v := sparse{make([]int32, 0, len(d.at)), make([]float32, 0, len(d.at))}
	square := 0.0
	for n, j := range d.at {
		if f.gain[j] == 0 {
			continue
		}
		x := damp(d.times[n]) * f.gain[j]
		v.at, v.val = append(v.at, j), append(v.val, x)
		square += float64(x) * float64(x)
	}
	if square > 0 {
		by := float32(1 / math.Sqrt(square))
		for n := range v.val {
			v.val[n] *= by
		}
	}
	return v
}

func (f *fitted) scores(v sparse) []float64 {
	out := slices.Clone(f.bias)
	for c, w := range f.weight {
		for n, j := range v.at {
			out[c] += w[j] * float64(v.val[n])
		}
	}
	return out
}
