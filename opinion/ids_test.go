package opinion

import (
	"net/url"
	"strings"
	"testing"
)

func TestCanonicalURL(t *testing.T) {
	for in, want := range map[string]string{
		"HTTP://Example.ORG:80":                               "http://example.org/",
		"https://example.org:443/a?b=2&a=1#top":               "https://example.org/a?a=1&b=2",
		"https://example.org:8443/a":                          "https://example.org:8443/a",
		"https://u:p@example.org/a?utm_source=x&id=3&token=t": "https://example.org/a?id=3",
		"https://example.org/a;jsessionid=ABC?x=1":            "https://example.org/a?x=1",
		"https://example.org/a%2Fb/%E6%96%87":                 "https://example.org/a%2Fb/%E6%96%87",
		"https://example.org./a":                              "https://example.org/a",
		"http://[::1]:80/x":                                   "http://[::1]/x",
		"https://example.org/p?13800000000=1":                 "https://example.org/p?%5B%E6%89%8B%E6%9C%BA%E5%8F%B7%5D=1",
		"https://13800000000.example.org/":                    "",
		"ftp://example.org/a":                                 "",
		"mailto:x@example.org":                                "",
		"javascript:alert(1)":                                 "",
		"not an address":                                      "",
		"":                                                    "",
	} {
		if got := CanonicalURL(in); got != want {
			t.Errorf("%q\n got %q\nwant %q", in, got, want)
		}
	}
}

func FuzzCanonicalURL(f *testing.F) {
	for _, s := range []string{"http://example.org/a?b=1", "https://x.cn/13800000000/?q=我叫张三", "http://[::1]:80/%2f;jsessionid=1", "HTTPS://A.B:443/?a=&a=2#c", "http://例子.cn/路?号=１", "http://a/%25%31"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		out := CanonicalURL(raw)
		if out == "" {
			return
		}
		if again := CanonicalURL(out); again != out {
			t.Fatalf("%q -> %q -> %q", raw, out, again)
		}
		u, err := url.Parse(out)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Fragment != "" || u.Host == "" {
			t.Fatalf("%q -> %q: %v", raw, out, err)
		}
	})
}

func TestSubjectsAreOneToken(t *testing.T) {
	for _, id := range []string{"a.b", "x >*", "中文", ""} {
		if s := CaseSubject(id); strings.Count(s, ".") != 1 || strings.ContainsAny(s, " *>") {
			t.Errorf("%q gives %q", id, s)
		}
	}
	if s := FindingSubject(Finding{}); s != "finding.000000" {
		t.Error(s)
	}
	if s := FindingSubject(Finding{Territory: &Territory{Code: "430104001", Confidence: Certain}}); s != "finding.430104" {
		t.Error(s)
	}
}

func TestIDsAreDerived(t *testing.T) {
	if IssueID("m") != "i"+hashOf("issue", "m")[:24] || IssueID("m") == IssueID("n") || CaseID("i")[1:] == IssueID("i")[1:] {
		t.Error("ids must follow from what they name, and differ by kind")
	}
	if hashOf("a", "bc") == hashOf("ab", "c") {
		t.Error("parts run together")
	}
}
