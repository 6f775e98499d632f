package opinion

import "testing"

func TestOnePageHasOneKey(t *testing.T) {
	for name, addresses := range map[string][]string{
		"an article": {"http://www.example.gov.cn/art/2026/3/5/art_1.html",
			"https://www.example.gov.cn/art/2026/3/5/art_1.html", "https://example.gov.cn/art/2026/3/5/art_1.html",
			"https://m.example.gov.cn/art/2026/3/5/art_1.html", "http://wap.example.gov.cn/art/2026/3/5/art_1.html",
			"https://www.example.gov.cn/wap/art/2026/3/5/art_1.html",
			"https://www.example.gov.cn/art/2026/3/5/art_1.html?mobile=1&utm_campaign=x&utm_id=7",
			"https://www.example.gov.cn/art/2026/3/5/art_1.html;jsessionid=A1B2?from=singlemessage#top"},
		"a letter by its number": {"https://example.gov.cn/mail/view.jsp?id=17",
			"https://example.gov.cn/mail/view.jsp?id=17&JSESSIONID=0A1B2C3D4E5F60718293A4B5C6D7E8F9",
			"https://example.gov.cn/mail/view.jsp?_t=1772683200000&id=17",
			"https://example.gov.cn/mail/view.jsp?id=17&wap=",
			"https://example.gov.cn/mail/view.jsp?id=17&PHPSESSID=k3jq9&sid=0a1b2c3d4e5f60718293"},
		"a letter by a short sid": {"https://example.gov.cn/show?sid=17",
			"http://www.example.gov.cn/show/?sid=17&isMobile=true"},
		"a folder": {"https://example.gov.cn/xxgk/", "https://example.gov.cn/xxgk",
			"https://example.gov.cn/xxgk/index.html"},
	} {
		want := PageKey(addresses[0])
		for _, a := range addresses {
			if got := PageKey(a); got != want || got == "" {
				t.Errorf("%s: %s has key %q, want %q", name, a, got, want)
			}
		}
	}
}

func TestParametersThatMatterStayApart(t *testing.T) {
	seen := map[string]string{}
	for _, a := range []string{
		"https://example.gov.cn/mail/view.jsp?id=17", "https://example.gov.cn/mail/view.jsp?id=18",
		"https://example.gov.cn/show?sid=17", "https://example.gov.cn/show?sid=18",
		"https://example.gov.cn/show?t=1", "https://example.gov.cn/show?t=2", "https://example.gov.cn/show?v=2",
		"https://example.gov.cn/show?type=mobile", "https://example.gov.cn/show?device=elevator-17",
		"https://example.gov.cn/show?page=1&id=3", "https://example.gov.cn/show?page=2&id=3",
		"https://m.example.gov.cn/m/17.html", "https://example.gov.cn/17.html", "https://example.gov.cn:8443/17.html",
		"https://mail.example.gov.cn/17.html", "https://m.cn/17.html", "https://wap.cn/17.html",
		"https://example.gov.cn/wap/", "https://example.gov.cn/",
	} {
		key := PageKey(a)
		if other, met := seen[key]; met || key == "" {
			t.Errorf("%s and %s have one key %q", a, other, key)
		}
		seen[key] = a
	}
	for _, a := range []string{"", "mailto:x@example.org", "ref:17"} {
		if key := PageKey(a); key != "" {
			t.Errorf("%q has key %q", a, key)
		}
	}
}
