package kit

import (
	"strings"

	"huiying/words"
)

// Param is a parameter of this page's address.
func (v *View) Param(key string) string { return v.Here.Query().Get(key) }

// Paged says whether this is a later page of a list.
func (v *View) Paged() bool { return v.Param("cursor") != "" }

// Back is where a reader came from within a page's own address, or "".
func (v *View) Back() string {
	if strings.HasPrefix(v.Here.Path, "/cases/") || strings.HasPrefix(v.Here.Path, "/mentions/") || strings.HasPrefix(v.Here.Path, "/issues/") || strings.HasPrefix(v.Here.Path, "/dead") {
		return v.Here.Path
	}
	return ""
}

// With is this page's address with one filter changed ("" takes it away). Paging starts
// again, since a cursor belongs to one question.
func (v *View) With(key, value string) string { return v.Link(key, value, "cursor") }

// Page is this page's address at a cursor.
func (v *View) Page(cursor string) string { return v.Link("cursor", cursor) }

// inLanguage is this page in a language.
type inLanguage struct{ Lang, Tag, Name, Href string }

// Languages is this page in every language of the catalogue.
func (v *View) Languages() []inLanguage {
	var out []inLanguage
	for _, lang := range words.Languages() {
		out = append(out, inLanguage{lang, words.Say(lang, "lang.tag"), words.Say(lang, "lang.name"), v.Link("lang", lang)})
	}
	return out
}

func (v *View) Link(key, value string, drop ...string) string {
	q := v.Here.Query()
	q.Del("lang")
	q.Del("rows")
	for _, k := range drop {
		q.Del(k)
	}
	if value == "" {
		q.Del(key)
	} else {
		q.Set(key, value)
	}
	if len(q) == 0 {
		return v.Here.Path
	}
	return v.Here.Path + "?" + q.Encode()
}
