package learning

import (
	"strings"

	"huiying/opinion"
)

// taught is what a day of a case's history says of whose it is: the unit that a person dispatched it
// to and that had it when the day was over ("" for none), and the units whose return stood, since
// another was given it.
func taught(history []opinion.Event, day string) (unit string, not []string) {
	returned := ""
	for _, e := range history {
		at := opinion.DayOf(e.At)
		if at > day {
			break
		}
		switch e.Type {
		case opinion.MoveReturn:
			returned, unit = e.Unit, ""
		case opinion.MoveRecall:
			unit = ""
		case opinion.MoveDispatch, opinion.MoveArbitrate:
			if unit = ""; at == day && byPerson(e.By) {
				unit = e.Unit
			}
			if at == day && returned != "" && returned != e.Unit {
				not = append(not, returned)
			}
			returned = ""
		}
	}
	return unit, not
}

// byPerson says whether a person of the office decided: what the rules dispatch by themselves would
// teach only what they say already.
func byPerson(by string) bool { return by != "system" && !strings.HasPrefix(by, "unit:") }
