// Package answers reads what units answer, and looks at it where it was published.
package answers
