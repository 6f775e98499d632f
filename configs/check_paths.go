package configs

import (
	"slices"
	"strings"

	"huiying/collectors/selector"
)

// checkPaths looks at the paths of a source by: json.
func (r *reader) checkPaths(s SourceSettings, at func(string) pos) {
	if s.By != ByJSON {
		if s.JSON != (selector.Paths{}) {
			r.fault(at("json"), "fault.json", s.By)
		}
		return
	}
	if s.JSON.Page == "" && s.Selectors.Pages > 1 {
		r.fault(at("selectors.pages"), "fault.range.json")
	}
	for _, key := range sortedKeys(s.JSON.Fields()) {
		path := s.JSON.Fields()[key]
		if slices.ContainsFunc(strings.Split(path, "."), personKey) {
			r.fault(at("json."+key), "fault.person_key.json", key)
		}
	}
	for _, part := range strings.Split(s.JSON.Link, "{")[1:] {
		field, _, closed := strings.Cut(part, "}")
		if !closed || field == "" || slices.ContainsFunc(strings.Split(field, "."), personKey) {
			r.fault(at("json.link"), "fault.link")
			return
		}
	}
}
