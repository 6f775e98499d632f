package configs

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/andybalholm/cascadia"

	"huiying/collectors/selector"
	"huiying/opinion"
)

// columnFields is what a column of an export can be said to mean, "-" nothing; the same as intake
// knows.
var columnFields = []string{"ticket", "id", "title", "text", "url", "published_at", "division",
	"source", "place", "type", "unit",
	"urgency", "-"}

func (r *reader) checkSources() {
	seen := map[string]bool{}
	for i, s := range r.c.Sources {
		at := func(key string) pos { return r.c.at(sourcesFile, fmt.Sprintf("sources[%d].%s", i, key)) }
		switch {
		case s.ID == "":
			r.fault(at("id"), "missing", "a source needs an id")
		case !idPattern.MatchString(s.ID):
			r.fault(at("id"), "id", "the id %q must be lower-case letters, digits, _ and -", s.ID)
		case seen[s.ID]:
			r.fault(at("id"), "duplicate_id", "the source %q is there twice", s.ID)
		}
		seen[s.ID] = true
		if s.Name == "" {
			r.fault(at("name"), "missing", "the source %q needs a name: the open board shows it", s.ID)
		}
		if !s.Kind.Known() {
			r.fault(at("kind"), "kind", "there is no source kind %q; known are: %s", s.Kind,
				opinion.Listed(opinion.SourceKinds))
		}
		switch {
		case !s.By.Known():
			r.fault(at("by"), "by", "by must be one of %s, not %q", opinion.Listed(Ways()), s.By)
		case s.By.Visited():
			r.checkCollected(s, at)
		case s.URL != "":
			r.fault(at("url"), "url", "a source that is handed in (by: %s) is not fetched; remove the url or say how it is visited", s.By)
		}
		for _, label := range sortedKeys(s.Columns) {
			where := at("columns." + label)
			if !slices.Contains(columnFields, s.Columns[label]) {
				r.fault(where, "column", "a column can mean %s, not %q", strings.Join(columnFields,
					", "), s.Columns[label])
			}
			if personKey(label) {
				r.fault(where, "person_key",
					"the column %q says who wrote a text; such columns are dropped, they cannot be used", label)
			}
		}
	}
}

func (r *reader) checkCollected(s SourceSettings, at func(string) pos) {
	if err := publicURL(s.URL, r.c.Collect.AllowPrivate); err != nil {
		code := "url"
		if errors.Is(err, errPrivate) {
			code = "private_host"
		}
		r.fault(at("url"), code, "url: %v", err)
	}
	if s.Every < time.Minute {
		r.fault(at("every"), "range", "every must be at least 1m, like 30m")
	}
	if s.Max < 0 || s.Max > 1000 {
		r.fault(at("max"), "range", "max must lie between 0 (the default) and 1000 texts a visit")
	}
	if s.Selectors.Pages < 0 || s.Selectors.Pages > selector.MaxPages {
		r.fault(at("selectors.pages"), "range", "selectors.pages must lie between 0 (one page) and 50")
	}
	r.checkPaths(s, at)
	for i, host := range s.Selectors.Domains {
		if host == "" || strings.ContainsAny(host, "/:@ ") || (privateHost(host) && !r.c.Collect.AllowPrivate) {
			r.fault(at(fmt.Sprintf("selectors.domains[%d]", i)), "domain",
				"selectors.domains lists public host names, such as www.example.org, not %q", host)
		}
	}
	for _, x := range []struct{ key, css string }{
		{"link", s.Selectors.Link}, {"next", s.Selectors.Next}, {"title", s.Selectors.Title},
		{"text", s.Selectors.Text}, {"time", s.Selectors.Time},
		{"item", s.Selectors.Item}, {"remove", s.Selectors.Remove},
	} {
		if x.css == "" {
			continue
		}
		if _, err := cascadia.Compile(x.css); err != nil {
			r.fault(at("selectors."+x.key), "selector", "selectors.%s is no CSS selector: %v", x.key, err)
		}
		if x.key != "remove" && selectorOfPerson(x.css) { // to cut it out is welcome
			r.fault(at("selectors."+x.key), "person_key",
				"selectors.%s picks who wrote a text; huiying never reads that", x.key)
		}
	}
}

