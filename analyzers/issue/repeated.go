package issue

import (
	"slices"

	"huiying/opinion"
)

// A site shows the same passages on many of its pages: a note below each letter, its foot, a form of
// thanks. Collectors cut what they learn of them; what slips through makes different letters look like
// copies. Two pages of one source that share a passage word for word, and say different things beside
// it, share a frame. Where nothing differs beside it, what differs is alike, or the title is about what
// is shared, one is a copy.

// passage is a clause of a page as it is remembered: hashes alone.
type passage struct {
	key      uint32
	from, to int32 // bytes of the text
	letters  uint16
	grams    [keptGrams]uint16 // the smallest hashes of its three neighbouring characters; 0: none
	title    bool
}

const (
	keptGrams    = 8
	mostPassages = 64 // of one page
	headPassages = 16 // of them from its beginning; the rest from its end, where frames are
	pagesKept    = 8  // of a source
	leastFrame   = 20 // letters of a run that two pages share
	leastCut     = 12 // letters of a run of passages that are known as frame
	leastOwn     = 3  // letters that a page says beside the frame
	recursTitle  = 2  // other pages of those remembered that have the title above another text
	ownAlike     = 0.4
	aboutShared  = 0.15 // of the pairs of a title's characters
	mostFramed   = 1 << 12
)

// officeWords stand in titles and in notes of offices alike.
var officeWords = set(`咨询 投诉 问题 反映 建议 来信 信箱 答复 回复 处理 办理 部门 关于 请问 举报 求助 热线
群众 市民 感谢 谢谢 希望 解决 意见 受理 诉求`)

// sourcePages is what is remembered of the pages of one source.
type sourcePages struct {
	pages  [pagesKept]remembered
	next   int
	framed map[uint32]bool // passages of its frame
}

type remembered struct {
	page     uint64
	passages []passage
}

// pageOf names the page of a mention within all; 0 where it has no address.
func pageOf(m opinion.Mention) uint64 {
	if m.URL == "" {
		return 0
	}
	return uint64(hashWord(m.URL))<<32 | uint64(hashWord(m.Source)) | 1
}

// readPassages takes a page apart.
func (r *Report) readPassages() {
	r.passages = passagesOf(r.passages, r.title, true)
	r.passages = passagesOf(r.passages, r.body, false)
	if n := len(r.passages); n > mostPassages {
		r.passages = slices.Delete(r.passages, headPassages, n-mostPassages+headPassages)
	}
}

func passagesOf(out []passage, text string, title bool) []passage {
	p := passage{title: title}
	var h hashing
	var a, b rune
	end := func(at int) {
		if p.letters > 0 {
			p.key, p.to = h.sum(), int32(at)
			out = append(out, p)
		}
		h, p, a, b = hashing{}, passage{title: title}, 0, 0
	}
	for i, c := range text {
		switch {
		case c == ' ' || c >= '0' && c <= '9':
		case skip(c):
			end(i)
		default:
			if p.letters == 0 {
				p.from = int32(i)
			}
			if p.letters++; p.letters > 2 {
				p.keep(uint16(gram(a, b, c)>>48) | 1)
			}
			h.add(c)
			a, b = b, c
		}
	}
	end(len(text))
	return out
}

// keep takes a hash among the smallest.
func (p *passage) keep(g uint16) {
	for i, known := range p.grams {
		switch {
		case known == g:
			return
		case known == 0:
			p.grams[i] = g
			return
		case g < known:
			p.grams[i], g = g, known
		}
	}
}

// cut takes what a page shares with other pages of its source out of what is compared. It learns from
// each page once.
func (g *Grouper) cut(r *Report) {
	if r.page == 0 || r.cut {
		return
	}
	r.cut = true
	s := g.sources[r.source]
	if s == nil {
		s = &sourcePages{framed: map[uint32]bool{}}
		g.sources[r.source] = s
	}
	if s.learn(r) >= recursTitle {
		r.withoutTitle()
	}
	spans := s.framesOf(r.passages)
	if len(spans) == 0 && !r.bare {
		return
	}
	r.frames = together(r.frames, spans)
	r.spots = append(r.spots[:r.titleSpots], slices.DeleteFunc(r.spots[r.titleSpots:], func(x spot) bool {
		return in(spans, int(x.from))
	})...)
	r.again(g)
}

// withoutTitle lets the title of a page count no more than what else its source repeats.
func (r *Report) withoutTitle() {
	r.bare, r.titleMask, r.titleRunes, r.titleStarts = true, 0, r.titleRunes[:0], r.titleStarts[:0]
	r.spots, r.titleSpots = slices.Delete(r.spots, 0, r.titleSpots), 0
}

