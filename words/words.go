// Package words holds every phrase that the system says to people, as data: a folder for each
// language, named by its tag (BCP 47), and in it a YAML file for each subject. A translator
// edits these files and needs no Go; a new language is a new folder with the same keys.
//
// A line is `key: "phrase"`. The key is the same in every language. A phrase takes its
// arguments as package fmt writes them, %s for text and %d for a number, in the order of the
// other languages; where a language needs another order it says %[2]s %[1]s, and where it has no
// use for one, %.0s. A phrase that is counted may have forms (zero, one, two, few, many, other)
// instead of one text; a language gives those that it has.
package words

import (
	"embed"
	"fmt"
	"slices"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

//go:embed */*.yaml
var files embed.FS

// First is the language of who wishes none.
const First = "zh-CN"

// shipped is read once, when the first word is said. The files are part of the program, so that
// what is wrong with them is a fault of ours; Check says it before anything is served.
var shipped = sync.OnceValues(func() (*catalogue, error) { return read(files, First) })

func mine() *catalogue {
	c, err := shipped()
	if err != nil {
		panic(err)
	}
	return c
}

// Check is nil if every language has every key, with the same arguments.
func Check() error {
	_, err := shipped()
	return err
}

// Say is the phrase of a key in a language, with its arguments filled in. A language that
// there is not is taken as Pick does; an unknown key shows as itself.
func Say(lang, key string, args ...any) string {
	s, ok := mine().phrases(lang)[key]
	if !ok {
		s = key
	}
	return fill(lang, s, args)
}

func fill(lang, s string, args []any) string {
	if len(args) == 0 {
		return s
	}
	for i, a := range args {
		if p, ok := a.(Phrase); ok {
			args = slices.Clone(args)
			args[i] = p.In(lang)
		}
	}
	return fmt.Sprintf(s, args...)
}

// Count is the phrase of a key in the form that a language has for n things, such as one and
// other in English.
func Count(lang, key string, n int, args ...any) string {
	c := mine()
	lang = c.known(lang)
	form := plural.Cardinal.MatchPlural(c.tags[lang], n, 0, 0, 0, 0)
	if s, ok := c.forms[lang][key][form]; ok {
		return fill(lang, s, args)
	}
	return Say(lang, key, args...)
}

// Has says whether there is a phrase for a key, in any language and so in all.
func Has(key string) bool {
	_, ok := mine().by[First][key]
	return ok
}

// Keys are all keys, sorted.
func Keys() []string { return mine().keys }

// Languages are the tags of all languages, First before the others.
func Languages() []string { return mine().languages }

// Pick is the language for the first wish that names one of ours, "zh" or "en-GB" as well
// as "zh-CN" and "en"; First if none does.
func Pick(wishes ...string) string {
	for _, w := range wishes {
		if lang, ok := Known(w); ok {
			return lang
		}
	}
	return First
}

// Known is the language that one wish names, and whether we have it.
func Known(wish string) (string, bool) { return mine().pick(wish) }

// phrases of a language, or of the one that Pick would take.
func (c *catalogue) phrases(lang string) map[string]string { return c.by[c.known(lang)] }

func (c *catalogue) known(lang string) string {
	if _, ok := c.by[lang]; ok {
		return lang
	}
	if lang, ok := c.pick(lang); ok {
		return lang
	}
	return First
}

func (c *catalogue) pick(wish string) (string, bool) {
	if _, ok := c.by[wish]; ok {
		return wish, true
	}
	tag, err := language.Parse(wish)
	if err != nil || wish == "" {
		return "", false
	}
	_, i, sure := c.matcher.Match(tag)
	return c.languages[i], sure >= language.High
}
