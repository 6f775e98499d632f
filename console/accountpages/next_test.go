package accountpages

import "testing"

// Where somebody wanted to go leads home, and tells nobody what was searched for.
func TestWhereABrowserGoesAfterSigningIn(t *testing.T) {
	for next, want := range map[string]string{
		"/cases?state=triage&q=%E5%81%9C%E6%B0%B4": "/cases?state=triage&q=%E5%81%9C%E6%B0%B4",
		"/cases?q=13800000000":                     "/cases",
		"/cases?q=138%200000%200000":               "/cases",
		"/search?q=110101180101010039":             "/search",
		"/u/13800000000":                           "",
		"/cases?q=%zz":                             "/cases",
		"//host/":                                  "", "/\t/host": "", "/\\host": "", "https://host/": "", "/sign-out": "",
	} {
		if got := ours(next); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}
