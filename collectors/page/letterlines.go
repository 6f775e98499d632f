package page

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"huiying/internal/pattern"
)

// letterReader turns the lines of a page into letters, one label after another.
type letterReader struct {
	letters  []*letter
	now      *letter
	open     kind       // the long field that goes on
	pending  kind       // the short field whose value is still to come
	answered bool       // what has no label belongs to the reply
	mailbox  bool       // the page is one of letters, as its title or its names say
	side     kind       // of the last short label: of the letter (timeLabel), of the answer, or none
	label    string     // the last one
	at       line       // that is read
	stamped  bool       // a line that says when was met
	titled   bool       // the title is known
	turned   bool       // a second such line stands above what is read
	step     bool       // what stands is a step of the work, neither question nor answer
	voice    int        // see asking
	heardOf  int        // how many lines it is of
	last     *html.Node // the block of the last words
}

func (lr *letterReader) begin() {
	lr.now = &letter{met: map[string]bool{}}
	lr.letters = append(lr.letters, lr.now)
	lr.open, lr.pending, lr.answered, lr.side = none, none, false, none
	lr.voice, lr.heardOf = 0, 0
}

// done are the letters that say something.
func (lr *letterReader) done() []*letter {
	var out []*letter
	for _, l := range lr.letters {
		l.sort()
		if l.says() || l.title != "" && l.weight >= 2 {
			out = append(out, l)
		}
	}
	return out
}

func (lr *letterReader) line(l line) {
	if m := replyHead.FindStringSubmatch(l.text); m != nil && lr.now.says() && l.len() <= 40 {
		lr.answer(m[1])
		return
	}
	pieces := l.pieces
	lr.at = l
	if lr.pending == titleLabel && len(pieces) > 0 && pieces[0].weak && pieces[0].text != "" {
		pieces = []piece{{text: l.text}} // 求助：爱人走失 is a title
	}
	if (lr.pending != none && lr.pending != unknownLabel || len(lr.now.met) == 0 && !lr.now.says()) &&
		len(pieces) == 1 && pieces[0].kind == unknownLabel &&
		pieces[0].text == "" {
		pieces = []piece{{text: l.text}} // it has the shape of labels and is a value
	}
	if l.recurs && (len(pieces) == 0 || pieces[0].kind == none) {
		return
	}
	if len(pieces) > 1 && pieces[0].kind == none && (pieces[1].kind == textLabel || pieces[1].kind == replyLabel) &&
		dateOnly.MatchString(pieces[0].text) { // 2026-03-02 市民提交：…
		lr.short(map[kind]kind{textLabel: timeLabel, replyLabel: replyTimeLabel}[pieces[1].kind], pieces[0].text)
		pieces = pieces[1:]
	}
	for _, p := range pieces {
		if p.kind == none {
			lr.words(p.text)
		} else {
			lr.take(p)
		}
	}
}

// answer begins the reply.
func (lr *letterReader) answer(unit string) {
	lr.answered, lr.open, lr.pending, lr.step = true, replyLabel, none, false
	if !lr.now.answers {
		lr.now.answers = true
		lr.now.weight++
	}
	if unit != "" {
		lr.now.unit = unit
	}
}

// words take what has no label.
func (lr *letterReader) words(s string) {
	if lr.step && !lr.answers(s) {
		return
	}
	if lr.pending == unknownLabel && lr.unknown(s) {
		return
	}
	if lr.pending != none && lr.pending != titleLabel && isSentence(s) {
		lr.pending = none // a label without a value
	}
	if lr.pending != none {
		lr.short(lr.pending, s)
		lr.pending = none
		return
	}
	if !lr.answered && lr.answers(s) {
		lr.answer("")
		lr.now.weight++
	}
	lr.last = lr.at.node
	switch {
	case lr.open == textLabel && !lr.answered:
		lr.now.text = append(lr.now.text, s)
	case lr.answered:
		lr.now.reply = append(lr.now.reply, s)
	default:
		lr.now.loose, lr.now.sides = append(lr.now.loose, s), append(lr.now.sides, lr.side)
	}
}

// titleLine takes the line that is the page's title, and the day that may stand in it.
func (lr *letterReader) titleLine(l line) {
	lr.now.heads = append(lr.now.heads, l.text)
	if day := headDay.FindString(l.text); day != "" && lr.now.published == "" && len(l.parts) > 1 {
		lr.now.published, lr.now.ranked = day, 1
	}
}

