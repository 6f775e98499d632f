package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"huiying/bus"
	"huiying/opinion"
	"huiying/register"
	"huiying/register/sqlite"
)

// last ends huiying in order and looks into what each process leaves: its register, and the
// proof of every history.
func (w *world) last(ctx context.Context) (int, error) {
	var d differences
	for _, p := range w.huiying {
		if err := p.end(syscall.SIGTERM, 30*time.Second); err != nil {
			d.add("no orderly end", err.Error())
		}
	}
	err := w.look(ctx, func(b *bus.Bus) error {
		if err := w.log.read(ctx, b); err != nil {
			return err
		}
		for _, p := range w.huiying {
			if err := w.left(ctx, b, filepath.Join(w.dir, "data-"+p.name), p.name, &d); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return d.n, err
	}
	for _, p := range w.huiying {
		verify := exec.CommandContext(ctx, filepath.Join(w.bins, "huiying"), "audit", "verify",
			"--config", filepath.Join(w.dir, "config"), "--data", filepath.Join(w.dir, "data-"+p.name))
		out, err := w.clocked(p.name, verify).CombinedOutput()
		if err != nil {
			d.add("audit verify", p.name+": "+strings.TrimSpace(string(bytes.TrimSpace(out))))
		}
	}
	w.say("── every process ended; its register compared, its histories proved")
	for _, line := range d.lines() {
		w.say("   DIFFERENT: %s", line)
	}
	return d.n, nil
}

// left compares the register that a process leaves with the log.
func (w *world) left(ctx context.Context, b *bus.Bus, dir, name string, d *differences) error {
	s, err := sqlite.Open(ctx, b, filepath.Join(dir, "register.db"), sqlite.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	have := map[string]opinion.Case{}
	for cursor := ""; ; {
		page, err := s.Cases(ctx, register.CaseQuery{Order: "opened", Size: 200, Cursor: cursor})
		if err != nil {
			return err
		}
		for _, c := range page.Items {
			have[c.ID] = c.Case
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	w.same(name, have, d)
	if faults, err := s.Skipped(ctx); err != nil || len(faults) > 0 {
		d.add("a register could not read something", fmt.Sprintf("%s: %d messages (%v)", name, len(faults), err))
	}
	return nil
}
