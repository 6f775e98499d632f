// Package answers reads what units answer, looks at it where it was published, and offers replies that
// were found on pages to the cases of what they answer.
package answers
