package alerting

import (
	"context"
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/responders/alerts"
)

// Desk is the Book as the console asks it.
type Desk struct {
	Book *Book
	Now  func() time.Time
}

// Alerts lists alerts.
func (d Desk) Alerts(ctx context.Context, q facts.AlertQuery) ([]opinion.AlertFile, error) {
	return d.Book.Alerts(ctx, q)
}

// Alert is one of them.
func (d Desk) Alert(ctx context.Context, id string) (opinion.AlertFile, error) {
	f, ok, err := d.Book.Alert(ctx, id)
	if err == nil && !ok {
		err = &kit.Error{Kind: kit.NotFound, Code: "no_alert"}
	}
	return f, err
}

func (d Desk) act(act facts.AlertAct) alerts.Act {
	return alerts.Act{Move: act.Move, Who: act.Who, By: act.By, To: act.To, Reason: act.Reason, Case: act.Case,
		Watch: act.Watch, At: d.Now()}
}

// ActOnAlert does to an alert what somebody wants.
func (d Desk) ActOnAlert(ctx context.Context, id string, act facts.AlertAct) error {
	if _, err := d.Alert(ctx, id); err != nil {
		return err
	}
	return d.Book.Act(ctx, id, d.act(act))
}

// HandOver hands over everything that an account has taken.
func (d Desk) HandOver(ctx context.Context, act facts.AlertAct) (int, error) {
	return d.Book.HandOver(ctx, d.act(act))
}

// Hushes are what is silenced.
func (d Desk) Hushes(ctx context.Context) ([]opinion.Hush, error) { return d.Book.Hushes(ctx) }

// Hush silences what fits.
func (d Desk) Hush(ctx context.Context, h opinion.Hush) error {
	h.At = d.Now()
	return d.Book.Hush(ctx, h)
}

// Unhush ends a silence before its time.
func (d Desk) Unhush(ctx context.Context, id, by string) error {
	return d.Book.Unhush(ctx, id, by, d.Now())
}
