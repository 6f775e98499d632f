// Package settings keeps the configuration that was changed through the product: a row of versions
// in the log (SETTINGS), each the whole set of files, who made it, when and why. Until there is one,
// the files of the directory lead; from then on the log leads, and files enter only by an import.
package settings
