package territory

// The cut of a text into words tells where a name is none: in 绍兴|城市 no 兴城市 is named, and in
// 每天|津贴 no 天津.

// align marks the characters that do not begin a word, by the words of the text in order. Words may be
// spelt another way than the text where no Chinese character is concerned (in lower case, narrow).
// What cannot be aligned stays unmarked.
func (sc *scratch) align(words []string) {
	sc.inner = zeros(sc.inner, len(sc.text)+1)
	p := 0
	for _, w := range words {
		first := true
		for _, r := range w {
			if !han(r) {
				continue
			}
			for p < len(sc.text) && !han(sc.text[p]) {
				p++
			}
			if p == len(sc.text) || sc.text[p] != r {
				return
			}
			sc.inner[p] = !first
			p, first = p+1, false
		}
	}
}

// crossed says whether a word of the cut begins or ends within the name and reaches out of it.
func (sc *scratch) crossed(start, end int32) bool {
	return sc.crossedLeft(start, end) || sc.crossedRight(start, end)
}

func (sc *scratch) crossedLeft(start, end int32) bool {
	if !sc.inner[start] {
		return false
	}
	e := start + 1
	for sc.inner[e] {
		e++
	}
	return e < end
}

func (sc *scratch) crossedRight(start, end int32) bool {
	if !sc.inner[end] {
		return false
	}
	b := end - 1
	for sc.inner[b] {
		b--
	}
	return b > start
}

// wordAt is how many characters the word has that begins at a place of the text, 0 where none begins.
func (sc *scratch) wordAt(at int32) int32 {
	n := int32(len(sc.text))
	if at >= n || sc.inner[at] || !han(sc.text[at]) {
		return 0
	}
	e := at + 1
	for e < n && sc.inner[e] {
		e++
	}
	return e - at
}

// disagrees says whether the cut speaks against a name where it stands. It is not asked where a parent
// stands right before the name, and of official names only where they are short.
func disagrees(t *Table, sc *scratch, m *mention) bool {
	switch {
	case !sc.isCut || m.name < 0 || !sc.crossed(m.start, m.end) || t.supported(sc, m):
		return false
	case m.kinds&(full|town|old|site) == 0 || m.end-m.start == 2:
		return true
	}
	return m.end-m.start == 3 && m.kinds&site == 0 && sc.crossedLeft(m.start, m.end)
}
