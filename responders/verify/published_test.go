package verify

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"huiying/fetch"
)

const answer = "经核实,该路段路灯已于11月20日全部修复,感谢您的关注。如有其他问题,请拨打服务热线12345。"

func page(text string, err error) Verifier {
	return Verifier{Fetch: func(context.Context, string) (string, error) { return text, err }}
}

func TestCheck(t *testing.T) {
	other := "本单位关于开展冬季供暖检查工作的通知,请各科室按照分工认真落实到位,确保群众温暖过冬。"
	tests := []struct {
		name, url, answer string
		page              string
		err               error
		code              string
		again             bool
	}{
		{"plain text", "https://a.gov.cn/1", answer, "标题\n" + answer + "\n版权所有", nil, CodeFound, false},
		{"html in pieces", "https://a.gov.cn/1", answer, "<html><p>经核实,<b>该路段路灯</b>已于11月20日全部修复,</p>\n<p>感谢您的关注。如有其他问题,请拨打服务热线12345。</p>", nil, CodeFound, false},
		{"full-width digits", "https://a.gov.cn/1", answer, strings.NewReplacer("11", "11", "20", "20").Replace(answer), nil, CodeFound, false},
		{"only in a script", "https://a.gov.cn/1", answer, "<p>" + other + "</p><script>var x='" + answer + "'</script>", nil, CodeNotFound, false},
		{"another page", "https://a.gov.cn/1", answer, other, nil, CodeNotFound, false},
		{"half of it", "https://a.gov.cn/1", answer, "经核实,该路段路灯已于11月20日全部修复。", nil, CodeNotFound, false},
		{"short answer", "https://a.gov.cn/1", "已修复", "<p>您好:已修复。</p>", nil, CodeFound, false},
		{"short answer absent", "https://a.gov.cn/1", "已修复", "<p>您好:正在处理。</p>", nil, CodeNotFound, false},
		{"no address", "", answer, answer, nil, CodeNotPublic, false},
		{"a file", "file:///etc/passwd", answer, answer, nil, CodeNotPublic, false},
		{"private network", "http://a.gov.cn/1", answer, "", fetch.ErrPrivateAddress, CodeNotPublic, false},
		{"sign-in", "http://a.gov.cn/1", answer, "", &fetch.StatusError{Host: "a.gov.cn", Status: 403}, CodeNotPublic, false},
		{"gone", "http://a.gov.cn/1", answer, "", &fetch.StatusError{Host: "a.gov.cn", Status: 404}, CodeMissing, false},
		{"broken site", "http://a.gov.cn/1", answer, "", &fetch.StatusError{Host: "a.gov.cn", Status: 502}, CodeUnreachable, true},
		{"robots", "http://a.gov.cn/1", answer, "", fetch.ErrRobots, CodeForbidden, true},
		{"strange error", "http://a.gov.cn/1", answer, "", errors.New("boom"), CodeUnreachable, true},
		{"nothing to look for", "http://a.gov.cn/1", " ,。", answer, nil, CodeNoAnswer, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := page(tt.page, tt.err).Check(t.Context(), tt.url, tt.answer)
			if err != nil {
				t.Fatal(err)
			}
			if got.Code != tt.code || got.Again != tt.again || got.OK != (tt.code == CodeFound) {
				t.Errorf("got %+v, want %s (again %v)", got, tt.code, tt.again)
			}
			if got.Reason == "" || got.ReasonEn == "" {
				t.Error("no words for a person")
			}
		})
	}
}

func TestCheckRedactedAnswer(t *testing.T) {
	// the case keeps the answer redacted, the page may still show the number
	shown := "请与工作人员联系,手机13800138000,我们将在三个工作日内上门核查并向您反馈处理结果,感谢您对本街道工作的支持与监督。"
	kept := strings.Replace(shown, "13800138000", "[手机号]", 1)
	got, err := page(shown, nil).Check(t.Context(), "https://a.gov.cn/1", kept)
	if err != nil || !got.OK {
		t.Errorf("got %+v, %v: a redacted number must not hide the answer", got, err)
	}
}

func TestCheckEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := page("", ctx.Err()).Check(ctx, "https://a.gov.cn/1", answer); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the end of the context", err)
	}
}

func FuzzWords(f *testing.F) {
	f.Add("<p>甲<script>乙</p>", "甲")
	f.Add("<", "")
	f.Fuzz(func(t *testing.T, page, answer string) {
		want := shingles(normal(answer))
		if len(want) == 0 {
			return
		}
		if s := share(want, normal(wordsOn(page))); s < 0 || s > 1 {
			t.Errorf("share %v", s)
		}
		if s := share(want, normal(answer)); s != 1 {
			t.Errorf("an answer holds itself, got %v", s)
		}
	})
}

// A page that does not open is looked for with patience, and then given to a person; one that
// programs may not read is given at once. What was seen for certain needs no patience.
func TestLasting(t *testing.T) {
	for name, tt := range map[string]struct {
		code  string
		looks int
		since time.Duration
		want  bool
	}{
		"robots at the first look":     {CodeForbidden, 1, time.Minute, true},
		"a dead page, first look":      {CodeUnreachable, 1, 48 * time.Hour, false},
		"a dead page, soon":            {CodeUnreachable, 9, 59 * time.Minute, false},
		"a dead page, long enough":     {CodeUnreachable, 3, time.Hour, true},
		"not public: back to the unit": {CodeNotPublic, 20, 48 * time.Hour, false},
		"found":                        {CodeFound, 20, 48 * time.Hour, false},
	} {
		r, lasting := (Result{Code: tt.code, Reason: "原因", ReasonEn: "reason"}).Lasting(tt.looks, tt.since)
		if lasting != tt.want || lasting == (r.Reason == "原因") || r.ReasonEn == "" {
			t.Errorf("%s: %v, %+v", name, lasting, r)
		}
	}
}