// selectorOfPerson: a class or id that is a person key, such as .author or #username.
func selectorOfPerson(css string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(css,
		func(c rune) bool { return strings.ContainsRune(" .#>+~[]=,\"':()*^$|", c) }), personKey)
}

var errPrivate = errors.New("the host is private; only pages open to everybody are collected (collect.allow_private lifts this for tests)")

// publicURL says what is wrong with an address that is to be fetched.
func publicURL(raw string, allowPrivate bool) error {
	u, err := url.Parse(raw)
	switch {
	case raw == "":
		return errors.New("it is missing")
	case err != nil:
		return errors.New("it cannot be read")
	case u.Scheme != "https" && u.Scheme != "http":
		return errors.New("it must begin with https:// or http://")
	case u.Hostname() == "":
		return errors.New("it has no host")
	case u.User != nil:
		return errors.New("it carries a name or password; pages behind a login are not collected")
	}
	if !allowPrivate && privateHost(u.Hostname()) {
		return errPrivate
	}
	return nil
}

func privateHost(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if ip, err := netip.ParseAddr(host); err == nil {
		ip = ip.Unmap()
		return !ip.IsGlobalUnicast() || ip.IsPrivate() || netip.MustParsePrefix("100.64.0.0/10").Contains(ip)
	}
	if host == "localhost" || !strings.Contains(host, ".") {
		return true
	}
	for _, end := range []string{".localhost", ".local", ".internal", ".lan", ".intranet", ".home.arpa"} {
		if strings.HasSuffix(host, end) {
			return true
		}
	}
	return false
}

// checkGazetteers looks whether the gazetteers are there; CheckGazetteers reads them.
func (r *reader) checkGazetteers() {
	for i, name := range r.c.Places.Gazetteer {
		at := r.c.at(mainFile, fmt.Sprintf("places.gazetteer[%d]", i))
		if !fs.ValidPath(name) {
			r.fault(at, "path", "the gazetteer %q must be a path within the configuration's directory", name)
			continue
		}
		f, err := r.c.dir.Open(name)
		if err != nil {
			r.fault(at, "file", "the gazetteer %q cannot be read; huiying places learn writes one", name)
			continue
		}
		_ = f.Close() // only looked at
	}
}

// checkTables reads the directory's own division tables: code,name,level,parent.
func (r *reader) checkTables() {
	for i, name := range r.c.Places.Tables {
		at := r.c.at(mainFile, fmt.Sprintf("places.tables[%d]", i))
		if !fs.ValidPath(name) {
			r.fault(at, "path", "the table %q must be a path within the configuration's directory", name)
			continue
		}
		b, err := fs.ReadFile(r.c.dir, name)
		if err != nil {
			r.fault(at, "file", "the table %q cannot be read", name)
			continue
		}
		r.c.where[name] = joinName(r.name, name)
		r.checkTable(name, string(b))
	}
}

func (r *reader) checkTable(name, text string) {
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	in.FieldsPerRecord = -1
	head, err := in.Read()
	if err != nil || len(head) < 4 || !slices.Equal(head[:4], []string{"code", "name", "level", "parent"}) {
		r.fault(pos{name, 1}, "table", "the first line must be code,name,level,parent")
		return
	}
	seen := map[string]bool{}
	for {
		row, err := in.Read()
		if row == nil && err != nil {
			if bad := (*csv.ParseError)(nil); errors.As(err, &bad) {
				r.fault(pos{name, bad.Line}, "table", "the line is no CSV: %v", bad.Err)
			}
			return
		}
		line, _ := in.FieldPos(0)
		switch at := (pos{name, line}); {
		case err != nil || len(row) < 4 || row[0] == "" || row[1] == "":
			r.fault(at, "table", "the line needs code,name,level,parent")
		case opinion.ParseLevel(row[2]) == opinion.LevelUnknown:
			r.fault(at, "level", "the level must be province, city, county or township")
		case seen[row[0]]:
			r.fault(at, "duplicate_id", "the division %q is there twice", row[0])
		case row[3] != "" && !seen[row[3]]:
			r.fault(at, "unknown_division", "the parent %q must stand above the line", row[3])
		default:
			seen[row[0]] = true
		}
	}
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
