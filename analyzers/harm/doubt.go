package harm

// doubt turns off the hits of harm that something near them takes back.
func (r *Reading) doubt() {
	r.eachSentence(func(hits []Hit) {
		told := has(hits, Told)
		for i := range hits {
			h := &hits[i]
			if !h.Role.core() {
				continue
			}
			switch {
			case told:
				h.by = Told
			case r.overlaid(*h):
				h.by = Harmless
			case r.negated(*h):
				h.by = Denied
			case r.experienced(*h):
				h.by = Past
			default:
				h.by = r.doubted(hits, i)
			}
			h.Off = h.by != 0
		}
	})
	r.past()
}

// eachSentence calls f with the hits of each sentence.
func (r *Reading) eachSentence(f func([]Hit)) {
	for from := 0; from < len(r.Hits); {
		to := from
		for to < len(r.Hits) && r.Hits[to].Sentence == r.Hits[from].Sentence {
			to++
		}
		f(r.Hits[from:to])
		from = to
	}
}

func has(hits []Hit, role Role) bool {
	for i := range hits {
		if hits[i].Role == role {
			return true
		}
	}
	return false
}

// overlaid says whether a harmless phrase takes the hit or a part of it.
func (r *Reading) overlaid(h Hit) bool {
	for _, s := range r.harmless {
		if s.from < h.To && h.From < s.to && !(h.From <= s.from && s.to <= h.To && s.to-s.from < h.To-h.From) {
			return true
		}
	}
	return false
}

// negated says whether 没, 未, 防 and the like stand right before the hit: 没着火.
func (r *Reading) negated(h Hit) bool {
	switch r.before(h.From) {
	case '没', '未', '无', '防', '非', '免', '零', '不', '莫', '别':
		return true
	case '有':
		return h.From >= 6 && r.starts(h.From-6, "没有")
	case '被', '人', '生', '到':
		for n := 9; n <= 15 && n <= h.From; n += 3 {
			if r.starts(h.From-n, "没有人", "没有被", "没发生", "未发生", "没受到") {
				return true
			}
		}
	}
	return false
}

// experienced says whether the event is told as one that somebody went through: 着过火, 困过我.
func (r *Reading) experienced(h Hit) bool {
	if h.Role == Body {
		return false
	}
	if r.starts(h.To, "过") && !r.starts(h.To, "过来", "过去", "过程", "过敏", "过不", "过道", "过路", "过马", "过人", "过街", "过桥") {
		return true
	}
	i := 0
	for j, c := range r.Text[h.From:h.To] {
		if c == '过' {
			i = h.From + j
		}
	}
	return i > 0 && !r.starts(i, "过来", "过去", "过敏", "过不", "过气", "过气", "过车", "过腰", "过胸", "过膝", "过脖",
		"过头", "过人") && r.before(i) != '没' && r.before(i) != '漫' &&
		r.before(i) != '淹' && r.before(i) != '翻' && r.before(i) != '超'
}

// doubted is the role of what else takes the hit back in its sentence; 0 for nothing.
func (r *Reading) doubted(hits []Hit, i int) Role {
	h := hits[i]
	simile := false
	for k := range hits {
		q := hits[k]
		sameClause := q.clause == h.clause
		if q.Role == Simile && q.From < h.To {
			simile = simile || sameClause
			continue
		}
		if q.From < h.From {
			switch q.Role {
			case Denied:
				if sameClause && !(h.Role == Body && h.Weight >= 3 && q.To == h.From) {
					return q.Role
				}
			case Feared:
				if sameClause && q.To <= h.From+3 && h.Role != Intent {
					return q.Role
				}
			case Habit, Degree:
				if sameClause && (q.Role == Degree || h.Role != Intent) {
					return q.Role
				}
			case Supposed, Proposed:
				return q.Role
			case Thing:
				if sameClause && (h.Role == Held || h.Kind == Drowning || h.Kind == Height) &&
					r.before(h.From) != '再' && !r.person(hits, q, h) {
					return q.Role
				}
			}
			continue
		}
		switch {
		case q.Role == Alike && simile && sameClause:
			return q.Role
		case q.Role == AfterFears && q.From >= h.To-3 && q.From-h.To <= 6 && sameClause:
			return q.Role
		}
	}
	return 0
}

// person says whether a person is spoken of between a thing and the harm, or the thing is only
// what a person holds: 孩子连书包掉进河里.
func (r *Reading) person(hits []Hit, thing, harm Hit) bool {
	for _, p := range hits {
		if p.Role == People && p.clause == harm.clause && (p.From > thing.To || p.To <= thing.From) {
			return true
		}
	}
	return false
}

// past turns off what is told of long ago, until something tells of now.
func (r *Reading) past() {
	told := false
	r.eachSentence(func(hits []Hit) {
		since := hits[0].clause
		told = told || has(hits, Past)
		for i := range hits {
			h := &hits[i]
			switch {
			case h.Role == Past:
				told, since = true, h.clause
			case h.Role == Now && h.Weight >= 1 && h.clause != since:
				told = false
			case h.Role.core() && told:
				h.Off, h.by = true, Past
			}
		}
	})
}

// Doubts says whether what stands at those bytes of the text is told as harm that there is not, or
// not any more: in a figure of speech, where all harm read there is taken back, or, of what happened,
// in a sentence that tells of long ago or of elsewhere, asks, claims or thanks.
func (r *Reading) Doubts(from, to int, happened bool) bool {
	for _, s := range r.harmless {
		if happened && s.from < to && from < s.to {
			return true
		}
	}
	off, stands, sentence := false, false, -1
	for i := range r.Hits {
		h := &r.Hits[i]
		if h.From >= to {
			if sentence < 0 {
				sentence = h.Sentence
			}
			break
		}
		if h.From <= from {
			sentence = h.Sentence
		}
		if h.To > from && h.Role.core() && h.Role < Source {
			lasting := !happened && (h.by == Habit || h.by == Past || h.by == Harmless) // a hazard lasts
			off, stands = off || h.Off && !lasting, stands || !h.Off || lasting
		}
	}
	if off && !stands {
		return true
	}
	return happened && r.settled(sentence)
}

// settled says whether a sentence tells of long ago or of elsewhere, asks, claims or thanks.
func (r *Reading) settled(sentence int) bool {
	for i := range r.Hits {
		h := &r.Hits[i]
		if h.Sentence != sentence {
			continue
		}
		switch h.Role {
		case Told, Thanks, Asked:
			return true
		case Claim, Past:
			if h.Weight >= 1 {
				return true
			}
		}
	}
	return false
}
