package page

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"huiying/collectors"
	"huiying/internal/pattern"
)

var (
	// mailboxWords say in a title or a class that a page is of letters.
	mailboxWords = pattern.MustCompile(`信箱|来信|信件|留言|咨询|投诉|举报|问政|信访|诉求|民声|民意|12345|问答|答疑|求助|你问我答|办件|网友|写信|百姓|热线`)
	// titledMailbox does so in a title; where the reader is, it may be a part of the site.
	titledMailbox = pattern.MustCompile(`互动|曝光|爆料|回音|呼声|心声|建言|随手拍|帮办|接诉|民情|有话说|有呼|你提|有问`)
)

// mailbox reads pages of letters.
type mailbox struct{ *reader }

// letters reads the fields of a page of letters; nil where it is none.
func (r mailbox) letters() []Entry {
	var lines []line
	begins := banner(r).textBegins()
	for i, l := range r.lines {
		if !l.frame && !l.hidden && (!l.above || i == r.titleLine()) && (i >= begins || l.labelled() || bare(l.text) == "" ||
			stamped.MatchString(l.text) || !r.isSite(l.text)) {
			lines = append(lines, l.stampApart()...)
		}
	}
	found := r.inGrid()
	if found == nil {
		found = r.twoColumns()
	}
	if found == nil {
		found = r.inBoxes(lines)
	}
	if found == nil {
		found = r.inOrder(lines)
	}
	out := make([]Entry, 0, len(found))
	for _, l := range found {
		if e, ok := r.entry(l, len(found) == 1); ok {
			out = append(out, e)
		}
	}
	return out
}

// isMailbox says whether the page's own words call it one of letters.
func (r mailbox) isMailbox() bool {
	if mailboxWords.MatchString(r.head.title) || titledMailbox.MatchString(r.head.title) ||
		mailboxWords.MatchString(r.head.site) ||
		mailboxWords.MatchString(r.head.column) {
		return true
	}
	for _, l := range r.lines {
		if l.frame && hereWords.MatchString(l.text) && mailboxWords.MatchString(l.text) {
			return true
		}
	}
	return false
}

// inOrder reads letters one label after another.
func (r mailbox) inOrder(lines []line) []*letter { return r.turned(lines, -1) }

// turned does so where the answer is known to begin at line turn.
func (r mailbox) turned(lines []line, turn int) []*letter {
	lr := &letterReader{mailbox: r.isMailbox()}
	lr.begin()
	named, heads, posts := r.replyByName(lines), postHeads(lines, r.o.Now), r.thread()
	title := r.titleLine()
	lr.titled = title >= 0
	for i, l := range lines {
		if i == turn {
			lr.answer("")
		}
		if k := posts.heads[l.at]; k != none {
			lr.inThread(l, k, posts.units[l.at])
			continue
		}
		if posts.other[l.at] {
			continue
		}
		if k := heads[i]; k != none && posts.heads == nil {
			lr.post(l, k)
			continue
		}
		if l.at < title && !l.labelled() && lr.pending == none && !strings.ContainsAny(l.text, "。！？") {
			continue // the page's, not the letter's
		}
		if l.at == title && (!l.labelled() || r.isWholeTitle(l)) && !lr.answered && len(lr.now.text) == 0 &&
			lr.pending == none && lr.open != textLabel {
			lr.titleLine(l)
			continue
		}
		if lr.answered && len(lr.now.reply) > 0 && l.head && isHeading(l.text) && !l.labelled() && opensText(lines, i) {
			lr.begin() // the next letter
			lr.now.heads = append(lr.now.heads, l.text)
			continue
		}
		if m := answersTitle.FindStringSubmatch(l.text); m != nil && lr.now.says() && squash(m[1]) == squash(r.title()) {
			lr.answer("")
			continue
		}
		if lr.stamp(lines, i) {
			continue
		}
		if lr.now.says() && stepOnly.MatchString(l.text) && l.linked == 0 {
			lr.step = true
			continue
		}
		if named[i] && !lr.answered && lr.now.says() {
			lr.answer("")
			if answersAsk(l.node) {
				lr.now.weight++
			}
		}
		if lr.mayAnswer() && lr.heard() && signsPost(lines, i) {
			lr.answer(l.speaker())
			lr.now.weight++
			continue
		}
		if lr.mayAnswer() && lr.heard() && signedByOffice(lines, i, lr.last) {
			lr.answer("")
			lr.now.weight++
		}
		if unit, rest := officeLead(l); unit != "" && lr.mayAnswer() && lr.heard() && !l.labelled() {
			lr.answer(unit)
			lr.now.weight++
			if rest != "" {
				lr.words(rest)
			}
			continue
		}
		lr.line(l)
	}
	out := lr.done()
	if len(out) == 1 && turn < 0 {
		if at := r.turnOf(lines, out[0]); at >= 0 {
			return r.turned(lines, at)
		}
	}
	return out
}

