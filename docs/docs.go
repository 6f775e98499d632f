// Package docs carries the documents that pages show, so that the page and the repository
// can never say different things.
package docs

import _ "embed"

//go:embed promise.md
var promiseEn string

//go:embed promise.zh-CN.md
var promiseZh string

// Promise is what the product keeps and refuses, in Markdown.
func Promise(lang string) string {
	if lang == "en" {
		return promiseEn
	}
	return promiseZh
}
