package words

import "testing"

func TestWhyTextsCouldNotBeTakenIn(t *testing.T) {
	for _, c := range []struct {
		why    map[string]int
		zh, en string
	}{
		{nil, "", ""},
		{map[string]int{"attachment": 2, "no_text": 3, "status_500": 1, "of_tomorrow": 1},
			"（没有正文 3、附件 2、of_tomorrow 1、网站报错 1）",
			" (3 no text, 2 attachment, 1 of_tomorrow, 1 error of the site)"},
	} {
		p := Unread(c.why)
		if zh, en := p.In("zh-CN"), p.In("en"); zh != c.zh || en != c.en {
			t.Errorf("%v: %q, %q", c.why, zh, en)
		}
	}
}
