package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// fault breaks things until ctx ends, which is when it may return; the world is mended then.
type fault struct {
	name, what string
	elastic    bool // only with Elasticsearch
	inject     func(ctx context.Context, w *world) error
}

var faults = []fault{
	{"none", "nothing breaks", false, func(ctx context.Context, _ *world) error { <-ctx.Done(); return nil }},
	{"nats-kill", "kill -9 of each NATS server in turn", false, func(ctx context.Context, w *world) error {
		return w.killing(ctx, w.nats, 15*time.Second, 15*time.Second)
	}},
	{"huiying-kill", "kill -9 of each process of huiying in turn", false, func(ctx context.Context, w *world) error {
		return w.killing(ctx, w.huiying, 3*time.Second, 12*time.Second)
	}},
	{"elastic-kill", "kill -9 of each Elasticsearch node in turn", true, func(ctx context.Context, w *world) error {
		return w.killing(ctx, w.elastics, 15*time.Second, 45*time.Second)
	}},
	{"cut", "NATS servers cut off, one from all and one from one", false, cutting},
	{"pause", "servers and processes stand still for up to 90 seconds and go on as if nothing had been", false, pausing},
	{"disk", "the disk of one NATS server after the other is full", false, filling},
	{"clock", "clocks an hour ahead: one server's, one process's, then everybody's", false, stepping},
	{"rolling", "every process ends in order and begins again, one after the other", false, rolling},
	{"elastic-away", "no Elasticsearch the whole time", true, func(ctx context.Context, w *world) error {
		return w.away(ctx, w.elastics)
	}},
	{"nats-away", "no NATS the whole time", false, func(ctx context.Context, w *world) error {
		return w.away(ctx, w.nats)
	}},
}

// killing kills one after the other, each gone for a while, with a rest in between.
func (w *world) killing(ctx context.Context, whom []*proc, gone, rest time.Duration) error {
	for i := w.dice.upTo(len(whom)); ctx.Err() == nil; i++ {
		p := whom[i%len(whom)]
		if err := p.end(syscall.SIGKILL, 10*time.Second); err != nil {
			return err
		}
		sleep(ctx, gone)
		if err := p.start(); err != nil {
			return err
		}
		sleep(ctx, rest/2+time.Duration(w.dice.upTo(int(rest))))
	}
	return nil
}

func (w *world) away(ctx context.Context, whom []*proc) error {
	for _, p := range whom {
		if err := p.end(syscall.SIGKILL, 10*time.Second); err != nil {
			return err
		}
	}
	<-ctx.Done()
	return nil
}

func cutting(ctx context.Context, w *world) error {
	for i := w.dice.upTo(3); ctx.Err() == nil; i++ {
		a, b := i%3, (i+1)%3
		err := w.wires.cut(w.nats[a].name)
		if w.dice.upTo(2) == 0 {
			err = errors.Join(w.wires.heal(), w.wires.apart(w.nats[a].name, natsAddress(a), w.nats[b].name, natsAddress(b)))
		}
		sleep(ctx, 10*time.Second+time.Duration(w.dice.upTo(15))*time.Second)
		if err = errors.Join(err, w.wires.heal()); err != nil {
			return err
		}
		sleep(ctx, 15*time.Second)
	}
	return nil
}

func pausing(ctx context.Context, w *world) error {
	for ctx.Err() == nil {
		whom := append(append([]*proc(nil), w.huiying...), w.nats...)
		p := whom[w.dice.upTo(len(whom))]
		err := p.signal(syscall.SIGSTOP)
		// beyond the 30 seconds after which the log hands on what a process has in hand
		sleep(ctx, 5*time.Second+time.Duration(w.dice.upTo(85))*time.Second)
		if err = errors.Join(err, p.signal(syscall.SIGCONT)); err != nil {
			return err
		}
		sleep(ctx, 5*time.Second)
	}
	return nil
}

// filling fills a disk, frees it, and starts the server again: one whose disk was full has
// closed its store, and its operator does the same.
func filling(ctx context.Context, w *world) error {
	for i := w.dice.upTo(3); ctx.Err() == nil; i++ {
		k := i % 3
		ballast := filepath.Join(w.disk(k), "ballast")
		if err := fill(ballast); err != nil {
			return err
		}
		sleep(ctx, 30*time.Second)
		if err := os.Remove(ballast); err != nil {
			return err
		}
		if err := w.nats[k].end(syscall.SIGTERM, 20*time.Second); err != nil {
			w.say("   %v", err)
		}
		if err := w.nats[k].start(); err != nil {
			return err
		}
		sleep(ctx, 20*time.Second)
	}
	return nil
}

// fill writes a file until nothing fits any more.
func fill(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	block := make([]byte, 1<<20)
	for len(block) > 0 {
		if _, err := f.Write(block); errors.Is(err, syscall.ENOSPC) {
			block = block[:len(block)/2]
		} else if err != nil {
			return err
		}
	}
	return nil
}

// stepping moves clocks by an hour. A machine's clock goes back only when whoever sets it
// makes it; here the others follow.
func stepping(ctx context.Context, w *world) error {
	to := w.ahead + time.Hour
	for _, alone := range []*proc{w.huiying[w.dice.upTo(len(w.huiying))], w.nats[w.dice.upTo(len(w.nats))]} {
		if err := w.setClock(alone.name, to); err != nil {
			return err
		}
		w.say("   the clock of %s is an hour ahead", alone.name)
		sleep(ctx, w.each/3)
	}
	for _, group := range [][]*proc{w.huiying, w.nats} {
		for _, p := range group {
			if err := w.setClock(p.name, to); err != nil {
				return err
			}
		}
	}
	w.ahead = to
	w.say("   every clock is an hour ahead")
	<-ctx.Done()
	return nil
}

func rolling(ctx context.Context, w *world) error {
	longest := time.Duration(0)
	for ctx.Err() == nil {
		for i, p := range append(append([]*proc(nil), w.huiying...), w.nats...) {
			if ctx.Err() != nil {
				break
			}
			begin := time.Now()
			if err := p.end(syscall.SIGTERM, 30*time.Second); err != nil {
				return err
			}
			longest = max(longest, time.Since(begin))
			if err := p.start(); err != nil {
				return err
			}
			ready := fmt.Sprintf("http://127.0.0.1:%d/readyz", 19000+i)
			if i >= len(w.huiying) {
				ready = "http://" + natsAddress(i-len(w.huiying)) + ":8222/healthz"
			}
			if err := answers(ctx, ready, 3*time.Minute); err != nil && ctx.Err() == nil {
				return err
			}
			sleep(ctx, 2*time.Second)
		}
	}
	w.say("   the longest orderly end took %s", longest.Round(10*time.Millisecond))
	return nil
}

// watch tells what the search page says while the index is behind, or away.
func (w *world) watch(ctx context.Context) {
	most, away := 0, 0
	for sleep(ctx, 2*time.Second) {
		for _, at := range w.consoles {
			var page struct {
				Behind int `json:"behind"`
			}
			res, err := quick.Get(at + "/api/v1/mentions?size=1")
			if err != nil {
				continue
			}
			if res.StatusCode == http.StatusServiceUnavailable {
				away++
			} else if decode(res, &page) == nil {
				most = max(most, page.Behind)
			}
			_ = res.Body.Close()
		}
	}
	if most > 0 || away > 0 {
		w.say("   search said that it is behind by up to %d, and %d times that the index is away", most, away)
	}
}
