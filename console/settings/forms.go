package settings

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// form is a list that a form changes, and the fields of the form: ? marks a box to tick, + words in one
// field, * several boxes of one name, ~ lines, # a whole number.
type form struct {
	list   string
	id     string // the key that a new entry has first; "" where entries have none
	fields []string
}

// forms by the names that pages give them.
var forms = map[string]form{
	"unit":   {"units", "id", []string{"name", "division", "level", "superior", "office?", "vertical?", "topics+"}},
	"source": {"sources", "id", []string{"name", "kind", "url", "division", "by", "every", "enabled?"}},
	"office": {"", "", []string{"collect.contact", "site.code", "site.records~"}},
	"clock": {"clocks", "id", []string{"name", "name_en", "limit", "sign", "inform", "assist", "complete", "urge",
		"escalate", "calendar", "basis"}},
	"template": {"templates", "id", []string{"name", "name_en", "for", "kind", "topics+", "text"}},
	"watch": {"watches", "id", []string{"name", "must+", "any+", "not+", "topics+", "divisions+", "units+", "sources+", "severity",
		"demands*", "from", "until", "tell", "count#", "hours#", "unit"}},
	"policy":  {"policies", "", []string{"number", "title", "url"}},
	"channel": {"channels", "", []string{"language", "from", "to+"}},
	"tell":    {"tell", "", []string{"unit", "role", "channels*", "kinds*", "quiet", "digest+", "working_days?"}},
	"topic":   {"topics", "id", []string{"name", "name_en", "terms+", "exclude+", "narrows", "clock", "refer", "basis"}},
}

// editOf is what a form wants to change; list is the file that came with it.
func editOf(f url.Values, list []byte, now facts.Settings) (e facts.SettingsEdit, err error) {
	bad := &kit.Error{Kind: kit.Invalid}
	switch name := f.Get("form"); name {
	case "file":
		e.Texts = map[string]string{}
		for i, name := range f["file"] {
			if _, known := now.Files[name]; !known && !strings.HasSuffix(name, ".csv") || i >= len(f["text"]) {
				return e, bad
			}
			e.Texts[name] = strings.ReplaceAll(f["text"][i], "\r\n", "\n")
		}
	case "restore":
		n, err := strconv.Atoi(f.Get("restore"))
		if err != nil {
			return e, bad
		}
		e.Restore = &n
	case "topics":
		e.Entries = movedTopics(f, now)
	case "days":
		e.Days = daysOf(f, list)
	case "topic":
		e.Entries = topicOf(f, now)
	case "channel", "tell":
		e.Entries = telling(name, f, now)
	case "watch":
		e.Entries = watchOf(f, now)
	default:
		kind, known := forms[name]
		if !known {
			return e, bad
		}
		e.Entries = entryOf(kind, f, present(now, kind.list, f.Get("was")))
	}
	return e, nil
}

// entryOf is the entry that a form speaks of, with the keys that it says differently from was; none
// where it says nothing new.
func entryOf(k form, f url.Values, was map[string]any) []facts.SettingsEntry {
	e := facts.SettingsEntry{List: k.list, ID: f.Get("was"), Remove: f.Get("remove") != ""}
	if e.Remove {
		return []facts.SettingsEntry{e}
	}
	if k.id != "" && e.ID == "" {
		e.Keys, e.Values = append(e.Keys, k.id), append(e.Values, strings.TrimSpace(f.Get(k.id)))
	}
	for _, field := range k.fields {
		key := strings.TrimRight(field, "?+*~#")
		value := valueOf(f, key, field[len(field)-1])
		before, said := was[key]
		if said && same(before, value) || !said && empty(value) {
			continue
		}
		e.Keys, e.Values = append(e.Keys, key), append(e.Values, value)
	}
	if len(e.Keys) == 0 {
		return nil
	}
	return []facts.SettingsEntry{e}
}

// valueOf is what a field of a form says; its mark says of which kind it is.
func valueOf(f url.Values, key string, mark byte) any {
	said := strings.TrimSpace(strings.ReplaceAll(f.Get(key), "\r\n", "\n"))
	switch mark {
	case '?':
		return said != ""
	case '+':
		return strings.FieldsFunc(said, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",，、;；", r) })
	case '*':
		return f[key]
	case '#':
		if n, err := strconv.Atoi(said); err == nil || said == "" {
			return n
		}
	case '~':
		var out []string
		for part := range strings.Lines(said) {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
		return out
	}
	return said
}

func same(a, b any) bool {
	x, listed := a.([]string)
	y, too := b.([]string)
	return listed && too && slices.Equal(x, y) || !listed && a == b
}

