package configs

import (
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strings"
)

// Accounts says how people come in.
type Accounts struct {
	URL     string   `yaml:"url"`
	Proxies []string `yaml:"proxies"`
	KeyFile string   `yaml:"key_file"`
	Single  Single   `yaml:"single"`
}

// Single is single sign-on (OpenID Connect).
type Single struct {
	Issuer     string            `yaml:"issuer"`
	ClientID   string            `yaml:"client_id"`
	SecretFile string            `yaml:"client_secret_file"`
	Label      string            `yaml:"label"`
	Scopes     []string          `yaml:"scopes"`
	Name       string            `yaml:"name_claim"`
	Role       string            `yaml:"role_claim"`
	Unit       string            `yaml:"unit_claim"`
	Division   string            `yaml:"division_claim"`
	Roles      map[string]string `yaml:"roles"`
	Default    string            `yaml:"default_role"`
}

// officeRoles are what somebody of the office can be; console/accounts holds the same list, and a
// test of cmd that both are alike.
var officeRoles = []string{"monitor", "handler", "head", "leader", "auditor", "openness", "administrator"}

// OfficeRoles lists them.
func OfficeRoles() []string { return slices.Clone(officeRoles) }

func (r *reader) checkAccounts() {
	a := r.c.Accounts
	fault := func(key, phrase string, args ...any) {
		r.fault(r.c.at(mainFile, "accounts."+key), phrase, args...)
	}
	if a.URL != "" {
		u, err := url.Parse(a.URL)
		if err != nil || u.Host == "" || u.User != nil || path.Clean("/"+u.Path) != "/" || u.RawQuery != "" ||
			(u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname()))) {
			fault("url", "fault.url.accounts")
		}
	}
	for _, p := range a.Proxies {
		if _, err := netip.ParsePrefix(p); err != nil {
			fault("proxies", "fault.proxies", p)
		}
	}
	s := a.Single
	if s.Issuer == "" && s.ClientID == "" {
		return
	}
	u, err := url.Parse(s.Issuer)
	switch {
	case err != nil || u.Host == "" || (u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname()))):
		fault("single.issuer", "fault.url.issuer")
	case s.ClientID == "" || s.Role == "":
		fault("single.client_id", "fault.missing.single")
	case a.URL == "":
		fault("single.issuer", "fault.missing.single.url")
	}
	for group, role := range s.Roles {
		if !slices.Contains(officeRoles, role) {
			fault("single.roles", "fault.role.group", group, role, strings.Join(officeRoles, ", "))
		}
	}
	if s.Default != "" && !slices.Contains(officeRoles, s.Default) {
		fault("single.default_role", "fault.role.default", s.Default, strings.Join(officeRoles, ", "))
	}
}