// take takes a label and what stands behind it in its line.
func (lr *letterReader) take(p piece) {
	lr.step = false
	if p.text = strings.TrimLeft(p.text, "—– "); p.kind == replyLabel &&
		pendingReply.MatchString(p.text) && p.text != "" {
		lr.open, lr.pending = none, none
		return // 回复内容：暂无回复
	}
	if l := lr.now; p.kind == textLabel && p.weak && lr.answered && len(l.text) > 0 && len(l.reply) == 0 {
		p.kind = replyLabel // 答复 stands before its 单位, 时间 and 内容
	}
	if lr.repeats(p) {
		lr.begin()
	}
	if lr.pending != none && p.kind != none {
		lr.pending = none
	}
	if p.kind == personLabel && utf8.RuneCountInString(p.text) >= 15 && strings.ContainsAny(p.text, "，。") {
		lr.words(p.text) // 来信人：您好，… is an address, no field
		return
	}
	long := utf8.RuneCountInString(p.text) >= 15 && strings.ContainsAny(p.text, "，。；")
	p = lr.byValue(p, long)
	lr.above(p)
	fresh := !lr.now.met[p.label]
	lr.now.met[p.label] = true
	lr.label = p.label
	if fresh {
		lr.weigh(p)
	}
	switch p.kind {
	case textLabel:
		if l := lr.now; !l.answers && len(l.text) == 0 && officeVoice(strings.Join(l.loose, "\n")) >= surelyOffice {
			lr.answer("") // the answer stands above the question
			l.reply, l.loose, l.sides = l.loose, nil, nil
			if l.replied == "" {
				l.replied, l.published, l.ranked = l.published, "", 0
			}
		}
		lr.answered, lr.open, lr.now.asks = false, textLabel, true
		if p.text != "" && saysSo.MatchString(p.label) {
			p.text = p.label + "：" + p.text
		}
		if p.text != "" {
			lr.now.text = append(lr.now.text, p.text)
		}
	case replyLabel:
		lr.answer("")
		if p.text != "" {
			lr.now.reply = append(lr.now.reply, p.text)
		}
	case unknownLabel:
		if lr.open = none; p.text == "" {
			lr.pending = unknownLabel
		} else {
			lr.unknown(p.text)
		}
	default:
		lr.open = none
		if side := sideOf(p); side != none || !(p.weak && p.kind == timeLabel) { // 回复单位 … 时间
			lr.side = side
		}
		if p.kind == titleLabel || lr.side == timeLabel && lr.repliedFirst() {
			lr.answered = false
		}
		if p.kind == replyTimeLabel && lr.now.asksSomething() && !strings.Contains(p.label, "办") {
			lr.answered = true
		}
		if p.text == "" {
			lr.pending = p.kind
		} else {
			lr.short(p.kind, p.text)
		}
	}
}

// saysSo begin a sentence rather than a field.
var saysSo = pattern.MustCompile(`^(?:市民|网友|网民|群众|居民|村民|业主|住户|听众|读者|家长|\p{Han}{1,2}人)(?:反映|来电反映|来信反映|称|表示)$`)

// sideOf says whether a short label is one of the letter or of the answer.
func sideOf(p piece) kind {
	switch {
	case p.kind == replyTimeLabel, p.kind == unitLabel && answerStem.MatchString(p.label):
		return replyLabel
	case p.kind != unitLabel && ownStem.MatchString(p.label):
		return timeLabel
	}
	return none
}

// repliedFirst says whether the page shows the reply above the letter: it has one, and a heading
// at most of the letter.
func (lr *letterReader) repliedFirst() bool {
	return lr.answered && len(lr.now.reply) > 0 && len(lr.now.text) == 0 && runes(lr.now.loose) <= 40
}

// sort gives what stands behind the labels of an answer to the reply, where the letter has words
// behind labels of its own, and no label says which is which.
func (l *letter) sort() {
	if len(l.text) > 0 || len(l.reply) > 0 {
		return
	}
	var sides [2][]string
	for i, s := range l.loose {
		if n := utf8.RuneCountInString(s); l.sides[i] == replyLabel && n >= 8 {
			sides[1] = append(sides[1], s)
		} else if l.sides[i] == timeLabel && n >= 8 {
			sides[0] = append(sides[0], s)
		}
	}
	if len(sides[0]) == 0 || len(sides[1]) == 0 {
		return
	}
	loose := l.loose
	l.loose, l.answers = nil, true
	for i, s := range loose {
		if l.sides[i] == replyLabel {
			l.reply = append(l.reply, s)
		} else {
			l.loose = append(l.loose, s)
		}
	}
}

