package words

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// catalogue is all phrases, by language and key, resolved once so that a page costs a look
// into a map for each.
type catalogue struct {
	by        map[string]map[string]string
	forms     map[string]map[string]map[plural.Form]string // by language, of keys that have any
	tags      map[string]language.Tag
	languages []string // the first language, then the others sorted
	keys      []string // sorted
	matcher   language.Matcher
}

// read takes the languages of a folder and compares each with the first. The error names
// every gap at once.
func read(from fs.FS, first string) (*catalogue, error) {
	folders, err := fs.ReadDir(from, ".")
	if err != nil {
		return nil, err
	}
	c := &catalogue{by: map[string]map[string]string{}, forms: map[string]map[string]map[plural.Form]string{},
		tags: map[string]language.Tag{}, languages: []string{first}}
	for _, f := range folders {
		if !f.IsDir() {
			continue
		}
		if f.Name() != first {
			c.languages = append(c.languages, f.Name())
		}
		if c.by[f.Name()], c.forms[f.Name()], err = readLanguage(from, f.Name()); err != nil {
			return nil, err
		}
	}
	var tags []language.Tag
	for _, lang := range c.languages {
		tag, err := language.Parse(lang)
		if err != nil {
			return nil, fmt.Errorf("words/%s: no language tag: %w", lang, err)
		}
		tags, c.tags[lang] = append(tags, tag), tag
	}
	c.matcher = language.NewMatcher(tags)
	c.keys = slices.Sorted(maps.Keys(c.by[first]))
	var gaps []error
	for _, lang := range c.languages[1:] {
		gaps = append(gaps, compare(first, c.by[first], lang, c.by[lang])...)
	}
	for _, lang := range c.languages {
		for key, forms := range c.forms[lang] {
			for _, s := range forms {
				gaps = append(gaps, compare(first, map[string]string{key: c.by[first][key]}, lang, map[string]string{key: s})...)
			}
		}
	}
	return c, errors.Join(gaps...)
}

func readLanguage(from fs.FS, lang string) (map[string]string, map[string]map[plural.Form]string, error) {
	names, err := fs.Glob(from, lang+"/*.yaml")
	if err != nil {
		return nil, nil, err
	}
	all, in, forms := map[string]string{}, map[string]string{}, map[string]map[plural.Form]string{}
	for _, name := range names {
		b, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, nil, err
		}
		messages, err := i18n.ParseMessageBytes(b, yaml.Unmarshal)
		if err != nil {
			return nil, nil, fmt.Errorf("words/%s: %w", name, err)
		}
		for _, m := range messages {
			switch {
			case in[m.ID] != "":
				return nil, nil, fmt.Errorf("words/%s: %s stands in %s too", name, m.ID, path.Base(in[m.ID]))
			case strings.TrimSpace(m.Other) == "":
				return nil, nil, fmt.Errorf("words/%s: %s is empty", name, m.ID)
			}
			all[m.ID], in[m.ID] = m.Other, name
			if f := formsOf(m); len(f) > 0 {
				forms[m.ID] = f
			}
		}
	}
	return all, forms, nil
}

func formsOf(m *i18n.Message) map[plural.Form]string {
	forms := map[plural.Form]string{plural.Zero: m.Zero, plural.One: m.One, plural.Two: m.Two, plural.Few: m.Few, plural.Many: m.Many}
	maps.DeleteFunc(forms, func(_ plural.Form, s string) bool { return s == "" })
	return forms
}

// compare is what one language lacks of another, has beside it, or says with other arguments.
func compare(first string, want map[string]string, lang string, has map[string]string) []error {
	var gaps []error
	for _, key := range slices.Sorted(maps.Keys(want)) {
		phrase, ok := has[key]
		if !ok {
			gaps = append(gaps, fmt.Errorf("words/%s has no %s: %q", lang, key, want[key]))
		} else if a, b := arguments(want[key]), arguments(phrase); !maps.Equal(a, b) {
			gaps = append(gaps, fmt.Errorf("words/%s: %s takes the arguments %v, in %s %v", lang, key, b, first, a))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(has)) {
		if _, ok := want[key]; !ok {
			gaps = append(gaps, fmt.Errorf("words/%s: %s is not in %s", lang, key, first))
		}
	}
	return gaps
}

var argument = regexp.MustCompile(`%[-+#0]*\d*(?:\.\d+)?(?:\[(\d+)\])?([a-zA-Z%])`)

// arguments are the verbs of a phrase by the number of their argument.
func arguments(phrase string) map[int]string {
	out, next := map[int]string{}, 1
	for _, m := range argument.FindAllStringSubmatch(phrase, -1) {
		if m[2] == "%" {
			continue
		}
		if m[1] != "" {
			next, _ = strconv.Atoi(m[1])
		}
		out[next] = m[2]
		next++
	}
	return out
}