func empty(value any) bool {
	switch v := value.(type) {
	case string:
		return v == ""
	case []string:
		return len(v) == 0
	case int:
		return v == 0
	}
	return value == false
}

// present are the values that an entry has, as its form shows them; nil for a new one.
func present(now facts.Settings, list, id string) map[string]any {
	switch list {
	case "":
		return map[string]any{"collect.contact": now.Contact, "site.code": now.Code, "site.records": now.Records}
	case "units":
		if u, ok := find(now.Units, func(u opinion.Unit) bool { return u.ID == id }); ok {
			return map[string]any{"name": u.Name, "division": u.Division, "level": u.Level.String(), "superior": u.Superior,
				"office": u.Office, "vertical": u.Vertical, "topics": u.Topics}
		}
	case "sources":
		if s, ok := find(now.Sources, func(s facts.SettingsSource) bool { return s.ID == id }); ok {
			return map[string]any{"name": s.Name, "kind": string(s.Kind), "url": s.URL, "division": s.Division, "by": s.By,
				"every": opinion.SpanText(s.Every), "enabled": s.Enabled}
		}
	case "clocks":
		if c, ok := find(now.Clocks, func(c opinion.ClockProfile) bool { return c.ID == id }); ok {
			return map[string]any{"name": c.Name, "name_en": c.NameEn, "limit": opinion.SpanText(c.Limit), "sign": opinion.SpanText(c.Sign),
				"inform": opinion.SpanText(c.Inform), "assist": opinion.SpanText(c.Assist), "complete": opinion.SpanText(c.Complete), "urge": opinion.SpanText(c.Urge),
				"escalate": opinion.SpanText(c.Escalate), "calendar": c.Calendar, "basis": c.Basis}
		}
	case "topics":
		if t, ok := find(now.Topics, func(t opinion.Topic) bool { return t.ID == id }); ok {
			return map[string]any{"name": t.Name, "name_en": t.NameEn, "terms": t.Terms, "exclude": t.Exclude,
				"narrows": t.Narrows, "clock": t.Clock, "refer": t.Refer, "basis": t.Basis}
		}
	default:
		return presentText(now, list, id)
	}
	return nil
}

// presentText is present of texts and of who is told.
func presentText(now facts.Settings, list, id string) map[string]any {
	switch list {
	case "templates":
		if t, ok := find(now.Templates, func(t facts.SettingsTemplate) bool { return t.ID == id }); ok {
			return map[string]any{"name": t.Name, "name_en": t.NameEn, "for": purpose(t, now), "kind": t.Kind,
				"topics": t.Topics, "text": strings.TrimSpace(t.Text)}
		}
	case "watches":
		if w, ok := find(now.Watches, func(w opinion.Watch) bool { return w.ID == id }); ok {
			return map[string]any{"name": w.Name, "must": w.Must, "any": w.Any, "not": w.Not, "topics": w.Topics, "divisions": w.Divisions,
				"units": w.Units, "sources": w.Sources, "severity": string(w.Severity), "demands": codes(w.Demands), "from": w.From,
				"until": w.Until, "tell": string(w.Tell), "count": w.Count, "hours": w.Hours, "unit": w.Unit}
		}
	case "policies":
		if p, ok := find(now.Policies, func(p facts.SettingsPolicy) bool { return p.Number == id }); ok {
			return map[string]any{"number": p.Number, "title": p.Title, "url": p.URL}
		}
	case "channels":
		if c, ok := find(now.Channels, func(c facts.SettingsChannel) bool { return c.ID == id }); ok {
			return map[string]any{"language": c.Language, "from": c.From, "to": c.To}
		}
	case "tell":
		if i, err := strconv.Atoi(id); err == nil && i >= 0 && i < len(now.Tell) {
			t := now.Tell[i]
			return map[string]any{"unit": t.Unit, "role": t.Role, "channels": t.Channels, "kinds": t.Kinds,
				"quiet": t.Quiet, "digest": t.Digest, "working_days": t.Working}
		}
	}
	return nil
}

// purpose of a template; the usual one may be left out.
func purpose(t facts.SettingsTemplate, now facts.Settings) string {
	if t.For == "" && len(now.Choices.Purposes) > 0 {
		return now.Choices.Purposes[0]
	}
	return t.For
}

func find[T any](list []T, is func(T) bool) (x T, ok bool) {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i], true
	}
	return x, false
}

