package leader

import (
	"net/url"
	"testing"

	"huiying/console/kit"
)

func TestLinksToCasesKeepEmptyGroups(t *testing.T) {
	here, _ := url.Parse("/assess?by=topic&cursor=9&lang=en")
	v := &View{&kit.View{Here: *here}}
	if got := v.Behind("", "answer", ""); got != "/assess/turns?by=topic&key=&measure=answer" {
		t.Error(got)
	}
	if got := v.Behind(v.All(), "", ""); got != "/assess/turns?by=topic" {
		t.Error(got)
	}
}
