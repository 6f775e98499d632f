package configs

import (
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Index says where the index of findings is kept: embedded, or on a server.
type Index struct {
	Elastic Elastic `yaml:"elastic"`
}

// Elastic is an Elasticsearch or OpenSearch cluster. Without a URL there is none.
type Elastic struct {
	URL          string `yaml:"url"`
	User         string `yaml:"user"`
	PasswordFile string `yaml:"password_file"`
	APIKeyFile   string `yaml:"api_key_file"`
	CAFile       string `yaml:"ca_file"`
	Compat       string `yaml:"compat"`
	Prefix       string `yaml:"prefix"`
}

// URLs are the addresses of the cluster's nodes.
func (e Elastic) URLs() []string {
	return strings.FieldsFunc(e.URL, func(r rune) bool { return r == ',' || r == ' ' })
}

// Secret reads a file that the configuration names, without the space around its text; ""
// reads nothing. A relative name is one of the configuration's own directory.
func (c *Config) Secret(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	var b []byte
	var err error
	if filepath.IsAbs(name) {
		b, err = os.ReadFile(name)
	} else {
		b, err = fs.ReadFile(c.dir, filepath.ToSlash(name))
	}
	text := strings.TrimSpace(string(b))
	if err == nil && text == "" {
		err = fmt.Errorf("%s %w", name, errEmpty)
	}
	return text, err
}

var indexPrefix = regexp.MustCompile(`^[a-z0-9][a-z0-9_]{0,39}$`)

func (r *reader) checkIndex() {
	e := r.c.Index.Elastic
	fault := func(key, phrase string, args ...any) {
		r.fault(r.c.at(mainFile, "index.elastic."+key), phrase, args...)
	}
	for _, u := range e.URLs() {
		at, err := url.Parse(u)
		switch {
		case err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https":
			fault("url", "fault.url.index")
		case at.User != nil:
			fault("url", "fault.secret.index")
		case at.Scheme == "http" && !loopback(at.Hostname()) && (e.User != "" || e.APIKeyFile != ""):
			fault("url", "fault.url.index.plain")
		}
	}
	if !indexPrefix.MatchString(e.Prefix) {
		fault("prefix", "fault.prefix.index")
	}
	if e.Compat != "" && e.Compat != "opensearch" {
		fault("compat", "fault.compat")
	}
	if (e.User == "") != (e.PasswordFile == "") {
		fault("user", "fault.missing.index.sign_in")
	}
	if e.User != "" && e.APIKeyFile != "" {
		fault("api_key_file", "fault.twice.index")
	}
	if e.URL == "" && (e.User != "" || e.APIKeyFile != "" || e.CAFile != "" || e.Compat != "") {
		fault("url", "fault.missing.index.url")
	}
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