// thread are the posts of the page, found once.
func (r mailbox) thread() thread {
	if r.posts == nil {
		t := threadOf(r.lines, r.titleLine(), r.o.Now)
		r.posts = &t
	}
	return *r.posts
}

// inBoxes reads several letters that stand in boxes of one shape; nil where there are none.
func (r mailbox) inBoxes(lines []line) []*letter {
	boxes := boxesOf(lines)
	if len(boxes) < 2 {
		return nil
	}
	var out []*letter
	for _, inside := range sorted(lines, boxes) {
		found := r.inOrder(inside)
		if len(found) != 1 || !found[0].says() {
			return nil
		}
		l := found[0]
		if len(l.loose) == 0 && len(l.text) > 0 {
			l.loose, l.sides = l.heads, make([]kind, len(l.heads))
		}
		if l.title == "" && len(l.loose) > 0 && len(l.text)+len(l.loose) > 1 &&
			utf8.RuneCountInString(l.loose[0]) <= 40 {
			l.title, l.published = r.cutTime(l.loose[0], l.published)
			l.loose = l.loose[1:]
		}
		out = append(out, found[0])
	}
	if r.answersOutside(lines, out) {
		return nil
	}
	return out
}

// cutTime takes a time off the end of a heading; said is the time that is known already.
func (r mailbox) cutTime(s, said string) (title, published string) {
	plain, found := collectors.Moments(s, r.o.Now)
	if len(found) != 1 || strings.Trim(plain[found[0].End:], " ]】)）") != "" {
		return s, said
	}
	at := found[0].Start
	if said == "" {
		said = plain[at:]
	}
	if cut := strings.TrimRight(plain[:at], " [【(（|·"); utf8.RuneCountInString(cut) >= 2 {
		return cut, said
	}
	return s, said
}

// answersOutside says whether the page has replies and none stands in a letter's box: then the
// boxes hold questions alone, and the letters follow one another.
func (r mailbox) answersOutside(lines []line, letters []*letter) bool {
	for _, l := range letters {
		if l.answers {
			return false
		}
	}
	for _, l := range lines {
		for _, p := range l.pieces {
			if p.kind == replyLabel {
				return true
			}
		}
	}
	return false
}

// boxesOf are the elements that each hold one of the labels that the page repeats most.
func boxesOf(lines []line) []*html.Node {
	at, order := map[string][]*html.Node{}, []string{}
	for _, l := range lines {
		for _, p := range l.pieces {
			if p.kind == titleLabel || p.kind == textLabel || p.kind == replyLabel {
				if at[p.label] == nil {
					order = append(order, p.label)
				}
				at[p.label] = append(at[p.label], l.node)
			}
		}
	}
	var most []*html.Node
	for _, label := range order {
		if n := at[label]; len(n) > len(most) {
			most = n
		}
	}
	if len(most) < 2 {
		return nil
	}
	return branches(most)
}

// entry is a letter as an Entry; false where too little says that it is one.
func (r mailbox) entry(l *letter, alone bool) (Entry, bool) {
	if alone {
		r.heading(l)
	}
	loose := r.question(l)
	text := l.text
	if len(text) == 0 {
		text = loose
	}
	weight := l.weight
	if officeVoice(strings.Join(text, "\n")) <= surelyAsks && len(l.reply) > 0 {
		weight++
	}
	if r.isMailbox() {
		weight++
	}
	if (l.asks || l.published != "") && len(l.reply) > 0 && l.unit != "" {
		weight++ // what one asked, and which office answered
	}
	switch {
	case weight < 2, len(text) == 0 && l.title == "":
		return Entry{}, false
	case !l.asks && !l.answers && len(l.reply) == 0 && !(len(text) > 0 && (l.title != "" || alone && l.dated)):
		return Entry{}, false
	case weight < 4 && runes(l.loose) > 120 && runes(l.loose) > 3*runes(l.text) && len(l.text) > 0:
		return Entry{}, false // an article that quotes a letter
	}
	for _, s := range l.loose {
		if l.published == "" && dateOnly.MatchString(s) {
			l.published = s
		}
	}
	e := Entry{Title: l.title, Text: strings.Join(text, "\n")}
	if m := dayAtEnd.FindStringSubmatch(e.Text); m != nil && l.published == "" {
		l.published = m[1]
	}
	if t, ok := collectors.ParseTime(l.published, r.o.Now); ok {
		e.Published = t
	}
	e.Reply = r.reply(l)
	if n := len(l.heads); !alone && e.Title == "" && n > 0 && isHeading(l.heads[n-1]) && !isMeta(l.heads[n-1]) {
		e.Title = l.heads[n-1]
	}
	if alone {
		if e.Title == "" {
			e.Title = r.title()
		}
		e.Published = dated(r).published(e.Published)
	}
	e.Title, _ = r.cutTime(e.Title, "")
	e.Title = bareTitle(e.Title)
	return e, true
}

