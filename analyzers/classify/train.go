package classify

import (
	"cmp"
	"context"
	"errors"
	"math"
	"runtime"
	"slices"
	"sync"
	"time"
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
	var mu sync.Mutex
	done := 0
	tick := func() {
		if opts.Progress != nil {
			mu.Lock()
			defer mu.Unlock()
			done++
			opts.Progress(done, (folds+1)*len(c.labels))
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
