package collecting

import (
	"context"
	"crypto/rand"
	"net/url"
	"strings"
	"sync"
	"time"

	"huiying/collectors"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/fetch"
	"huiying/opinion"
	"huiying/words"
)

// Limits of trials that are asked for through pages.
const (
	trialItems = 5               // texts that are read
	trialTime  = 2 * time.Minute // of one trial
	trialKeep  = 20 * time.Minute
	mostTrials = 30 // held at once
	mostAtWork = 3  // at once
)

// Trials are looked at in the background, for the pace of a host may make one slow. They lie in
// memory alone and are forgotten after a while.
type Trials struct {
	client *fetch.Client
	now    func() time.Time
	ctx    context.Context
	stop   context.CancelFunc
	work   sync.WaitGroup

	mu   sync.Mutex
	held map[string]*heldTrial
}

type heldTrial struct {
	by    string
	meter *fetch.Meter
	began time.Time
	facts.HeldTrial
}

// NewTrials asks by client, under its rules: robots.txt, pace, and the guard of addresses on every
// hop.
func NewTrials(client *fetch.Client, now func() time.Time) *Trials {
	t := &Trials{client: client, now: now, held: map[string]*heldTrial{}}
	t.ctx, t.stop = context.WithCancel(context.Background())
	return t
}

// Close ends what is under way and forgets all.
func (t *Trials) Close() error {
	t.stop()
	t.work.Wait()
	t.mu.Lock()
	defer t.mu.Unlock()
	clear(t.held)
	return nil
}

func noTrial(kind kit.Kind, code string) error {
	return &kit.Error{Kind: kind, Code: "trial_" + code, Phrase: words.Of("error.trial." + code)}
}

// Begin starts a trial and returns at once. One account has one at work at a time.
func (t *Trials) Begin(_ context.Context, by, address string) (string, error) {
	address = strings.TrimSpace(address)
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return "", noTrial(kit.Invalid, "address")
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	running := 0
	for id, h := range t.held {
		switch {
		case h.Running && h.by == by:
			return "", noTrial(kit.Stale, "busy")
		case h.Running:
			running++
		case t.now().Sub(h.began) > trialKeep:
			delete(t.held, id)
		}
	}
	if running >= mostAtWork || len(t.held) >= mostTrials {
		return "", noTrial(kit.Stale, "many")
	}
	ctx, meter := fetch.Metered(t.ctx)
	meter.Keep()
	h := &heldTrial{by: by, meter: meter, began: t.now(),
		HeldTrial: facts.HeldTrial{ID: rand.Text(), Address: address, Running: true}}
	t.held[h.ID] = h
	t.work.Go(func() { t.try(ctx, h) })
	return h.ID, nil
}

func (t *Trials) try(ctx context.Context, h *heldTrial) {
	ctx, stop := context.WithTimeout(ctx, trialTime)
	defer stop()
	s := configs.SourceSettings{Source: opinion.Source{ID: "try", Kind: opinion.KindOther,
		URL: h.Address}, Max: trialItems}
	found, err := Try(ctx, s, t.client, t.now)
	found.Page = pageText(h.meter)
	t.mu.Lock()
	defer t.mu.Unlock()
	h.Running, h.Trial = false, found
	if err != nil {
		h.Code, h.Reason = collectors.Code(err), fetch.Bare(err).Error()
	}
}

// mostPage bounds what is shown of a page, in characters.
const mostPage = 40_000

// pageText is what a reader sees of the first page that was asked for, redacted.
func pageText(m *fetch.Meter) string {
	return opinion.Clip(collectors.Redacted(collectors.PlainText(m.First())), mostPage)
}

// Trial is how a trial stands.
func (t *Trials) Trial(by, id string) (facts.HeldTrial, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	h := t.held[id]
	if h == nil || h.by != by {
		return facts.HeldTrial{}, noTrial(kit.NotFound, "gone")
	}
	out := h.HeldTrial
	out.Asked = h.meter.Usage().Requests
	return out, nil
}
