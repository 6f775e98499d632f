package briefing

import (
	"huiying/opinion"
	"huiying/words"
)

// moves are the numbers that count what happened to cases.
var moves = []struct {
	id   string
	move opinion.Move
	is   func(opinion.Event) bool // nil: every such event
}{
	{"new_cases", opinion.MoveOpen, nil},
	{"answered", opinion.MoveAnswer, nil},
	{"verified", opinion.MoveVerify, func(e opinion.Event) bool { return e.OK }},
	{"doubted", opinion.MoveVerify, func(e opinion.Event) bool { return !e.OK }},
	{"closed", opinion.MoveClose, nil},
	{"became_overdue", opinion.MoveOverdue, nil},
}

// idsShown bounds the ids behind a number: the list that its link opens has all of them.
const idsShown = 200

func (b *Briefing) number(id string, n int, err error, previous *int, ids []string, link string) {
	if ids == nil {
		ids = []string{}
	}
	if err != nil {
		previous = nil
	}
	name := words.Of("brief.number." + id)
	b.Numbers = append(b.Numbers, Number{ID: id, Name: name.In(words.First), En: name.In("en"),
		N: n, Previous: previous, None: err != nil, IDs: ids[:min(idsShown, len(ids))], Link: link})
}
