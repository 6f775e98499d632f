package opinion

import (
	"encoding/json"
	"fmt"
	"time"
)

// ItemEvent is one event of an Item, kept for ever. Each carries the hash of the one before it; words of
// the office (Text) stand beside their hash, and only the hash is chained, as with a Case.
type ItemEvent struct {
	Item string    `json:"item"`
	Seq  uint64    `json:"seq"` // 1 for the first
	Type ItemMove  `json:"type"`
	At   time.Time `json:"at"`
	By   string    `json:"by"`            // "system", a role, or "unit:<id>"
	Who  string    `json:"who,omitempty"` // the account that did it
	Prev string    `json:"prev,omitempty"`
	Hash string    `json:"hash"`

	Facts     *ItemFacts    `json:"facts,omitempty"`     // add, change
	Attribute ItemAttribute `json:"attribute,omitempty"` // submit, pass
	Secrecy   bool          `json:"secrecy,omitempty"`   // submit, pass: the review was done
	Addresses []string      `json:"addresses,omitempty"` // publish
	Result    string        `json:"result,omitempty"`    // conclude
	Happened  time.Time     `json:"happened,omitzero"`   // renew: when it was made or changed; update: when the page was
	Due       time.Time     `json:"due,omitzero"`        // until when the next thing is owed, as counted then
	Proof     *ItemProof    `json:"proof,omitempty"`     // prove
	Text      string        `json:"text,omitempty"`      // the reason
	TextHash  string        `json:"text_hash,omitempty"`
}

// Seal gives an event its place in the chain. The caller has filled everything else.
func (e ItemEvent) Seal(after Item) ItemEvent {
	if e.Item == "" {
		e.Item = after.ID
	}
	e.Seq, e.Prev, e.At = after.Version+1, after.Hash, e.At.UTC()
	if e.Text != "" {
		e.TextHash = hashOf("text", e.Text)
	}
	e.Hash = e.sum()
	return e
}

func (e ItemEvent) sum() string {
	e.Hash, e.Text = "", ""
	b, err := json.Marshal(e)
	if err != nil { // no field of it can fail to marshal
		panic(err)
	}
	return hashOf("item event", string(b))
}

// Forgotten returns the event without its words; the chain still verifies.
func (e ItemEvent) Forgotten() ItemEvent { e.Text = ""; return e }

// Check says whether e is whole and follows i.
func (e ItemEvent) Check(i Item) error {
	if e.Seq != i.Version+1 || e.Prev != i.Hash || i.ID != "" && e.Item != i.ID {
		return fmt.Errorf("%w: item %s has version %d, event says %d", ErrGap, e.Item, i.Version, e.Seq)
	}
	if e.Hash != e.sum() || (e.Text != "" && e.TextHash != hashOf("text", e.Text)) {
		return fmt.Errorf("%w: item %s, event %d", ErrForged, e.Item, e.Seq)
	}
	return nil
}

// FoldItem is the item that a whole history leads to. It stops before the first event that does not
// fit, and says why.
func FoldItem(history []ItemEvent) (i Item, err error) {
	for _, e := range history {
		if err := e.Check(i); err != nil {
			return i, err
		}
		i = i.Apply(e)
	}
	return i, nil
}

// Apply is the item after an event. It trusts the event.
func (i Item) Apply(e ItemEvent) Item {
	i.ID, i.Version, i.Hash = e.Item, e.Seq, e.Hash
	if e.Type != ItemProve {
		i.Changed = e.At
	}
	switch e.Type {
	case ItemAdd:
		i.Added, i.State = e.At, ItemDraft
		i = i.says(e)
	case ItemChange:
		i.State, i.Reason = ItemDraft, e.Text
		i = i.says(e)
	case ItemSubmit:
		i.State, i.Sent, i.Reason = ItemSubmitted, e.Who, e.Text
		i.Attribute, i.Secrecy = e.Attribute, e.Secrecy
	case ItemPass:
		i = i.passed(e)
	case ItemSendBack:
		i.State, i.Reason, i.Passed = ItemDraft, e.Text, ""
	case ItemPublish:
		if len(e.Addresses) > 0 {
			i.Addresses = e.Addresses
		}
		if i.State, i.Reason, i.Shown = ItemPublished, "", i.ItemFacts; i.Published.IsZero() {
			i.Published = e.At
		}
		i.Updated, i.Happened, i.Due = e.At, time.Time{}, e.Due
	case ItemRenew:
		i.Happened, i.Due = e.Happened, e.Due
	case ItemUpdate:
		i.Updated, i.Happened, i.Due = e.Happened, time.Time{}, e.Due
	case ItemConclude:
		i.State, i.Result, i.Shown.Result, i.Due = ItemConcluded, e.Result, e.Result, time.Time{}
	case ItemLook:
		i.Looked = e.At
	case ItemWithdraw:
		i.State, i.Reason, i.Due = ItemWithdrawn, e.Text, time.Time{}
	case ItemProve:
		i = i.proved(e)
	}
	return i
}

// says takes the facts of an event, and what is due by them.
func (i Item) says(e ItemEvent) Item {
	if e.Facts != nil {
		i.ItemFacts = *e.Facts
	}
	if i.Attribute, i.Secrecy, i.Passed, i.Sent = "", false, "", ""; !e.Due.IsZero() {
		i.Due = e.Due
	}
	return i
}

// passed is an item that one of the two levels passed; the second decides by what is recorded of it.
func (i Item) passed(e ItemEvent) Item {
	i.Reason = e.Text
	if e.Attribute != "" {
		i.Attribute, i.Secrecy = e.Attribute, e.Secrecy
	}
	if i.State == ItemSubmitted {
		i.State, i.Passed = ItemReviewed, e.Who
		return i
	}
	is, _ := itemAttributes.of(i.Attribute)
	if i.State = is.to; i.State.Over() {
		i.Due, i.Shown = time.Time{}, ItemFacts{}
	}
	return i
}

// proved is an item whose page was looked at: news on the page is an update.
func (i Item) proved(e ItemEvent) Item {
	if e.Proof == nil {
		return i
	}
	i.Proof = *e.Proof
	if e.Proof.Updated.After(i.Updated) {
		i.Updated = e.Proof.Updated
	}
	if !i.Happened.IsZero() && !i.Updated.Before(i.Happened) {
		i.Happened, i.Due = time.Time{}, time.Time{}
	}
	if !e.Due.IsZero() {
		i.Due = e.Due
	}
	return i
}
