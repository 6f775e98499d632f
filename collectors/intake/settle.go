package intake

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"huiying/collectors"
	"huiying/collectors/intake/sheets"
)

// Labels alone do not say all: 信访事项 is a heading here and the whole letter there. Where they
// leave something open, what the columns hold decides.

// looked is what a column holds in the rows that were looked at.
type looked struct {
	filled, size, sentences, days int
}

var sentence = regexp.MustCompile(`[。！？；，!?;]`)

// look counts what stands in column i.
func (m *mapper) look(rows []sheets.Row, below *rows, i int) looked {
	var l looked
	for _, r := range rows {
		if r.Err != nil || i >= len(r.Cells) || below.repeated(r.Cells) || below.footer(r.Cells) {
			continue
		}
		s := strings.TrimSpace(readable(r.Cells[i]))
		if s == "" {
			continue
		}
		l.filled++
		l.size += utf8.RuneCountInString(s)
		if sentence.MatchString(s) {
			l.sentences++
		}
		if utf8.RuneCountInString(s) <= 32 {
			if _, ok := collectors.ParseTime(s, m.now()); ok && strings.ContainsAny(s, "-/年月:.") {
				l.days++
			}
		}
	}
	return l
}

// short says whether a column holds headings beside one that holds texts.
func (l looked) short(text looked) bool {
	return l.filled > 0 && text.filled > 0 && l.size*text.filled*2 <= text.size*l.filled &&
		l.size <= l.filled*30 && l.sentences*2 <= l.filled
}

// settle decides by content what labels leave open: of two texts without a title the short one is
// the title; one column of days that nobody knows is the time, where none is known.
func (m *mapper) settle(h head, first []sheets.Row) {
	below := &rows{m: m, columns: h.columns}
	under := first[h.row+1:]
	var titles, texts, times, unknown []int
	for i, c := range h.columns {
		switch {
		case c.known && c.mean.field == fieldTitle:
			titles = append(titles, i)
		case c.known && c.mean.field == fieldText:
			texts = append(texts, i)
		case c.known && c.mean.field == fieldTime:
			times = append(times, i)
		case !c.known && plainKey(c.key) != "":
			unknown = append(unknown, i)
		}
	}
	look := func(i int) looked { return m.look(under, below, i) }
	if len(titles) == 0 && len(texts) >= 2 && !m.named(h.columns, texts) {
		if i := heading(texts, look); i >= 0 {
			h.columns[i].mean = meaning{field: fieldTitle, rank: rankByParts}
		}
	}
	if len(times) > 0 {
		return
	}
	if i := onlyDays(unknown, look); i >= 0 && !otherTime.MatchString(h.columns[i].key) {
		h.columns[i].known, h.columns[i].mean = true, meaning{field: fieldTime, rank: 2 * rankByParts}
	}
}

// heading is the column of texts that holds headings beside the longest, -1 where none does.
func heading(texts []int, look func(int) looked) int {
	shortest, longest := texts[0], texts[0]
	by := map[int]looked{}
	for _, i := range texts {
		by[i] = look(i)
		if mean(by[i]) < mean(by[shortest]) {
			shortest = i
		}
		if mean(by[i]) > mean(by[longest]) {
			longest = i
		}
	}
	if by[shortest].short(by[longest]) {
		return shortest
	}
	return -1
}

// onlyDays is the one column that holds days, -1 where none or more do: which of two it is, nobody
// can say.
func onlyDays(columns []int, look func(int) looked) int {
	found := -1
	for _, i := range columns {
		if l := look(i); l.filled == 0 || l.days*10 < l.filled*8 {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// otherTime are days of something else than the letter.
var otherTime = regexp.MustCompile(`答复|回复|办结|反馈|截止|到期|期限|时限|限办|应办|预计|出生|回访|结案|归档|转办|办理|处理|完成|满意|导出|打印`)

func mean(l looked) int {
	if l.filled == 0 {
		return 0
	}
	return l.size / l.filled
}

// named says whether whoever imports said what one of the columns means.
func (m *mapper) named(columns []column, at []int) bool {
	for _, i := range at {
		if _, own := m.own[plainKey(columns[i].key)]; own {
			return true
		}
	}
	return false
}
