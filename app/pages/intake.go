package pages

import (
	"context"
	"encoding/json"

	"huiying/collectors/intake"
	"huiying/console/facts"
	"huiying/opinion"
)

// Intake is the way in for mentions that others bring.
type Intake struct{ p *Pages }

// Parse reads one JSON object.
func (d Intake) Parse(raw json.RawMessage) (opinion.Draft, map[string]int, error) {
	draft, dropped, err := intake.FromJSON(raw, intake.Options{Kind: opinion.KindOther, Now: d.p.Now})
	if err != nil {
		return draft, dropped, err
	}
	s, known := d.p.Cfg.Source(draft.Source)
	draft, err = intake.OfSource(draft, s.Source, known)
	return draft, dropped, err
}

// Publish returns when the mentions are on disk.
func (d Intake) Publish(ctx context.Context, in []opinion.Mention) (int, error) {
	return d.p.Inbox.Publish(ctx, in)
}

// OutcomeOf tells what became of mentions.
func (d Intake) OutcomeOf(ctx context.Context, mentions []string) (out facts.Became, err error) {
	out.Outcome, err = d.p.Register.OutcomeOf(ctx, mentions)
	for _, seq := range d.p.Register.Positions() {
		out.Read += seq
	}
	return out, err
}

// Code names the reason for which a record is no mention.
func (d Intake) Code(why error) string { return intake.Code(why) }

// Refuse counts records that are no mentions. What is no code of ours is counted as other.
func (d Intake) Refuse(ctx context.Context, source string, why map[string]int) (counted int, err error) {
	if _, known := d.p.Cfg.Source(source); !known {
		return 0, nil
	}
	ours := map[string]int{}
	for code, n := range why {
		ours[intake.KnownCode(code)] += n
		counted += n
	}
	return counted, d.p.Inbox.Refuse(ctx, source, ours)
}
