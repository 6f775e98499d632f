// Package console is what people and programs see of huiying: the desk's pages for
// monitoring staff, department heads and leaders, the public board under /open/, and the
// JSON API with its OpenAPI 3.1 document. It holds the list of routes and gives each room
// what it needs; the running process reaches it through Deps, which package app fills.
//
// The rooms, none of which knows another: triage, unitdesk, leader, cases, openboard, system,
// accountpages and api. Below them: kit (pages, views, forms, words of codes, errors), access
// (who may do what, and the guard before every route), ask and facts (what pages and the API
// ask and tell alike), plot and sheet (pictures and tables).
//
// Pages are drawn on the server and need no JavaScript. One file holds one page: the handler
// and the plain values its template reads; templates lie in the room whose page they are.
package console
