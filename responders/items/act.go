package items

import (
	"slices"
	"time"

	"huiying/opinion"
	"huiying/words"
)

// Level is at which of the two levels somebody reviews (逐级审核).
type Level int

// The levels.
const (
	AnyLevel    Level = iota // nobody signs in: whoever works here is both
	UnitLevel                // 初审: the head of the unit
	OfficeLevel              // 终审: the openness office
	NoReview                 // 经办: whoever hands in
)

// Act is what somebody of the office wants done to an item.
type Act struct {
	Move      opinion.ItemMove
	Who       string // the account
	By        string // its role, or its unit
	Level     Level
	Reason    string
	Attribute opinion.ItemAttribute
	Secrecy   bool
	Facts     opinion.ItemFacts // add, change
	Addresses []string          // publish
	Result    string            // conclude
	Happened  time.Time         // renew, update
	At        time.Time
}

// Rules are what moves are made by.
type Rules struct {
	Works func(time.Time) bool // whether a day is a working day
}

func refuse(code string, args ...any) error {
	return &words.Refusal{Code: "item_" + code, Phrase: words.Of("item.refused."+code, args...)}
}

// mostReason bounds a reason.
const mostReason = 500

// Do decides what an act on an item leads to: the event, sealed. An item that does not exist yet is the
// zero Item, and id is the one that it is to have.
func (r Rules) Do(i opinion.Item, act Act, id string) (opinion.ItemEvent, error) {
	act.Reason = opinion.Clip(opinion.Typed(act.Reason), mostReason)
	e := opinion.ItemEvent{Item: id, Type: act.Move, At: act.At, By: act.By, Who: act.Who, Text: act.Reason}
	if !i.May(act.Move) {
		return e, refuse("move")
	}
	var err error
	switch act.Move {
	case opinion.ItemAdd, opinion.ItemChange:
		e, err = r.says(i, act, e)
	case opinion.ItemSubmit:
		e, err = submitted(i, act, e)
	case opinion.ItemPass:
		e, err = passed(i, act, e)
	case opinion.ItemPublish:
		e, err = r.published(i, act, e)
	case opinion.ItemRenew, opinion.ItemUpdate:
		e, err = r.renewed(i, act, e)
	case opinion.ItemConclude:
		if e.Result = opinion.CanonicalURL(act.Result); e.Result == "" {
			err = refuse("address")
		}
	case opinion.ItemSendBack, opinion.ItemWithdraw:
		if act.Reason == "" {
			err = refuse("reason")
		} else if act.Move == opinion.ItemSendBack && !mayReview(i, act.Level) {
			err = refuse("level")
		}
	case opinion.ItemLook:
	case opinion.ItemProve:
		err = refuse("move")
	}
	if err != nil {
		return e, err
	}
	return e.Seal(i), nil
}

// says checks what somebody says of an item. A change of what stands before the public is a decision and
// has its reason.
func (r Rules) says(i opinion.Item, act Act, e opinion.ItemEvent) (opinion.ItemEvent, error) {
	f := act.Facts.Written()
	switch {
	case !f.Kind.Known() || i.ID != "" && f.Kind != i.Kind:
		return e, refuse("kind")
	case f.Name == "":
		return e, refuse("name")
	case act.Move == opinion.ItemChange && i.Public() && act.Reason == "":
		return e, refuse("reason")
	case act.Move == opinion.ItemChange && i.Same(f):
		return e, refuse("same")
	case f.Closes != "" && f.Opens > f.Closes:
		return e, refuse("term")
	}
	e.Facts = &f
	if act.Move == opinion.ItemAdd {
		e.Due = r.Due(f, act.At)
	}
	return e, nil
}

// submitted checks an item that is handed in: complete, with its attribute and its secrecy review.
func submitted(i opinion.Item, act Act, e opinion.ItemEvent) (opinion.ItemEvent, error) {
	if e.Attribute, e.Secrecy = act.Attribute, act.Secrecy; !act.Attribute.Known() {
		return e, refuse("attribute")
	}
	if lacks := i.Lacks(); len(lacks) > 0 && act.Attribute == opinion.AttributeActive {
		var names []words.Phrase
		for _, l := range lacks {
			names = append(names, words.Of("item.element."+string(l)))
		}
		return e, refuse("lacks", words.ListOf(names))
	}
	switch {
	case !act.Secrecy && act.Attribute != opinion.AttributeWithheld:
		return e, refuse("secrecy")
	case act.Attribute != opinion.AttributeActive && act.Reason == "":
		return e, refuse("reason")
	}
	return e, nil
}

