package opinion

import "strings"

// Subjects of the streams (DESIGN section 3). A token may hold no space, dot, * or >.
func token(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == '.' || r == '*' || r == '>' || r > 126 {
			return '_'
		}
		return r
	}, s)
}

// MentionSubject is where a Mention of a source is published: mention.<source>.
func MentionSubject(source string) string { return "mention." + token(source) }

// ReplySubject is where a FoundReply on a page of a source is published: reply.<source>.
func ReplySubject(source string) string { return "reply." + token(source) }

// FindingSubject is where a Finding is published: finding.<division6>, where division6 is
// the first six characters of the place's code, or 000000 when no place is known.
func FindingSubject(f Finding) string {
	code := token(f.Place())
	if code == "" {
		code = "000000"
	}
	if len(code) > 6 {
		code = code[:6]
	}
	return "finding." + code
}

// PurgedSubject is where the fact is published that a mention was purged: purged.<mention>.
func PurgedSubject(mention string) string { return "purged." + token(mention) }

// PaperSubject carries a unit's working papers of a case.
func PaperSubject(id, unit string) string { return "paper." + token(id) + "." + token(unit) }

// CaseSubject is where every event of one case is published: case.<id>.
func CaseSubject(id string) string { return "case." + token(id) }

// DoorSubject is where is published what came to a source's door and was not let in.
func DoorSubject(source string) string { return "ledger.door." + token(source) }

// KeptSubject carries lines of the balance that outlive their mentions.
const KeptSubject = "ledger.kept"

// VoteSubject is where what readers thought of a case's answer is published: vote.<case>.
func VoteSubject(c string) string { return "vote." + token(c) }

// LearnedSubject is where is published what the dispatches of a day teach: learned.<2026-11-30>.
func LearnedSubject(day string) string { return "learned." + token(day) }
