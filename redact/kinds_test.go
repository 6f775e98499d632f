package redact

import (
	"strings"
	"testing"
)

func TestInMask(t *testing.T) {
	for _, c := range []struct {
		text, word string
		want       bool
	}{
		{"电话[手机号]，请回", "手机号", true},
		{"[姓名][银行卡号]", "银行卡", true},
		{"[手机号]", "[手机号]", false}, // the mask itself is a whole
		{"手机号被停了", "手机号", false},
		{"[咨询]停水", "咨询", false},
		{"[手机号", "手机号", false},
		{"手机号]", "手机号", false},
		{"[姓名]和手机号[门牌]", "手机号", false},
	} {
		from := strings.Index(c.text, c.word)
		if got := InMask(c.text, from, from+len(c.word)); got != c.want {
			t.Errorf("%q in %q: %v, want %v", c.word, c.text, got, c.want)
		}
	}
}