func mayReview(i opinion.Item, at Level) bool {
	switch at {
	case AnyLevel:
		return true
	case UnitLevel:
		return i.State == opinion.ItemSubmitted
	case OfficeLevel:
		return i.State == opinion.ItemReviewed || i.State == opinion.ItemApproved
	case NoReview:
	}
	return false
}

// passed checks a review: at its level, by another account than the ones before.
func passed(i opinion.Item, act Act, e opinion.ItemEvent) (opinion.ItemEvent, error) {
	if !mayReview(i, act.Level) {
		return e, refuse("level")
	}
	if act.Who != "" && act.Level != AnyLevel && (act.Who == i.Sent || act.Who == i.Passed) {
		return e, refuse("self")
	}
	if act.Attribute == "" {
		return e, nil
	}
	e.Attribute, e.Secrecy = act.Attribute, act.Secrecy
	switch {
	case !act.Attribute.Known():
		return e, refuse("attribute")
	case act.Attribute != i.Attribute && act.Reason == "":
		return e, refuse("reason")
	case !act.Secrecy && act.Attribute != opinion.AttributeWithheld:
		return e, refuse("secrecy")
	}
	return e, nil
}

// published checks where an item is published; its due day is counted from now.
func (r Rules) published(i opinion.Item, act Act, e opinion.ItemEvent) (opinion.ItemEvent, error) {
	for _, a := range act.Addresses {
		clean := opinion.CanonicalURL(a)
		if clean == "" {
			return e, refuse("address")
		}
		if !slices.Contains(e.Addresses, clean) {
			e.Addresses = append(e.Addresses, clean)
		}
	}
	if len(e.Addresses)+len(i.Addresses) == 0 {
		return e, refuse("address")
	}
	e.Due = r.Next(i.ItemFacts, act.At)
	return e, nil
}

// renewed checks a day on which information was made or changed (the clock starts), or on which the
// page was brought up to date (it ends).
func (r Rules) renewed(i opinion.Item, act Act, e opinion.ItemEvent) (opinion.ItemEvent, error) {
	if act.Happened.IsZero() || act.Happened.After(act.At) || act.At.Sub(act.Happened) > 10*366*24*time.Hour {
		return e, refuse("day")
	}
	e.Happened = act.Happened.UTC()
	if act.Move == opinion.ItemUpdate {
		e.Due = r.Next(i.ItemFacts, e.Happened)
		return e, nil
	}
	e.Due = r.after(e.Happened, i.InForce())
	return e, nil
}

// Due is until when an item that is new has to be published.
func (r Rules) Due(f opinion.ItemFacts, from time.Time) time.Time {
	c := f.InForce()
	if f.Kind == opinion.ItemCatalogue || c.By == opinion.CycleStanding || c.By == "" || c.By == opinion.CycleNone {
		c = opinion.ItemCycle{By: opinion.CycleEvent, Days: 20, Working: true} // 国务院令第711号
	}
	return r.after(from, c)
}

// Next is until when an item that is new on its page now has to be looked after again; zero where only
// an event makes it due. Of a consultation it is when what was taken up has to be said.
func (r Rules) Next(f opinion.ItemFacts, from time.Time) time.Time {
	c := f.InForce()
	switch {
	case f.Kind == opinion.ItemConsultation && f.Closes != "":
		if end, err := time.ParseInLocation(time.DateOnly, f.Closes, opinion.Beijing); err == nil {
			return r.after(end, opinion.ItemCycle{By: opinion.CycleEvent, Days: 30})
		}
	case c.By == opinion.CycleEvery:
		return r.after(from, c)
	}
	return time.Time{}
}

// after is the end of the last day of a cycle that begins on a day, in Beijing.
func (r Rules) after(from time.Time, c opinion.ItemCycle) time.Time {
	if c.Days <= 0 {
		return time.Time{}
	}
	y, m, d := from.In(opinion.Beijing).Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, opinion.Beijing)
	if !c.Working || r.Works == nil {
		return day.AddDate(0, 0, c.Days+1).UTC()
	}
	for left := c.Days; left > 0; {
		if day = day.AddDate(0, 0, 1); r.Works(day) {
			left--
		}
	}
	return day.AddDate(0, 0, 1).UTC()
}

// Proved is the event of a look at an item's page. News on the page starts the next cycle.
func (r Rules) Proved(i opinion.Item, p opinion.ItemProof, by string) (opinion.ItemEvent, error) {
	e := opinion.ItemEvent{Item: i.ID, Type: opinion.ItemProve, At: p.At, By: by, Proof: &p}
	if !i.May(opinion.ItemProve) {
		return e, refuse("move")
	}
	p.Address = opinion.CanonicalURL(p.Address)
	if i.InForce().By == opinion.CycleEvery && p.Updated.After(i.Updated) {
		e.Due = r.Next(i.Shown, p.Updated)
	}
	return e.Seal(i), nil
}
