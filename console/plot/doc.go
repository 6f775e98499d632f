// Package plot draws counts as pictures: SVG that needs no style and no font of its own.
package plot
