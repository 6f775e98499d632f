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
	"huiying/words"
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
			r.fault(at("id"), "fault.missing.source.id")
		case !idPattern.MatchString(s.ID):
			r.fault(at("id"), "fault.id", s.ID)
		case seen[s.ID]:
			r.fault(at("id"), "fault.duplicate_id.source", s.ID)
		}
		seen[s.ID] = true
		if s.Name == "" {
			r.fault(at("name"), "fault.missing.source.name", s.ID)
		}
		if !s.Kind.Known() {
			r.fault(at("kind"), "fault.kind.source", s.Kind,
				opinion.Listed(opinion.SourceKinds))
		}
		switch {
		case !s.By.Known():
			r.fault(at("by"), "fault.by.source", opinion.Listed(Ways()), s.By)
		case s.By.Visited():
			r.checkCollected(s, at)
		case s.URL != "":
			r.fault(at("url"), "fault.url.intake", s.By)
		}
		for _, label := range sortedKeys(s.Columns) {
			where := at("columns." + label)
			if !slices.Contains(columnFields, s.Columns[label]) {
				r.fault(where, "fault.column", strings.Join(columnFields,
					", "), s.Columns[label])
			}
			if personKey(label) {
				r.fault(where, "fault.person_key.column", label)
			}
		}
	}
}

func (r *reader) checkCollected(s SourceSettings, at func(string) pos) {
	if why := notPublic(s.URL, r.c.Collect.AllowPrivate); why == privateAddress {
		r.fault(at("url"), "fault.private_host", words.Of(why))
	} else if why != "" {
		r.fault(at("url"), "fault.url.source", words.Of(why))
	}
	if s.Every < time.Minute {
		r.fault(at("every"), "fault.range.every")
	}
	if s.Max < 0 || s.Max > 1000 {
		r.fault(at("max"), "fault.range.max")
	}
	if s.Selectors.Pages < 0 || s.Selectors.Pages > selector.MaxPages {
		r.fault(at("selectors.pages"), "fault.range.pages")
	}
	r.checkPaths(s, at)
	for i, host := range s.Selectors.Domains {
		if host == "" || strings.ContainsAny(host, "/:@ ") || (privateHost(host) && !r.c.Collect.AllowPrivate) {
			r.fault(at(fmt.Sprintf("selectors.domains[%d]", i)), "fault.domain", host)
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
			r.fault(at("selectors."+x.key), "fault.selector", x.key, err)
		}
		if x.key != "remove" && selectorOfPerson(x.css) { // to cut it out is welcome
			r.fault(at("selectors."+x.key), "fault.person_key.selector", x.key)
		}
	}
}

// selectorOfPerson: a class or id that is a person key, such as .author or #username.
func selectorOfPerson(css string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(css,
		func(c rune) bool { return strings.ContainsRune(" .#>+~[]=,\"':()*^$|", c) }), personKey)
}

// privateAddress is the phrase of notPublic for a host that is not open to everybody.
const privateAddress = "fault.not_public.private"

// notPublic is the phrase that says what is wrong with an address that is to be fetched; "" if nothing is.
func notPublic(raw string, allowPrivate bool) string {
	u, err := url.Parse(raw)
	switch {
	case raw == "":
		return "fault.not_public.missing"
	case err != nil:
		return "fault.not_public.unread"
	case u.Scheme != "https" && u.Scheme != "http":
		return "fault.not_public.scheme"
	case u.Hostname() == "":
		return "fault.not_public.host"
	case u.User != nil:
		return "fault.not_public.login"
	case !allowPrivate && privateHost(u.Hostname()):
		return privateAddress
	}
	return ""
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
			r.fault(at, "fault.path.gazetteer", name)
			continue
		}
		f, err := r.c.dir.Open(name)
		if err != nil {
			r.fault(at, "fault.file.gazetteer", name)
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
			r.fault(at, "fault.path.table", name)
			continue
		}
		b, err := fs.ReadFile(r.c.dir, name)
		if err != nil {
			r.fault(at, "fault.file.table", name)
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
		r.fault(pos{name, 1}, "fault.table.head")
		return
	}
	seen := map[string]bool{}
	for {
		row, err := in.Read()
		if row == nil && err != nil {
			if bad := (*csv.ParseError)(nil); errors.As(err, &bad) {
				r.fault(pos{name, bad.Line}, "fault.table.csv", bad.Err)
			}
			return
		}
		line, _ := in.FieldPos(0)
		switch at := (pos{name, line}); {
		case err != nil || len(row) < 4 || row[0] == "" || row[1] == "":
			r.fault(at, "fault.table.line")
		case opinion.ParseLevel(row[2]) == opinion.LevelUnknown:
			r.fault(at, "fault.level.table")
		case seen[row[0]]:
			r.fault(at, "fault.duplicate_id.division", row[0])
		case row[3] != "" && !seen[row[3]]:
			r.fault(at, "fault.unknown_division.parent", row[3])
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
