// Package correcting lets persons put findings right and say which reports are one matter.
package correcting
