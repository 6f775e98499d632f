// Package facts is the shapes in which pages and the API have their facts. How they are asked for
// stands with whoever asks; what the register itself answers is in package register.
package facts
