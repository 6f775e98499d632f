// Package docs carries the documents that pages show, so that the page and the repository
// can never say different things.
package docs

import "embed"

//go:embed promise*.md
var promises embed.FS

// Promise is what the product keeps and refuses, in Markdown: promise.LANGUAGE.md, or the English
// promise.md for a language that has none of its own.
func Promise(lang string) string {
	text, err := promises.ReadFile("promise." + lang + ".md")
	if err != nil {
		text, _ = promises.ReadFile("promise.md") // it is embedded, so it is there
	}
	return string(text)
}
