// Package sheet writes a table as a file, CSV or XLSX, in which no cell runs.
package sheet
