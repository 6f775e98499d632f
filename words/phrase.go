package words

import "strings"

// Phrase is a phrase that is not said yet: whoever shows it knows the reader's language. An
// argument that is a Phrase itself is said in the same language.
type Phrase struct {
	Key  string
	Args []any

	n    *int     // what is counted, if anything is
	list []Phrase // said one after the other
}

// Of is a phrase with its arguments.
func Of(key string, args ...any) Phrase { return Phrase{Key: key, Args: args} }

// OfCount is a phrase of n things, in the form that a language has for so many (Count).
func OfCount(key string, n int, args ...any) Phrase { return Phrase{Key: key, Args: args, n: &n} }

// ListOf is several phrases, one after the other as a language lists them.
func ListOf(each []Phrase) Phrase { return Phrase{Key: "list.comma", list: each} }

// In says the phrase in a language.
func (p Phrase) In(lang string) string {
	if p.list != nil {
		said := make([]string, len(p.list))
		for i, x := range p.list {
			said[i] = x.In(lang)
		}
		return strings.Join(said, Say(lang, p.Key))
	}
	if p.n != nil {
		return Count(lang, p.Key, *p.n, p.Args...)
	}
	return Say(lang, p.Key, p.Args...)
}

// String is the phrase in every language, for logs and for what is printed to a reader whose
// language nobody asked for.
func (p Phrase) String() string {
	var all []string
	for _, lang := range Languages() {
		all = append(all, p.In(lang))
	}
	return strings.Join(all, " / ")
}
