package inspect

import (
	"slices"

	"huiying/opinion"
	"huiying/words"
)

// listed are rules whose details are a list of one kind of thing.
var listed = []opinion.ItemRule{DeadLink, ElementLacks, GuideLacks}

// Say is a finding as a sentence.
func Say(f opinion.ItemFinding, lang string) string {
	key := "inspect." + string(f.Rule)
	if slices.Contains(listed, f.Rule) {
		var names []words.Phrase
		for _, d := range f.Details {
			if opinion.ItemElement(d).Known() {
				names = append(names, words.Of("item.element."+d))
			} else {
				names = append(names, words.Of("inspect.detail", d))
			}
		}
		return words.Of(key, words.ListOf(names)).In(lang)
	}
	args := make([]any, len(f.Details))
	for i, d := range f.Details {
		args[i] = d
	}
	return words.Say(lang, key, args...)
}

// Basis is the document that a rule is from, with how sure that is; a rule without one is the item's own.
func Basis(rule opinion.ItemRule, lang string) string {
	r := ruleOf[rule]
	switch {
	case r.Document == "":
		return words.Say(lang, "inspect.basis.item")
	case r.Certainty == Recalled:
		return r.Document + words.Say(lang, "inspect.basis.recalled")
	}
	return r.Document
}
