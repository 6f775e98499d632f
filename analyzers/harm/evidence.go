package harm

const mostWords = 8 // of evidence

// Evidence are the words that told of harm and of now, in the order of the text.
func (r *Reading) Evidence(s Stake) []string {
	out := make([]string, 0, mostWords)
	end := 0
	for _, h := range s.Hits {
		if h.Off || !telling(h.Role) || h.From < end || len(out) == mostWords {
			continue
		}
		out, end = append(out, r.Word(h)), h.To
	}
	return out
}

// telling says whether the words of a role are shown as evidence.
func telling(role Role) bool {
	switch role {
	case Happening, Body, Held, Intent, Calls, Now, Inside:
		return true
	}
	return false
}
