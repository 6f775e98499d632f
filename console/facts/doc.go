// Package facts is the shapes in which pages and the API have their facts, and the interfaces by
// which they ask whoever knows them. What the register itself answers is in package register.
package facts
