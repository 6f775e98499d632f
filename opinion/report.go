package opinion

import (
	"net/url"
	"regexp"
)

// mostRef is the longest number of a record that counts as one.
const mostRef = 64

// masked: a number that was taken for a person's, and so says nothing any more.
var masked = regexp.MustCompile(`\[(\p{Han}|QQ)`)

// Report names the report (来件) whose text a mention is, within its source: by the record's own
// number (工单编号), else by its page, whichever address led there. Mentions with one name are versions of one report, where
// its source says so (Draft.Unique) or their texts are alike. It is a hash, "" where nothing names
// the report: without either, where redaction took the number, and at the front page of a site.
func (m Mention) Report() string {
	switch {
	case m.Ref != "" && len(m.Ref) <= mostRef && !masked.MatchString(m.Ref):
		return hashOf("report", m.Source, "ref:"+m.Ref)[:32]
	case m.Ref == "" && ownPage(m.URL):
		return hashOf("report", m.Source, PageKey(m.URL))[:32]
	}
	return ""
}

// ownPage says whether a canonical address can be that of one report.
func ownPage(address string) bool {
	u, err := url.Parse(address)
	return err == nil && address != "" && (u.Path != "/" || u.RawQuery != "")
}
