package casework

import "huiying/opinion"

// find notes that an office's reply stood on the page of one of the case's reports (发现答复). It is
// offered to the unit, which may take it for its answer; it stops no clock and decides nothing. The
// history has the hash of its words, when it was published and whether the checks doubt that it
// answers; the words lie where they can be forgotten.
func find(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	r := cmd.Reply
	if r.Mention == "" || r.TextHash == "" {
		return false, refuse(c, CodeNeedsText, "refusal.needs_text.find")
	}
	if was, ok := c.Offer(r.Mention); ok && was.TextHash == r.TextHash {
		return false, nil
	}
	e.Mention, e.TextHash, e.OK = r.Mention, r.TextHash, cmd.OK
	if !r.At.IsZero() {
		e.Said = r.At.UTC()
	}
	return true, nil
}
