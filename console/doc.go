// Package console is what people and programs see of huiying: the desk's pages for
// monitoring staff, department heads and leaders, the public board under /open/, and the
// JSON API with its OpenAPI 3.1 document.
//
// Pages are drawn on the server and need no JavaScript. One file holds one page: the
// interface it asks for its facts, the handler, and the plain values its template reads.
// The package knows the nouns of opinion and the words of asking of index; everything else
// reaches it through the small interfaces of Deps, which app fills.
package console