// learn compares a page with those before it, and remembers it. It returns on how many of them its
// title stood above another text.
func (s *sourcePages) learn(r *Report) (titles int) {
	at := s.next
	for i, other := range s.pages {
		switch {
		case other.page == r.page:
			at = i
		case other.page != 0 && s.compare(r, other.passages):
			titles++
		}
	}
	if at == s.next {
		s.next = (s.next + 1) % pagesKept
	}
	kept := &s.pages[at]
	kept.page, kept.passages = r.page, append(kept.passages[:0], r.passages...)
	return titles
}

// compare notes the runs that two pages share, where each says something of its own beside them. It
// says whether they are different texts under one title.
func (s *sourcePages) compare(r *Report, other []passage) (title bool) {
	page := r.passages
	mine, ownMine := shared(page, other)
	_, ownOther := shared(other, page)
	if lettersOf(ownMine) < leastOwn || lettersOf(ownOther) < leastOwn || alikeOwn(ownMine, ownOther) ||
		r.isAbout(mine) {
		return false
	}
	if len(s.framed) > mostFramed {
		clear(s.framed)
	}
	for _, run := range runs(page, func(i int) bool { return mine[i] }) {
		if lettersOf(run) >= leastFrame {
			for _, p := range run {
				s.framed[p.key] = true
			}
		}
	}
	n := titleOf(page)
	return n > 0 && n == titleOf(other) && !slices.Contains(mine[:n], false)
}

// isAbout says whether the title of a page is about the passages that it shares: then they are its
// text, under another title.
func (r *Report) isAbout(shared []bool) bool {
	pairs := map[[2]rune]bool{} // of the title, and whether they stand there
	eachPair(r.title, func(p [2]rune) {
		if !officeWords[string(p[:])] {
			pairs[p] = false
		}
	})
	for i, p := range r.passages {
		if shared[i] && !p.title {
			eachPair(r.body[p.from:p.to], func(p [2]rune) {
				if _, ok := pairs[p]; ok {
					pairs[p] = true
				}
			})
		}
	}
	both := 0
	for _, there := range pairs {
		if there {
			both++
		}
	}
	return len(pairs) > 0 && float64(both) >= aboutShared*float64(len(pairs))
}

func eachPair(text string, do func([2]rune)) {
	var last rune
	for _, c := range text {
		if skip(c) {
			last = 0
			continue
		}
		if last != 0 {
			do([2]rune{last, c})
		}
		last = c
	}
}

// titleOf is how many passages of a page are its title.
func titleOf(page []passage) (n int) {
	for n < len(page) && page[n].title {
		n++
	}
	return n
}

// framesOf are the pieces of a text that belong to the source's frame.
func (s *sourcePages) framesOf(page []passage) (out []span) {
	for _, run := range runs(page, func(i int) bool { return s.framed[page[i].key] }) {
		if lettersOf(run) >= leastCut {
			out = append(out, span{int(run[0].from), int(run[len(run)-1].to)})
		}
	}
	return out
}

// shared says which passages of a page stand on another, and which are its own.
func shared(page, other []passage) (is []bool, own []passage) {
	is = make([]bool, len(page))
	for i, p := range page {
		is[i] = slices.ContainsFunc(other, func(o passage) bool { return o.key == p.key })
		if !is[i] {
			own = append(own, p)
		}
	}
	return is, own
}

// runs are the rows of neighbouring passages of the text that ok says yes to.
func runs(page []passage, ok func(i int) bool) (out [][]passage) {
	from := -1
	for i := 0; i <= len(page); i++ {
		good := i < len(page) && !page[i].title && ok(i)
		switch {
		case good && from < 0:
			from = i
		case !good && from >= 0:
			out = append(out, page[from:i])
			from = -1
		}
	}
	return out
}

func lettersOf(list []passage) (n int) {
	for _, p := range list {
		n += int(p.letters)
	}
	return n
}

// alikeOwn says whether what two pages say of their own is nearly the same.
func alikeOwn(a, b []passage) bool {
	in := map[uint16]bool{}
	for _, p := range a {
		for _, g := range p.grams {
			in[g] = true
		}
	}
	both, n := 0, 0
	for _, p := range b {
		for _, g := range p.grams {
			if g != 0 {
				if n++; in[g] {
					both++
				}
			}
		}
	}
	return n > 0 && float64(both) >= ownAlike*float64(min(n, len(in)))
}

// together are two rows of pieces as one, in order and apart.
func together(a, b []span) []span {
	all := append(slices.Clone(a), b...)
	slices.SortFunc(all, func(x, y span) int { return x.from - y.from })
	out := all[:0]
	for _, x := range all {
		if n := len(out); n > 0 && x.from < out[n-1].to {
			out[n-1].to = max(out[n-1].to, x.to)
		} else {
			out = append(out, x)
		}
	}
	return out
}

// again reads words and characters anew, without what was cut.
func (r *Report) again(g *Grouper) {
	r.traits, r.passing = r.traits[:0], r.passing[:0]
	r.table = &g.table
	r.table.reset(min(len(r.words)+len(r.title), mostTraits))
	r.readWords(&g.about)
	r.readGrams(&g.about)
	r.table = nil
}
