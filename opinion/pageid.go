package opinion

import (
	"net/url"
	"regexp"
	"strings"
)

// twinHosts begin the hosts under which sites show their pages a second time.
var twinHosts = []string{"www.", "m.", "wap.", "mobile.", "3g.", "h5."}

// twinPaths are folders that hold a site's pages a second time, for small screens.
var twinPaths = []string{"/wap/", "/mobile/"}

// twinParams ask for a page in the form for some screen, with the values by which they do.
var twinParams = map[string]*regexp.Regexp{
	"mobile": yesNo, "wap": yesNo, "ismobile": yesNo, "is_mobile": yesNo, "isphone": yesNo,
	"device": screens, "terminal": screens, "client": screens, "platform": screens,
}

var (
	yesNo   = regexp.MustCompile(`(?i)^(?:|0|1|true|false|yes|no)$`)
	screens = regexp.MustCompile(`(?i)^(?:|m|h5|wap|web|pc|desktop|mobile|phone|android|ios)$`)
	// moments are times and random numbers by which pages evade caches.
	moments    = regexp.MustCompile(`^(?:1\d{9}|1\d{12}|0\.\d{6,})$`)
	indexPage  = regexp.MustCompile(`(?i)/(?:index|default)\.(?:s?html?|php|jspx?|aspx?|do)$`)
	momentKeys = map[string]bool{"_": true, "_t": true, "t": true, "ts": true, "time": true, "timestamp": true,
		"r": true, "rnd": true, "rand": true, "random": true, "v": true}
)

// PageKey is one spelling of a page, whichever of its public addresses leads to it: with or without
// www, by http or https, the page for small screens beside the one for large (m.host, wap.host,
// /wap/…, ?mobile=1), the index of a folder by its name, and whatever CanonicalURL drops. Every
// parameter that may say which page it is stays. It is no address to go to; "" for what is no public
// page.
func PageKey(raw string) string {
	u, err := url.Parse(CanonicalURL(raw))
	if err != nil || u.Host == "" {
		return ""
	}
	host := u.Host
	for _, twin := range twinHosts {
		if rest, ok := strings.CutPrefix(host, twin); ok && strings.Contains(rest, ".") {
			host = rest
			break
		}
	}
	path := u.EscapedPath()
	for _, twin := range twinPaths {
		if rest, ok := strings.CutPrefix(path, twin); ok && rest != "" {
			path = "/" + rest
		}
	}
	path = indexPage.ReplaceAllString(path, "/")
	if path = strings.TrimSuffix(path, "/"); path == "" {
		path = "/"
	}
	q := u.Query()
	for k, values := range q {
		key := strings.ToLower(k)
		is := twinParams[key]
		if len(values) == 1 && (is != nil && is.MatchString(values[0]) ||
			momentKeys[key] && moments.MatchString(values[0])) {
			q.Del(k)
		}
	}
	out := host + path
	if len(q) > 0 {
		out += "?" + q.Encode()
	}
	return out
}
