package console

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"huiying/console/access"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/console/openboard"
	"huiying/console/triage"
	"huiying/opinion"
	"huiying/words"
)

// New builds the console. It fails when a needed part is missing or an embedded page does
// not parse, so that a fault of a page is found at start and not by a reader.
func New(d Deps) (http.Handler, error) {
	guard, mux, err := build(d)
	if err != nil {
		return nil, err
	}
	return guard.Wrap(mux, openboard.Kept(mux)), nil
}

// build makes the rooms and their routes, with nothing before them.
func build(d Deps) (*access.Guard, *http.ServeMux, error) {
	if err := d.complete(); err != nil {
		return nil, nil, err
	}
	if err := words.Check(); err != nil {
		return nil, nil, err
	}
	d.narrow()
	mux := http.NewServeMux()
	guard := &access.Guard{Accounts: d.Accounts, Units: d.Units, Token: d.Token, Loopback: d.Loopback, Demo: d.Demo, Now: d.Now, Failed: d.Failed, Endless: triage.EventsAt}
	k, err := kit.New(kit.Kit{
		Names: d.Names, Units: d.Units, Topics: d.Topics, Places: d.Places, Profiles: d.Profiles,
		Loopback: d.Loopback, Demo: d.Demo, Guide: d.Guide, Office: d.Office, Contact: d.Contact,
		SiteCode: d.SiteCode, Emblem: d.Emblem, Records: d.Records, Product: d.Product, Version: d.Version, Now: d.Now, Failed: d.Failed,
		Runs: kit.Runs{SignIn: d.Accounts != nil, Triage: d.Triage != nil, Notices: d.Notices != nil,
			Correct: d.Correct != nil, Counter: d.Counter != nil, Codes: d.Codes != nil,
			Uploads: d.Uploads != nil, Settings: d.Settings != nil, Specials: d.Specials != nil,
			Alerts: d.Alerts != nil, Items: d.Items != nil,
			Suggests: d.Suggest && d.Counter != nil && d.Codes != nil},
		Ringing: d.ringing,
		Samples: guard.Samples, Sources: d.sourceIDs,
	}, mux)
	if err != nil {
		return nil, nil, err
	}
	guard.Refuse = k.Refuse
	r, err := furnish(d, k, guard)
	if err != nil {
		return nil, nil, err
	}
	r.routes(mux, d)
	return guard, mux, r.api.Register(mux)
}

// ringing is how many alerts nobody has taken.
func (d *Deps) ringing(ctx context.Context) int {
	if d.Alerts == nil {
		return 0
	}
	list, err := d.Alerts.Alerts(ctx, facts.AlertQuery{States: []opinion.AlertState{opinion.AlertRinging}})
	if err != nil {
		d.Failed("alerts", err)
	}
	return len(list)
}

// sourceIDs are those of all sources, in their order.
func (d *Deps) sourceIDs(ctx context.Context) (ids []string) {
	if d.Sources == nil {
		return nil
	}
	all, err := d.Sources.Sources(ctx)
	if err != nil {
		d.Failed("sources", err)
	}
	for _, s := range all {
		ids = append(ids, s.ID)
	}
	return ids
}

// complete checks the needed parts and fills what has a default.
func (d *Deps) complete() error {
	var missing []string
	for name, absent := range map[string]bool{
		"Cases": d.Cases == nil, "Issues": d.Issues == nil, "Numbers": d.Numbers == nil,
		"Units": d.Units == nil, "Names": d.Names == nil,
	} {
		if absent {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("console.New: hand in Deps.%s", strings.Join(missing, ", Deps."))
	}
	if d.Accounts == nil && !d.Loopback {
		return errors.New("console.New: without Deps.Accounts everybody may do everything, so Deps.Loopback must be set")
	}
	d.Product = cmp.Or(d.Product, "huiying")
	d.Version = cmp.Or(d.Version, "dev")
	d.Keep = cmp.Or(d.Keep, 180*24*time.Hour)
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.Presence == nil {
		d.Presence = triage.NewPresence(nil)
	}
	if d.Failed == nil {
		d.Failed = func(string, error) {}
	}
	return nil
}

func healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok\n"))
}

// readyz answers 503 with the reason until everything the pages need is there.
func (d *Deps) readyz(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if d.Ready != nil {
		if err := d.Ready(r.Context()); err != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
			reason, _, _ := strings.Cut(err.Error(), "\n")
			_, _ = fmt.Fprintf(w, "not ready: %s\n", reason)
			return
		}
	}
	_, _ = w.Write([]byte("ready\n"))
}