// telling is what the forms of a channel and of who is told say: two of their fields are called by another
// name on the page.
func telling(name string, f url.Values, now facts.Settings) []facts.SettingsEntry {
	kind, said := forms[name], maps.Clone(f)
	said.Set("from", f.Get("from_address"))
	who, id, _ := strings.Cut(f.Get("whom"), ":")
	said.Del("unit")
	said.Del("role")
	said.Set(who, id)
	return entryOf(kind, said, present(now, kind.list, f.Get("was")))
}

// daysOf are the days that a form brings: a file, a text, or one day with its kind, and those that it
// lets go.
func daysOf(f url.Values, list []byte) *facts.SettingsDays {
	d := &facts.SettingsDays{List: list, Drop: f["drop"]}
	if text := strings.TrimSpace(f.Get("list")); text != "" {
		d.List = append(append(d.List, '\n'), text...)
	}
	if day := f.Get("date"); day != "" && len(d.List) == 0 {
		name := strings.NewReplacer(`"`, "", ",", "，", "\n", " ", "\r", "").Replace(f.Get("name"))
		d.List = []byte(day + "," + f.Get("kind") + "," + name + "\n")
	}
	return d
}

// topicOf are an entry of the catalogue and the units of a division whose topics the form changes with it.
func topicOf(f url.Values, now facts.Settings) []facts.SettingsEntry {
	kind := forms["topic"]
	id := f.Get("was")
	out := entryOf(kind, f, present(now, kind.list, id))
	if id == "" && len(out) > 0 {
		out[0].In = f.Get("in")
		id = strings.TrimSpace(f.Get("id"))
		if out[0].In != "" {
			id = out[0].In + "/" + id
		}
	}
	if f.Get("remove") == "" {
		return append(out, charged(now, f.Get("division"), map[string]string{id: f.Get("unit")})...)
	}
	for _, u := range now.Units { // nobody is in charge of what is not there
		left := slices.DeleteFunc(slices.Clone(u.Topics), func(t string) bool {
			return t == id || strings.HasPrefix(t, id+"/")
		})
		if len(left) < len(u.Topics) {
			out = append(out, inCharge(u.ID, left))
		}
	}
	return out
}

// movedTopics are the units of a division whose topics the form gives or takes.
func movedTopics(f url.Values, now facts.Settings) []facts.SettingsEntry {
	asked := map[string]string{}
	for key := range f {
		if topic, ok := strings.CutPrefix(key, "topic:"); ok {
			asked[topic] = f.Get(key)
		}
	}
	return charged(now, f.Get("division"), asked)
}

func inCharge(unit string, topics []string) facts.SettingsEntry {
	return facts.SettingsEntry{List: "units", ID: unit, Keys: []string{"topics"}, Values: []any{topics}}
}

// charged are the units of a division that come to have other topics where those asked for have the units
// that are said.
func charged(now facts.Settings, division string, asked map[string]string) (out []facts.SettingsEntry) {
	var ids []string // in the order of the catalogue, what is new at the end
	for _, t := range now.Topics {
		ids = append(ids, t.ID)
	}
	for id := range asked {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, u := range now.Units {
		if u.Division != division {
			continue
		}
		var topics []string
		for _, t := range u.Topics {
			if lead, said := asked[t]; !said || lead == u.ID {
				topics = append(topics, t)
			}
		}
		for _, id := range ids {
			if asked[id] == u.ID && !slices.Contains(topics, id) {
				topics = append(topics, id)
			}
		}
		if !slices.Equal(topics, u.Topics) {
			out = append(out, inCharge(u.ID, topics))
		}
	}
	return out
}

// watchOf is what the form of a watch says: its first day is called by another name on the page, for every
// form says which version it is from.
func watchOf(f url.Values, now facts.Settings) []facts.SettingsEntry {
	kind, said := forms["watch"], maps.Clone(f)
	said.Set("from", f.Get("first"))
	byName := map[string]map[string]string{"topics": {}, "units": {}, "sources": {}} // people know names
	for _, t := range now.Topics {
		byName["topics"][t.Name] = t.ID
	}
	for _, u := range now.Units {
		byName["units"][u.Name] = u.ID
	}
	for _, s := range now.Sources {
		byName["sources"][s.Name] = s.ID
	}
	for field, ids := range byName {
		list, _ := valueOf(f, field, '+').([]string)
		for i, x := range list {
			if id, known := ids[x]; known {
				list[i] = id
			}
		}
		said.Set(field, strings.Join(list, " "))
	}
	return entryOf(kind, said, present(now, kind.list, f.Get("was")))
}

func codes[T ~string](list []T) (out []string) {
	for _, x := range list {
		out = append(out, string(x))
	}
	return out
}
