package configs

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestFaultsOfNotifyNameTheirLine(t *testing.T) {
	shippedMain, err := shipped.ReadFile(mainFile)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(shippedMain), "\nnotify:\n")
	const good = `
notify:
  link: https://h.example
  allow_private: [10.1.0.0/16]
  channels:
    - {id: m, by: mail, server: "smtp.example:587", user: u, password_file: pw, from: a@example.org, to: [b@example.org]}
    - {id: w, by: webhook, url: "https://x.example/h", secret_file: pw}
    - {id: d, by: dingtalk, url_file: pw, secret_file: pw}
  tell:
    - {role: coordinator, channels: [m, w, d], kinds: [heavy], quiet: 22:00-07:00, digest: ["08:30"], working_days: true}
`
	parts := Parts{Collected: []Way{ByPage, ByFeed, ByJSON}, Briefings: []string{"html", "docx"},
		Channels: []ChannelKind{
			{"mail", []string{"server", "from"}, []string{"user", "password_file", "to"}},
			{"webhook", []string{"url", "secret_file"}, nil},
			{"wecom", []string{"url_file"}, nil},
			{"dingtalk", []string{"url_file"}, []string{"secret_file"}},
		}}
	for _, tc := range []struct{ from, to, code string }{
		{"", "", ""},
		{"channels: [m, w, d]", "channels: [nobody]", "unknown_channel"},
		{"role: coordinator", "role: king", "unknown_role"},
		{"role: coordinator", "unit: no-such-unit", "unknown_unit"},
		{"role: coordinator, ", "", "missing"},
		{"kinds: [heavy]", "kinds: [gossip]", "unknown_kind"},
		{"22:00-07:00", "22:00-22:00", "quiet"},
		{"22:00-07:00", "22-7", "quiet"},
		{`"08:30"`, `"06:59"`, "digest"},
		{`"08:30"`, `"8:30"`, "digest"},
		{"https://h.example", "https://h.example/", "url"},
		{"10.1.0.0/16", "10.1.0.0", "prefix"},
		{"by: mail", "by: pigeon", "by"},
		{"smtp.example:587", "smtp.example", "server"},
		{"user: u, ", "", "missing"},
		{"from: a@example.org", "from: a", "address"},
		{"to: [b@example.org]", "to: []", "missing"},
		{"id: w", "id: m", "duplicate_id"},
		{"id: w", "id: W", "id"},
		{"https://x.example/h", "https://u:p@x.example/h", "url"},
		{`url: "https://x.example/h", `, "", "missing"},
		{"url_file: pw", "url_file: none", "file"},
		{"id: d, by: dingtalk", "id: d, by: wecom", "unused"},
		{"link:", "zone: Mars/Base\n  link:", "zone"},
		{"link:", "failing_after: 0\n  link:", "range"},
		{"link:", "author: x\n  link:", "person_key"},
	} {
		text := head + strings.Replace(good, tc.from, tc.to, 1)
		c, err := LoadFS(fstest.MapFS{mainFile: {Data: []byte(text)}, "pw": {Data: []byte("sample\n")}})
		faults, _ := err.(Diagnostics)
		faults = append(faults, c.CheckParts(parts)...)
		if tc.code == "" {
			if len(faults) > 0 {
				t.Error(faults)
			}
			continue
		}
		found := false
		for _, f := range faults {
			found = found || f.Code == tc.code && f.Line > strings.Count(head, "\n") &&
				strings.HasSuffix(f.File, mainFile)
		}
		if !found {
			t.Errorf("%q: want %s with its line, got %v", tc.to, tc.code, faults)
		}
	}
}
