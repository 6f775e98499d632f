package opinion

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a heading that is made of a text, in characters.
const (
	longHeading  = 36 // the longest
	fullHeading  = 12 // from which a comma ends it
	shortHeading = 6  // a clause of fewer, at the beginning, is a greeting
)

// Heading (标题) is what a mention is known by: its title, or else its text's first clause, cut where a
// clause ends or between words. It is redacted as both are, and "" only where the words were dropped.
func (m Mention) Heading() string {
	if m.Title != "" {
		return m.Title
	}
	return headingOf(m.Text)
}

func headingOf(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	rest := text
	for range 3 { // 尊敬的领导：您好！
		clause, after := clauseOf(rest, false)
		if utf8.RuneCountInString(clause) >= shortHeading && !strings.HasSuffix(clause, ":") &&
			!strings.HasPrefix(clause, greeting) || after == "" {
			break
		}
		rest = after
	}
	clause, _ := clauseOf(rest, true)
	if clause == "" {
		clause = text
	}
	return cutAtWord(clause, longHeading)
}

// greeting begins how a letter to an office greets.
const greeting = "尊敬的"

// clauseOf is the first clause of a text and what comes after it. A heading may go on over commas
// until it is long enough.
func clauseOf(text string, heading bool) (clause, after string) {
	n := 0
	for i, r := range text {
		size := utf8.RuneLen(r)
		ends := strings.ContainsRune("。！？!?;；…", r)
		pauses := strings.ContainsRune("，,、：:", r) && (!heading || n >= fullHeading)
		if heading && r == '、' {
			pauses = false
		}
		if ends || pauses {
			if clause = strings.TrimSpace(text[:i]); r == ':' || r == '：' {
				clause += ":"
			}
			if after = strings.TrimSpace(text[i+size:]); heading {
				clause = strings.TrimSuffix(clause, ":")
			}
			return clause, after
		}
		n++
	}
	return strings.TrimSpace(text), ""
}

// cutAtWord shortens a text to at most n characters, with … where it was cut: not within a number or
// a word of letters.
func cutAtWord(text string, n int) string {
	r := []rune(text)
	if len(r) <= n {
		return text
	}
	solid := func(c rune) bool { return unicode.IsDigit(c) || unicode.IsLetter(c) && c < 0x2e80 }
	at := n
	for at > n/2 && solid(r[at]) && solid(r[at-1]) {
		at--
	}
	return strings.TrimSpace(string(r[:at])) + "…"
}