// heading takes the first short words for the title, where neither a label nor the page's own head
// names one: those above all labels, or behind a label of the text where more text follows.
func (r mailbox) heading(l *letter) {
	if l.title != "" || r.o.Title != nil || r.head.article != "" {
		return
	}
	if len(l.text) > 1 && isHeading(l.text[0]) && !isHeading(l.text[1]) {
		l.title, l.text = l.text[0], l.text[1:]
		return
	}
	if len(l.text) == 1 && isHeading(l.text[0]) && runes(l.loose) >= 15 && runes(l.loose) > len([]rune(l.text[0])) &&
		strings.ContainsAny(strings.Join(l.loose, ""), "。！？，") {
		l.title, l.text = l.text[0], nil // 问 stands before the heading
		return
	}
	if r.titleLine() >= 0 || len(l.text)+len(l.heads)+len(l.loose) < 2 {
		return
	}
	for i, s := range append(l.heads, l.loose...) {
		if i < 3 && (i < len(l.heads) || l.sides[i-len(l.heads)] == none) && isHeading(s) &&
			!isMeta(s) && !detailHead.MatchString(s) && !dateOnly.MatchString(s) {
			l.title = s
			return
		}
	}
}

// question are the words before the reply that no label names, without the title and the
// small print.
func (r mailbox) question(l *letter) []string {
	var out []string
	title := squash(r.title())
	for _, s := range l.loose {
		q := squash(s)
		if q == title || q == squash(l.title) || dateOnly.MatchString(s) || detailHead.MatchString(s) || isMeta(s) ||
			len(l.loose) > 1 && stamped.MatchString(s) && !strings.ContainsAny(s, "，。！？；") &&
				utf8.RuneCountInString(s) <= longestHead {
			continue
		}
		out = append(out, s)
	}
	return out
}

// reply is what the office wrote, apart from its name and the day.
func (r mailbox) reply(l *letter) *Reply {
	lines := l.reply
	out := &Reply{Unit: collectors.OneLine(l.unit)}
	if t, ok := collectors.ParseTime(l.replied, r.o.Now); ok {
		out.At = t
	}
	sign := func(s string) bool { // an office or a day, alone in its line
		if dateOnly.MatchString(s) {
			if t, ok := collectors.ParseTime(s, r.o.Now); ok && out.At.IsZero() {
				out.At = t
			}
			return true
		}
		if s = strings.TrimRight(s, ":： "); !officeOnly.MatchString(s) || len(lines) < 2 {
			return false
		}
		if out.Unit == "" {
			out.Unit = s
		}
		return true
	}
	for len(lines) > 0 && sign(lines[0]) {
		lines = lines[1:]
	}
	for len(lines) > 0 && sign(lines[len(lines)-1]) {
		lines = lines[:len(lines)-1]
	}
	if len(lines) == 0 {
		return nil
	}
	out.Text = strings.Join(lines, "\n")
	if m := signedAtEnd.FindStringSubmatch(out.Text); m != nil && out.At.IsZero() {
		out.At, _ = collectors.ParseTime(m[2], r.o.Now)
		if unit := officeName(strings.TrimSpace(m[1])); unit != "" && out.Unit == "" {
			out.Unit = unit
		}
		out.Text = strings.TrimSpace(out.Text[:len(out.Text)-len(m[0])])
	}
	return out
}

// signedAtEnd is who answered and when, in brackets behind the answer: （某局 2026-03-06 10:00）.
var signedAtEnd = pattern.MustCompile(`[（(\[【]\s*(\p{Han}{0,20})[\s，,]*(20\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*(?:上午|下午)?[\d:： ]{0,9})\s*[)）\]】]\s*$`)
