package app

import (
	"context"
	"fmt"

	"huiying/app/observing"
	"huiying/console/facts"
)

// observedOf is what a monitoring system may be told of.
func observedOf(a *App) observing.Parts {
	p := observing.Parts{Bus: a.bus, Register: a.register, RegisterBehind: a.progress.registerBehind,
		Channels: func(ctx context.Context) ([]facts.NoticeChannel, error) {
			return a.live.now.Load().notices.Channels(ctx)
		},
		Sources: func(ctx context.Context) ([]facts.SourceRow, error) {
			return a.live.now.Load().sources.Health(ctx)
		}, Alerts: a.alerts.Count, Ready: a.ready,
		Damaged: a.integrity.Found, Now: a.opt.Now,
		Log: a.opt.Log}
	if a.opt.archives() {
		p.ArchiveBehind = a.progress.archiveBehind
	}
	return p
}

// ready says whether the register has seen what the log holds, and the index can be asked.
func (a *App) ready(ctx context.Context) error {
	if err := a.integrity.Ready(); err != nil {
		return err
	}
	behind, err := a.progress.registerBehind(ctx)
	if err == nil && behind > 1000 {
		err = fmt.Errorf("the register is catching up: %d events behind", behind)
	}
	if err == nil {
		err = a.index.Ready(ctx)
	}
	return err
}
