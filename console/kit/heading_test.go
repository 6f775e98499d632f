package kit

import (
	"testing"
	"time"
)

// divisions are names by code.
type divisions map[string]string

func (divisions) Topic(id, _ string) string  { return id }
func (divisions) Source(id, _ string) string { return id }
func (d divisions) Division(code, _ string) string {
	if name := d[code]; name != "" {
		return name
	}
	return code
}

// A row's heading begins with what differs from row to row.
func TestAHeadingStandsWithoutItsPlaces(t *testing.T) {
	k := &Kit{Now: time.Now, Names: divisions{"91": "甲省", "9101": "甲省乙市", "910102": "甲省乙市丙县"}}
	v := k.Bare(t.Context(), "zh")
	for _, c := range []struct{ heading, place, want string }{
		{"甲省乙市丙县东门路路灯不亮", "910102", "东门路路灯不亮"},
		{"【求助】乙市丙县的东门路路灯不亮", "910102", "【求助】东门路路灯不亮"},
		{"丙县，东门路路灯不亮", "910102", "东门路路灯不亮"},
		{"东门路路灯不亮，在丙县", "910102", "东门路路灯不亮，在丙县"},
		{"乙市丙县东门路路灯不亮", "9101", "丙县东门路路灯不亮"}, // the row says 乙市 alone
		{"丙县路灯", "910102", "丙县路灯"},
		{"【丙县】", "910102", "【丙县】"},
		{"东门路路灯不亮", "", "东门路路灯不亮"},
		{"丙县东门路路灯不亮", "880001", "丙县东门路路灯不亮"},
		{"", "910102", ""},
	} {
		if got := v.WithoutPlace(c.heading, c.place); got != c.want {
			t.Errorf("%q in %s: %q, want %q", c.heading, c.place, got, c.want)
		}
	}
}
