// Package pattern is regexp for patterns that are asked of every line of every page and seldom
// match. The engine of the standard library follows all ways through a pattern at once or
// backtracks over them; an automaton whose states are made when they are met takes one step for
// each character, and tells exactly whether a pattern matches. Where it does, regexp says what.
package pattern

import (
	"regexp"
	"sync"
)

// Pattern is a regexp.Regexp that knows quickly that it does not match. It gives the same
// answers and is safe for many goroutines.
type Pattern struct {
	re   *regexp.Regexp
	auto func() *automaton // made when it is first asked
}

// MustCompile is regexp.MustCompile.
func MustCompile(s string) *Pattern {
	auto := sync.OnceValue(func() *automaton { return newAutomaton(s) })
	return &Pattern{re: regexp.MustCompile(s), auto: auto}
}

// String is the pattern as it was written.
func (p *Pattern) String() string { return p.re.String() }

// MatchString says whether s holds a match.
func (p *Pattern) MatchString(s string) bool {
	if found, sure := p.auto().match(s); sure {
		return found
	}
	return p.re.MatchString(s)
}

// none says whether s surely holds no match.
func (p *Pattern) none(s string) bool {
	found, sure := p.auto().match(s)
	return sure && !found
}

// FindStringSubmatch is regexp's.
func (p *Pattern) FindStringSubmatch(s string) []string {
	if p.none(s) {
		return nil
	}
	return p.re.FindStringSubmatch(s)
}

// FindStringSubmatchIndex is regexp's.
func (p *Pattern) FindStringSubmatchIndex(s string) []int {
	if p.none(s) {
		return nil
	}
	return p.re.FindStringSubmatchIndex(s)
}

// FindAllStringIndex is regexp's.
func (p *Pattern) FindAllStringIndex(s string, n int) [][]int {
	if p.none(s) {
		return nil
	}
	return p.re.FindAllStringIndex(s, n)
}

// FindAllStringSubmatch is regexp's.
func (p *Pattern) FindAllStringSubmatch(s string, n int) [][]string {
	if p.none(s) {
		return nil
	}
	return p.re.FindAllStringSubmatch(s, n)
}

// FindAllStringSubmatchIndex is regexp's.
func (p *Pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	if p.none(s) {
		return nil
	}
	return p.re.FindAllStringSubmatchIndex(s, n)
}

// FindAllString is regexp's.
func (p *Pattern) FindAllString(s string, n int) []string {
	if p.none(s) {
		return nil
	}
	return p.re.FindAllString(s, n)
}

// FindString is regexp's.
func (p *Pattern) FindString(s string) string {
	if p.none(s) {
		return ""
	}
	return p.re.FindString(s)
}

// FindStringIndex is regexp's.
func (p *Pattern) FindStringIndex(s string) []int {
	if p.none(s) {
		return nil
	}
	return p.re.FindStringIndex(s)
}

// ReplaceAllString is regexp's.
func (p *Pattern) ReplaceAllString(s, by string) string {
	if p.none(s) {
		return s
	}
	return p.re.ReplaceAllString(s, by)
}

// ReplaceAllStringFunc is regexp's.
func (p *Pattern) ReplaceAllStringFunc(s string, by func(string) string) string {
	if p.none(s) {
		return s
	}
	return p.re.ReplaceAllStringFunc(s, by)
}

// Split is regexp's.
func (p *Pattern) Split(s string, n int) []string {
	if n != 0 && p.none(s) {
		return []string{s}
	}
	return p.re.Split(s, n)
}
