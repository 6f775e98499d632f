package casework

import (
	"slices"
	"time"

	"huiying/opinion"
	"huiying/words"
)

// notBefore keeps a history in order of time when clocks of machines differ.
func notBefore(now, last time.Time) time.Time {
	if now.Before(last) {
		return last
	}
	return now.UTC()
}

// redacted takes identifiers of persons out of everything that people type. By and Unit
// are checked ids, which redaction could mistake for numbers of persons.
func redacted(cmd opinion.Command) opinion.Command {
	for _, s := range []*string{&cmd.Reason, &cmd.Text, &cmd.Statutory} {
		*s = plain(*s)
	}
	return cmd
}

func plain(s string) string { return opinion.Typed(s) }

// clip keeps what a stranger typed short and clean in an answer to him.
func clip(s string) string { return opinion.Clip(plain(s), 40) }

// needsReason is the refusal of a move that must say why.
func needsReason(c opinion.Case, cmd opinion.Command) *MoveRefusal {
	if cmd.Reason != "" {
		return nil
	}
	return refuse(c, CodeNeedsReason, "refusal.needs_reason.words")
}

// units checks lead and co-units of a command.
func units(c opinion.Case, cmd opinion.Command, env Env) ([]string, *MoveRefusal) {
	if cmd.Unit == "" {
		return nil, refuse(c, CodeNeedsUnit, "refusal.needs_unit.lead")
	}
	var co []string
	for _, id := range append([]string{cmd.Unit}, cmd.Co...) {
		if _, ok := env.Unit(id); !ok {
			return nil, unknownUnit(c, env, clip(id))
		}
		if id != cmd.Unit && !slices.Contains(co, id) {
			co = append(co, id)
		}
	}
	return co, nil
}

// unknownUnit refuses a unit that does not exist, and offers the nearest where the names are known.
func unknownUnit(c opinion.Case, env Env, id string) *MoveRefusal {
	p := words.Unknown("unit", id, nil)
	if env.UnknownUnit != nil {
		p, _ = env.UnknownUnit(id)
	}
	return &MoveRefusal{Refusal: words.Refusal{Code: CodeUnknownUnit, Phrase: p}, Legal: Legal(c), Version: c.Version}
}
