// Package index holds the words of asking: what a Finding looks like to a search engine
// (Doc), what may be asked (Query, Terms) and what comes back (Page). The engines live
// below it (index/bleve); index/indextest is the one suite that each of them passes.
//
// Nothing here can ask for a person: a Query has no such field, and a Finding holds none.
package index
