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
			h.Off = told || r.overlaid(*h) || r.negated(*h) || r.experienced(*h) || r.doubted(hits, i)
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
	return i > 0 && !r.starts(i, "过来", "过去", "过敏", "过不", "过气", "过气", "过车", "过腰", "过胸", "过膝", "过脖", "过头", "过人") && r.before(i) != '没' && r.before(i) != '漫' &&
		r.before(i) != '淹' && r.before(i) != '翻' && r.before(i) != '超'
}

// doubted says whether another phrase of the sentence takes the hit back.
func (r *Reading) doubted(hits []Hit, i int) bool {
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
					return true
				}
			case Feared:
				if sameClause && q.To <= h.From+3 && h.Role != Intent {
					return true
				}
			case Habit, Degree:
				if sameClause && (q.Role == Degree || h.Role != Intent) {
					return true
				}
			case Supposed, Proposed:
				return true
			case Thing:
				if sameClause && (h.Role == Held || h.Kind == Drowning || h.Kind == Height) && r.before(h.From) != '再' && !r.person(hits, q, h) {
					return true
				}
			}
			continue
		}
		switch {
		case q.Role == Alike && simile && sameClause:
			return true
		case q.Role == AfterFears && q.From >= h.To-3 && q.From-h.To <= 6 && sameClause:
			return true
		}
	}
	return false
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
				h.Off = true
			}
		}
	})
}