// repeats says whether a label begins the next letter: it was met, and a letter stands.
func (lr *letterReader) repeats(p piece) bool {
	if !lr.now.met[p.label] || !lr.now.says() {
		return false
	}
	switch p.kind {
	case titleLabel:
		return lr.now.title != "" && !p.weak
	case textLabel:
		return lr.now.answers || !p.weak && len(lr.now.text) > 0
	case timeLabel, personLabel, otherLabel:
		return lr.now.asks && len(lr.now.text) > 0 && !p.weak && ownStem.MatchString(p.label)
	}
	return false
}

// weigh counts what a label says about the page.
func (lr *letterReader) weigh(p piece) {
	own := ownStem.MatchString(p.label)
	l := lr.now
	if p.kind == timeLabel && own && !p.weak {
		l.dated = true
	}
	switch {
	case p.shape && p.kind != titleLabel && p.kind != textLabel && p.kind != replyLabel:
	case p.weak && p.kind == replyLabel && l.asks:
		l.weight += 1.5 // a question and its answer
	case p.weak:
		l.weight += 0.5
	case p.kind == textLabel && own:
		l.weight += 2
	case p.kind == textLabel, p.kind == titleLabel && own:
		l.weight += 1.5
	case p.kind == replyLabel && l.answers:
	case own && p.kind != otherLabel, p.kind == titleLabel, p.kind == replyLabel:
		l.weight++
	case p.kind == unitLabel, p.kind == otherLabel && own, p.kind == replyTimeLabel:
		l.weight += 0.5
	}
}

// short keeps the value of a short field. What says who wrote is not kept.
func (lr *letterReader) short(k kind, s string) {
	set := func(to *string) {
		if *to == "" {
			*to = s
		}
	}
	switch k {
	case titleLabel:
		if l := lr.now; (l.title != "" || strings.ContainsAny(s, "。；")) && len(l.text) == 0 &&
			!lr.answered && isSentence(s) {
			l.text, l.asks = append(l.text, s), true // 标题, and 概要 below it
			return
		}
		set(&lr.now.title)
	case timeLabel:
		if rank := rankOf(lr.label); lr.answered && lr.now.published != "" {
			set(&lr.now.replied)
		} else if lr.now.published == "" || rank > lr.now.ranked {
			lr.now.published, lr.now.ranked = s, rank
		}
	case replyTimeLabel:
		set(&lr.now.replied)
	case unitLabel:
		if lr.side == replyLabel { // who answers, not to whom it was written
			lr.now.unit = ""
		}
		set(&lr.now.unit)
	}
}

// rankOf is how surely a label of a time is that of when the letter was written.
func rankOf(label string) int {
	switch {
	case newTime.MatchString(label):
		return 0
	case takenIn.MatchString(label), shownOn.MatchString(label):
		return 1
	case ownStem.MatchString(label):
		return 3
	}
	return 2
}

// above takes short words above the first label of a letter for the page's, but for a title among them.
func (lr *letterReader) above(p piece) {
	l := lr.now
	if len(l.met) > 0 || p.weak && !lr.mailbox || lr.answered || len(l.text) > 0 ||
		p.kind == replyLabel || p.kind == replyTimeLabel ||
		p.kind == unitLabel {
		return
	}
	for _, s := range l.loose {
		if utf8.RuneCountInString(s) >= 15 && strings.ContainsAny(s, "。！？；") {
			return
		}
	}
	l.heads = append(l.heads, l.loose...)
	l.loose, l.sides = nil, nil
}

// letter is one letter as its page's labels tell it.
type letter struct {
	title     string
	text      []string // behind a label for the text
	heads     []string // above all labels
	loose     []string // behind no label, before the reply
	sides     []kind   // what each of them stands behind, see sideOf
	published string
	ranked    int // see rankOf
	reply     []string
	unit      string
	replied   string
	weight    float64         // how much says that this is a letter at all
	met       map[string]bool // labels
	dated     bool            // a label of when a letter was written was met
	asks      bool            // a label for the text was met
	answers   bool            // a label or a heading of a reply was met
}

// asksSomething says whether more than a word or two of the letter is there.
func (l *letter) asksSomething() bool {
	for _, s := range l.loose {
		if n := utf8.RuneCountInString(s); n >= 15 || n >= 8 && strings.ContainsAny(s, "，。？！；") {
			return true
		}
	}
	return len(l.text) > 0
}

func (l *letter) says() bool { return len(l.text) > 0 || len(l.loose) > 0 }
