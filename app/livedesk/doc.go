// Package livedesk tells open desks what happens while they are open: cases that come and go, and
// who has which case open at another console.
package livedesk
