package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.uber.org/zap"

	"huiying/app/tour"
	"huiying/bus"
	"huiying/console/facts"
	"huiying/opinion"
)

// Register plays the sample offices' duties to publish, once: most are published, some are on their way, some
// are late, one is dead, one consultation is open.
type Register struct {
	Items Items
	Sites *tour.Sites
	Now   func() time.Time
	Log   *zap.Logger
}

// Items is the register of duties to publish.
type Items interface {
	Items(ctx context.Context, q facts.ItemQuery) (facts.ItemList, error)
	ActOnItem(ctx context.Context, id string, act facts.ItemAct) (opinion.Item, error)
	ProveItem(ctx context.Context, id string, p opinion.ItemProof) (opinion.Item, error)
	ImportItems(ctx context.Context, t facts.ItemTable) (facts.ItemImport, error)
}

// Who plays in the sample offices: three accounts, as the two levels of review want it.
var (
	playHandler = facts.ItemAct{Who: "demo-handler", Level: "none"}
	playHead    = facts.ItemAct{Who: "demo-head", Level: "unit"}
	playOffice  = facts.ItemAct{Who: "demo-openness", By: "openness", Level: "office"}
)

// Work plays until it is done or ctx ends.
func (r Register) Work(ctx context.Context) error {
	for ctx.Err() == nil {
		err := r.play(ctx)
		if err == nil {
			break
		}
		if ctx.Err() == nil {
			r.Log.Warn("the sample register could not be filled", zap.Error(err))
		}
		_ = bus.Sleep(ctx, 5*time.Second)
	}
	<-ctx.Done()
	return nil
}

// play fills the register where it is empty.
func (r Register) play(ctx context.Context) error {
	have, err := r.Items.Items(ctx, facts.ItemQuery{Size: 1})
	if err != nil || have.Total > 0 {
		return err
	}
	done, err := r.Items.ImportItems(ctx, facts.ItemTable{Name: "catalogue.csv", Raw: tour.Catalogue, By: "openness",
		Who: "demo-openness", Lang: "zh"})
	if err == nil && len(done.Faults) > 0 {
		err = fmt.Errorf("the sample catalogue: line %d: %s", done.Faults[0].Line, done.Faults[0].Say)
	}
	if err != nil {
		return err
	}
	list, err := r.Items.Items(ctx, facts.ItemQuery{})
	for n, i := range list.Items {
		err = errors.Join(err, r.one(ctx, n, i))
	}
	return errors.Join(err, r.others(ctx))
}

// one takes an item as far as its number says: of ten, one each stays at a step of the way.
func (r Register) one(ctx context.Context, n int, i opinion.Item) error {
	steps := 4
	if n%10 < 4 {
		steps = n % 10
	}
	if n%10 == 3 && n%20 > 10 { // not all that wait to be published
		steps = 4
	}
	if err := r.bring(ctx, i, steps, "【样例】"+i.Name+"\n"+i.Content+"\n发布日期："+r.Now().AddDate(0, 0, -n%40).Format(time.DateOnly)); err != nil || steps < 4 {
		return err
	}
	return r.aged(ctx, n, i)
}

// bring moves an item so many steps on: handed in, passed twice, published.
func (r Register) bring(ctx context.Context, i opinion.Item, steps int, page string) error {
	handler, head, office := playHandler, playHead, playOffice
	handler.By, head.By = "unit:"+i.Unit, "unit:"+i.Unit
	handler.Move, handler.Attribute, handler.Secrecy = opinion.ItemSubmit, opinion.AttributeActive, true
	head.Move, office.Move = opinion.ItemPass, opinion.ItemPass
	publish := playOffice
	publish.Move, publish.Addresses = opinion.ItemPublish, []string{r.Sites.Publish(i.ID, page)}
	for _, act := range []facts.ItemAct{handler, head, office, publish}[:steps] {
		if _, err := r.Items.ActOnItem(ctx, i.ID, act); err != nil {
			return err
		}
	}
	return nil
}

// aged lets some of what is published be old: late, or looked at and found well or wanting.
func (r Register) aged(ctx context.Context, n int, i opinion.Item) error {
	now := r.Now()
	act := playOffice
	switch {
	case i.Cycle.By == opinion.CycleEvery && n%3 == 0:
		act.Move, act.Happened = opinion.ItemUpdate, now.AddDate(0, 0, -i.Cycle.Days-12)
	case n%23 == 5:
		act.Move, act.Happened = opinion.ItemRenew, now.AddDate(0, 0, -60)
	case n%11 == 6:
		act.Move, act.Happened = opinion.ItemRenew, now.AddDate(0, 0, -i.Cycle.Days+2)
		if i.Cycle.Days < 5 {
			act.Happened = now
		}
	}
	if act.Move != "" {
		if _, err := r.Items.ActOnItem(ctx, i.ID, act); err != nil {
			return err
		}
	}
	proof := opinion.ItemProof{Address: "http://" + r.Sites.Addr + "/replies/" + i.ID, At: now, Found: []opinion.ItemElement{opinion.ElementName}}
	if n%29 == 8 {
		proof.Found, proof.Missing, proof.Failed = nil, i.Kind.OnPage(), []opinion.ItemCheck{opinion.CheckElements}
	}
	_, err := r.Items.ProveItem(ctx, i.ID, proof)
	return err
}

// others enters the other kinds of duties.
func (r Register) others(ctx context.Context) (err error) {
	ids, today := map[string]string{}, r.Now().In(opinion.Beijing)
	for _, d := range tour.Duties {
		f := opinion.ItemFacts{Kind: opinion.ItemKind(d.Kind), Division: tour.CataloguePlace, Field: d.Field, Name: d.Name, Content: d.Content,
			Basis: tour.CatalogueBasis, Limit: d.Limit, Body: d.Body, Unit: d.Unit, Channel: "■政府网站", Way: opinion.ItemWay{Active: true},
			Audience: opinion.ItemAudience{All: true}, Levels: []opinion.Level{opinion.County}}
		if d.Closes != 0 {
			f.Opens, f.Closes = today.AddDate(0, 0, d.Opens).Format(time.DateOnly), today.AddDate(0, 0, d.Closes).Format(time.DateOnly)
		}
		if id := ids[d.Of]; id != "" {
			f.Links = []string{id}
		}
		add := playOffice
		add.Move, add.Facts = opinion.ItemAdd, f
		i, fault := r.Items.ActOnItem(ctx, "", add)
		if fault == nil {
			ids[d.Name] = i.ID
			fault = r.bring(ctx, i, 4, d.Page)
		}
		if fault == nil && d.Page == "" { // nothing answers there
			_, fault = r.Items.ProveItem(ctx, i.ID, opinion.ItemProof{Address: "http://" + r.Sites.Addr + "/gone/" + i.ID, At: r.Now(),
				Failed: []opinion.ItemCheck{opinion.CheckReach}})
		}
		err = errors.Join(err, fault)
	}
	return err
}
