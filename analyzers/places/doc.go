// Package places learns the gazetteer of a region from an office's past orders: which roads, compounds,
// villages, schools, hospitals and markets lie in which district, by the districts that the orders say.
//
// A name is learned where at least five independent orders have it and nearly all of them say one
// district; where they say two, it is learned for both, and then settles nothing by itself. What could be
// a dwelling or a person is never learned: texts are redacted before they come here, names hold no
// numbers but those of lines, and a name is again asked of the redaction before it is kept.
package places
