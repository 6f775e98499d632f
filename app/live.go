package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"go.uber.org/zap"

	"huiying/app/settings"
	"huiying/configs"
)

// tell says which version works, or why a later one does not.
func (l *live) tell(version int, failed error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if failed == nil {
		l.version = version
	}
	l.failed = failed
	close(l.told)
	l.told = make(chan struct{})
}

// works is which version works, what is closed when that changes, and why a later one does not work.
func (l *live) works() (version int, changes <-chan struct{}, failed error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.version, l.told, l.failed
}

// ServeHTTP lets the console of the version that works answer.
func (l *live) ServeHTTP(w http.ResponseWriter, r *http.Request) { (*l.pages.Load()).ServeHTTP(w, r) }

// lead lets the log say the configuration where it does.
func (a house) lead(ctx context.Context) error {
	a.settings = a.openSettings()
	v, files, err := a.settings.Current(ctx)
	if err != nil || v.Number == 0 {
		return err
	}
	cfg, faults, err := a.settings.Load(files)
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return fmt.Errorf("version %d of the configuration, which the log leads, has faults here; "+
			"'huiying config export' writes it out, and 'huiying config import' takes it mended:\n%w", v.Number, faults)
	}
	a.opt.Cfg = a.opt.adjusted(cfg)
	a.live.version = v.Number
	a.opt.Log.Info("the log leads the configuration; files enter by 'huiying config import'",
		zap.Int("version", v.Number), zap.String("by", v.By), zap.Time("at", v.At))
	return nil
}

func (p Options) adjusted(cfg *configs.Config) *configs.Config {
	if p.Adjust != nil {
		p.Adjust(cfg)
	}
	return cfg
}

// followSettings builds each new version of the configuration beside what works, and hands it on
// when nothing of it can fail any more.
func (a house) followSettings(ctx context.Context) error {
	return a.settings.Follow(ctx, a.live.version, func(v settings.Version, files configs.Files) {
		next, err := a.build(files)
		if err == nil {
			next.number = v.Number
			select {
			case a.live.next <- next:
			case <-ctx.Done():
			}
			return
		}
		a.opt.Log.Error("a version of the configuration cannot work here; the one before works on",
			zap.Int("version", v.Number), zap.Error(err))
		a.live.tell(v.Number, err)
	})
}

// build makes an App of files, with its console where there is one.
func (a house) build(files configs.Files) (*App, error) {
	cfg, faults, err := a.settings.Load(files)
	if err == nil && len(faults) > 0 {
		err = faults
	}
	if err != nil {
		return nil, err
	}
	next, err := house{a.live.now.Load()}.rebuilt(a.opt.adjusted(cfg))
	if err == nil && a.live.pages.Load() != nil {
		next.handler, err = next.Console()
	}
	return next, err
}

// runHouses lets what the configuration says work, one version after the other.
func (a house) runHouses(ctx context.Context) error {
	for now := a.App; ; {
		work, stop := context.WithCancel(ctx)
		ended := make(chan error, 1)
		go func() { ended <- house{now}.runHouse(work) }()
		select {
		case err := <-ended:
			stop()
			return err
		case next := <-a.live.next:
			stop()
			if err := <-ended; err != nil {
				return errors.Join(err, house{next}.leave(now))
			}
			a.live.now.Store(next)
			if err := a.openPages(next); err != nil {
				return err
			}
			if err := (house{now}).leave(next); err != nil {
				a.opt.Log.Warn("what worked by the version before did not close", zap.Error(err))
			}
			a.live.tell(next.number, nil)
			a.opt.Log.Info("the configuration is in force", zap.Int("version", next.number))
			now = next
		}
	}
}

// openPages lets the console of another version answer, where there is one.
func (a house) openPages(next *App) (err error) {
	if next.handler == nil && a.live.pages.Load() != nil { // it came up meanwhile
		next.handler, err = next.Console()
	}
	if next.handler != nil {
		a.live.pages.Store(&next.handler)
	}
	return err
}

// InForce waits until a version of the configuration works in this process, and says why it does not.
func InForce(ctx context.Context, a *App, version int) error {
	for {
		works, changes, failed := a.live.works()
		if works >= version || failed != nil {
			return failed
		}
		select {
		case <-changes:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Settings are the versions of the configuration.
func Settings(a *App) *settings.Store { return a.settings }
