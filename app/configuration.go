package app

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"go.uber.org/zap"

	"huiying/app/settings"
	"huiying/bus"
	"huiying/configs"
	"huiying/console/accounts"
	"huiying/console/kit"
	"huiying/internal/cli"
	"huiying/opinion"
)

// ConfigAsk is what a command wants of the configuration in force.
type ConfigAsk struct {
	Lang     string        `json:"lang"`               // of the words that come back
	Files    configs.Files `json:"files,omitempty"`    // what shall be in force; none: only tell what is
	Store    bool          `json:"store,omitempty"`    // put them in force, and not only look
	Expected int           `json:"expected,omitempty"` // the version that they were made from
	Reason   string        `json:"reason,omitempty"`
}

// ConfigSaid is what came of it.
type ConfigSaid struct {
	Version settings.Version `json:"version"` // in force; the new one where one was stored
	Files   configs.Files    `json:"files,omitempty"`
	Faults  []string         `json:"faults,omitempty"`  // nothing was changed
	Differs []string         `json:"differs,omitempty"` // in words
	Unified string           `json:"unified,omitempty"`
	Refused string           `json:"refused,omitempty"` // why nothing was changed, where it is no fault
}

// configPath is beside the console's own paths, as backupPath is.
const configPath = "/maintenance/config"

// WithConfiguration asks the configuration in force of a data directory, of the server that holds it, or
// of the log alone: a configuration that cannot work must be mended from outside.
func WithConfiguration(ctx context.Context, at Address, ask ConfigAsk) (said ConfigSaid, err error) {
	cfg, dir, err := at.open()
	if err != nil {
		return said, err
	}
	release, err := at.hold(cfg, dir)
	if errors.Is(err, ErrInUse) {
		r, err := FindRunning(dir)
		if err != nil {
			return said, err
		}
		return said, remote{r}.call(ctx, http.MethodPost, configPath, ask, &said)
	}
	if err != nil {
		return said, err
	}
	defer release()
	log, err := cli.NewLog("warn")
	if err != nil {
		return said, err
	}
	where, err := Options{Cfg: cfg, Dir: dir, Nats: cfg.Bus.URL, Log: log}.logOptions()
	if err != nil {
		return said, err
	}
	b, err := bus.Open(ctx, where)
	if err != nil {
		return said, err
	}
	defer func() {
		wait, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer stop()
		err = errors.Join(err, b.Close(wait))
	}()
	a := house{&App{opt: Options{Cfg: cfg, Dir: dir, Nats: cfg.Bus.URL, Log: log, Now: time.Now}, bus: b}}
	if err := a.ensureStreams(ctx); err != nil {
		return said, err
	}
	a.settings = a.openSettings()
	return a.configuration(ctx, ask)
}

// configuration does what a command of this machine asks.
func (a house) configuration(ctx context.Context, ask ConfigAsk) (said ConfigSaid, err error) {
	var files configs.Files
	if said.Version, files, err = a.settings.Current(ctx); err != nil {
		return said, err
	}
	if ask.Files == nil {
		said.Files = files
		return said, nil
	}
	next, faults, err := a.settings.Try(ctx, ask.Files)
	if err != nil {
		return said, err
	}
	if said.Faults = faultsIn(faults, ask.Lang); len(faults) > 0 {
		return said, nil
	}
	if now, _, err := a.settings.Load(files); err == nil && now != nil {
		for _, d := range settings.Compare(now, next) {
			said.Differs = append(said.Differs, d.Said.In(ask.Lang))
		}
	}
	said.Unified = settings.Unified(files, ask.Files)
	if !ask.Store {
		return said, nil
	}
	if err := a.recordChange(ctx); err != nil {
		return said, err
	}
	v, faults, err := a.settings.Change(ctx, settings.Change{By: "local", Reason: ask.Reason,
		Expected: ask.Expected, Files: ask.Files})
	if no, ok := errors.AsType[*kit.Error](err); ok {
		said.Refused = no.Phrase.In(ask.Lang)
		return said, nil
	}
	said.Version, said.Faults = v, faultsIn(faults, ask.Lang)
	return said, err
}

func faultsIn(faults configs.Diagnostics, lang string) (out []string) {
	for _, f := range faults {
		out = append(out, f.In(lang))
	}
	return out
}

// recordChange writes into the office's record, before it is done, that whoever holds the data
// directory changes the configuration.
func (a house) recordChange(ctx context.Context) error {
	record, err := accounts.NewRecord(ctx, auditLog{a.bus}, a.opt.Now, func(error) {})
	if err != nil {
		return err
	}
	defer func() { _ = record.Close() }() // Must has returned: nothing waits
	return record.Must(ctx, accounts.Entry{Who: "local", What: "change", Object: "configuration"})
}

// openSettings opens the versions of the configuration.
func (a house) openSettings() *settings.Store {
	return settings.New(settings.Parts{Log: a.bus, Base: a.opt.Cfg, Now: a.opt.Now,
		Check: func(cfg *configs.Config) (configs.Diagnostics, error) { return Faults(cfg, nil) }})
}

// Effect is what another configuration would do to the open cases.
type Effect struct {
	Open      int // cases that were looked at
	Rerouted  int // of those that wait in triage: proposed to another unit
	Recounted int // due times that are counted by another calendar
	Homeless  int // with a unit that would not be there any more
}

// effectOf looks at every open case. It changes nothing.
func (a house) effectOf(ctx context.Context, cfg *configs.Config) (e Effect, err error) {
	now := a.live.now.Load()
	next, err := now.judges.Anew(cfg, true)
	if err != nil {
		return e, err
	}
	env, err := CaseEnv(cfg)
	if err != nil {
		return e, err
	}
	return e, a.register.EachOpen(ctx, func(c opinion.Case) error {
		if !c.State.Open() {
			return nil
		}
		e.Open++
		if c.State == opinion.Triage {
			req := opinion.RouteRequest{Topic: c.Topic, Division: c.Division, Severity: c.Severity}
			if now.judges.Units.Route(req).Lead != next.Units.Route(req).Lead {
				e.Rerouted++
			}
		}
		if _, there := env.Unit(c.Lead); c.Lead != "" && !there {
			e.Homeless++
		}
		for _, t := range c.Running() {
			if cal, ok := env.Calendars[t.Clock.Calendar]; ok && cal.Version != t.Clock.Version {
				e.Recounted++
				break
			}
		}
		return nil
	})
}

// serveConfiguration answers commands of this machine.
func (a house) serveConfiguration(w http.ResponseWriter, r *http.Request) {
	var ask ConfigAsk
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<20)).Decode(&ask); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	said, err := a.configuration(r.Context(), ask)
	if err != nil {
		a.opt.Log.Error("the configuration could not be told or changed", zap.Error(err))
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(said) // a reader that went away is told nothing
}
