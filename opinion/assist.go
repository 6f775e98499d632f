package opinion

// Assisted folds an event into the parts of co-units (协办): each is a Turn of its own with Assists
// set, from the moment the co-unit's clock began until the case no longer asks for its part. It
// needs the parts that began since the case last came to a unit, and leaves those that ended alone.
// It is the clock that is counted: where a profile gives co-units no time of their own, there is
// nothing to be late for and no part.
func Assisted(parts []Turn, was Case, e Event, now Case) []Turn {
	if now.Matter != PublicMatter {
		return parts
	}
	parts = append([]Turn(nil), parts...)
	if Untaken(was, e) { // what began with the dispatch never was
		for len(parts) > 0 && parts[len(parts)-1].Ended.IsZero() {
			parts = parts[:len(parts)-1]
		}
		return parts
	}
	for i := range parts {
		if parts[i].Ended.IsZero() {
			parts[i].assist(e, now)
		}
		if e.Type == MoveCorrect && !parts[i].Began.Before(now.Dispatch) {
			parts[i].about(now)
		}
	}
	for _, k := range now.Clocks {
		if k.Duty == DutyAssist && k.Done.IsZero() && !runs(parts, k.Unit) {
			t := Turn{Case: now.ID, Unit: k.Unit, By: e.Type, Began: e.At, Assists: true, AssistDue: k.Due}
			t.about(now)
			parts = append(parts, t)
		}
	}
	return parts
}

// runs says whether a co-unit's part lasts.
func runs(parts []Turn, unit string) bool {
	for _, t := range parts {
		if t.Unit == unit && t.Ended.IsZero() {
			return true
		}
	}
	return false
}

// assist reads the co-unit's clock. Without one its part is over.
func (t *Turn) assist(e Event, now Case) {
	t.about(now)
	k, ok := now.TimedOf(DutyAssist, t.Unit)
	switch {
	case ok && (t.Assisted.IsZero() || !k.Done.IsZero()):
		t.AssistDue, t.Assisted = k.Due, k.Done
	default: // it ended, or the same co-unit is asked again
		t.Ended = e.At
	}
}
