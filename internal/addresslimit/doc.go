// Package addresslimit ends a program whose address space is limited too narrowly (ulimit -v) with
// words that name the cause. Importing it is enough.
package addresslimit
