package demo

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"time"

	"go.uber.org/zap"

	"huiying/app/tour"
	"huiying/bus"
	"huiying/collectors/intake"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/casework"
)

// Hotline plays the sample hotline of the tour, and what an office does with its letters, so that a
// visitor sees once whatever may become of a letter.
type Hotline struct {
	Cfg       *configs.Config
	Inbox     Inbox
	Letters   Letters
	Corrector Corrector
	Desk      Desk
	Now       func() time.Time
	Log       *zap.Logger

	told map[string]string // ticket -> mention, once the first file is in
	more bool              // the file with the correction is in
}

// Inbox takes mentions in.
type Inbox interface {
	Publish(ctx context.Context, mentions []opinion.Mention) (added int, err error)
}

// Letters says where a letter is, and reads its case.
type Letters interface {
	Stand(ctx context.Context, mention string) (register.Stand, error)
	Load(ctx context.Context, id string) (opinion.Case, error)
}

// Corrector lets a person say that a text asks for something.
type Corrector interface {
	Correct(ctx context.Context, id string, what facts.Correct) (facts.MentionFile, error)
}

// Work plays until ctx ends.
func (p *Hotline) Work(ctx context.Context) error {
	for bus.Sleep(ctx, 2*time.Second) == nil {
		if err := p.round(ctx); err != nil && ctx.Err() == nil {
			p.Log.Warn("the sample hotline could not work", zap.Error(err))
		}
	}
	return nil
}

// calling is how long a life at stake waits in triage for the visitor to see, before it is passed on.
const calling = 20 * time.Second

// round does what can be done now. Whatever was done is found done.
func (p *Hotline) round(ctx context.Context) error {
	if p.told == nil {
		told, err := p.bring(ctx, tour.Hotline)
		if err != nil {
			return err
		}
		p.told = told
	}
	return errors.Join(p.correct(ctx), p.open(ctx), p.passOn(ctx), p.decide(ctx))
}

// bring takes a file in as an import does.
func (p *Hotline) bring(ctx context.Context, file []byte) (map[string]string, error) {
	src, _ := p.Cfg.Source(tour.HotlineSource)
	told := map[string]string{}
	var mentions []opinion.Mention
	for rec := range intake.Read(bytes.NewReader(file), "hotline.csv", intake.Options{Source: src.ID,
		Kind: src.Kind, Division: src.Division, Now: p.Now}) {
		m, err := opinion.NewMention(rec.Draft)
		if err = cmp.Or(rec.Err, err); err != nil {
			return nil, err
		}
		mentions, told[m.Ref] = append(mentions, m), m.ID
	}
	_, err := p.Inbox.Publish(ctx, mentions)
	return told, err
}

// correct sends the later file once the letter that it corrects is in a case.
func (p *Hotline) correct(ctx context.Context) error {
	at, err := p.stand(ctx, tour.TicketCorrected)
	if err != nil || p.more || at.Is != opinion.DispositionCase {
		return err
	}
	_, err = p.bring(ctx, tour.HotlineLater)
	p.more = err == nil
	return err
}

// stand is where a letter is; the zero one while it is not judged.
func (p *Hotline) stand(ctx context.Context, ticket string) (register.Stand, error) {
	at, err := p.Letters.Stand(ctx, p.told[ticket])
	if errors.Is(err, register.ErrNotFound) {
		err = nil
	}
	return at, err
}

// open opens a case for a letter of which nobody knew whether it asks (立件).
func (p *Hotline) open(ctx context.Context) error {
	at, err := p.stand(ctx, tour.TicketOpened)
	if err != nil || at.Rule != opinion.RuleUnclear {
		return err
	}
	_, err = p.Corrector.Correct(ctx, p.told[tour.TicketOpened], facts.Correct{Field: opinion.FieldAsks,
		Is: string(opinion.AsksCase), By: "monitor"})
	return err
}

// caseOf is the case of a letter, and whether it has one.
func (p *Hotline) caseOf(ctx context.Context, ticket string) (c opinion.Case, ok bool, err error) {
	at, err := p.stand(ctx, ticket)
	if err != nil || len(at.Cases) == 0 {
		return c, false, err
	}
	c, err = p.Letters.Load(ctx, at.Cases[0])
	return c, err == nil, err
}

// passOn refers the life at stake once somebody has called.
func (p *Hotline) passOn(ctx context.Context) error {
	c, ok, err := p.caseOf(ctx, tour.TicketDanger)
	if err != nil || !ok || c.State != opinion.Triage || p.Now().Sub(c.Opened) < calling {
		return err
	}
	_, err = p.Desk.Do(ctx, c.ID, opinion.Command{Move: opinion.MoveRefer, By: "coordinator",
		Statutory: casework.Channels[0], Reason: "样例：已拨打119转接"})
	return err
}

// decide returns a letter for its unit, and decides who has it.
func (p *Hotline) decide(ctx context.Context) error {
	c, ok, err := p.caseOf(ctx, tour.TicketArbitrated)
	if err != nil || !ok || c.Arbitrated != "" {
		return err
	}
	cmd := opinion.Command{Move: opinion.MoveReturn, By: "unit:" + c.Lead, Reason: "职能不符", Text: "样例：器材由物业管理。"}
	//exhaustive:ignore the sample letter goes this way and no other
	switch c.State {
	case opinion.Dispatched, opinion.Signed:
	case opinion.Returned:
		cmd = opinion.Command{Move: opinion.MoveArbitrate, By: "coordinator", Unit: c.Lead, Reason: "样例：公共体育设施由文旅部门负责"}
	default:
		return nil
	}
	_, err = p.Desk.Do(ctx, c.ID, cmd)
	return err
}

// tourLong is the clock of a matter that reaches into a year whose holidays nobody has published yet,
// whenever the tour is shown: its due time is provisional.
var tourLong = opinion.ClockProfile{ID: "tour-long", Name: "长期事项（样例）", NameEn: "Long matter (sample)",
	Limit: 400 * 24 * time.Hour, Calendar: opinion.CalendarWorking, Sign: tourSign, Basis: "样例"}

// longTopic is the topic of the letter that goes by it.
const longTopic = "culture/venues"

// withHotline adds the sample hotline to a tour's configuration.
func withHotline(cfg *configs.Config) {
	cfg.Sources = append(cfg.Sources, configs.SourceSettings{Source: opinion.Source{ID: tour.HotlineSource,
		Name: "样例热线", Kind: opinion.KindHotline, Division: cfg.Region}, By: configs.ByIntake, Enabled: true})
	cfg.Clocks = append(cfg.Clocks, tourLong)
	for i, t := range cfg.Topics {
		if t.ID == longTopic {
			cfg.Topics[i].Clock = tourLong.ID
		}
	}
}
