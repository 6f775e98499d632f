package opinion

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"huiying/redact"
)

// hashOf is SHA-256 over parts, each preceded by its length, so that no two lists of
// parts run together into the same bytes.
func hashOf(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(strconv.Itoa(len(p))))
		h.Write([]byte{':'})
		h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// IssueID is the id of the Issue that the given Mention opens.
func IssueID(mention string) string { return "i" + hashOf("issue", mention)[:24] }

// CaseID is the id of the Case for an Issue. Being derived, it cannot be opened twice.
func CaseID(issue string) string { return "c" + hashOf("case", issue)[:24] }

// tracking parameters say how a reader came, not what the page is.
var tracking = map[string]bool{
	"spm": true, "scm": true, "from": true, "mpshare": true, "chksm": true, "clicktime": true,
	"enterid": true, "share_token": true, "sharer": true, "isappinstalled": true, "gclid": true,
	"fbclid": true,
	// who was looking, never what at:
	"openid": true, "uid": true, "userid": true, "user": true, "username": true, "token": true, "session": true,
	"jsessionid": true, "phpsessid": true, "sessionid": true, "session_id": true, "cfid": true, "cftoken": true,
}

// pageNumber is a value of sid that tells a page; a session's is longer.
var pageNumber = regexp.MustCompile(`^\d{1,10}$`)

// tracks says whether a parameter says how or for whom a page is read, and not which page it is.
func tracks(key string, values []string) bool {
	key = strings.ToLower(key)
	switch {
	case key == "sid":
		return len(values) != 1 || !pageNumber.MatchString(values[0])
	case strings.HasPrefix(key, "utm_"), strings.HasPrefix(key, "aspsessionid"):
		return true
	}
	return tracking[key]
}

// sessionPath is the session that some servers write into the path.
var sessionPath = regexp.MustCompile(`(?i);jsessionid=[^/;]*`)

// CanonicalURL gives one spelling to one public address: lower-case scheme and host, no
// default port, no user info, no fragment, no tracking or session parameters, sorted
// query, and every value redacted. An address that is not http or https is dropped: it is no
// public page.
func CanonicalURL(raw string) string {
	u, err := url.Parse(strings.TrimSpace(CleanText(raw)))
	if err != nil || u.Host == "" {
		return ""
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if clean, found := redact.Text(host); clean != host && found[redact.IP] == 0 || host == "" {
		return "" // an address whose very host is somebody's number is no page to go back to
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if p := u.Port(); p != "" && (u.Scheme != "http" || p != "80") && (u.Scheme != "https" || p != "443") {
		host += ":" + p
	}
	out := url.URL{Scheme: u.Scheme, Host: host, Path: "/"}
	if path := sessionPath.ReplaceAllString(u.Path, ""); path != "" {
		out.Path, _ = redact.Text(path)
		if out.Path == u.Path {
			out.RawPath = u.RawPath // %2F in a path is not a slash
		}
	}
	q := u.Query()
	keys := make([]string, 0, len(q))
	for k, values := range q {
		if !tracks(k, values) {
			keys = append(keys, k)
		}
	}
	sort.Strings(keys)
	clean := url.Values{}
	for _, k := range keys {
		key, _ := redact.Text(k)
		for _, v := range q[k] {
			value, _ := redact.Text(v)
			clean.Add(key, value)
		}
	}
	out.RawQuery = clean.Encode()
	return out.String()
}
