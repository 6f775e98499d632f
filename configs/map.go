package configs

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// Map is the map of divisions that an office shows its leaders. Without a file divisions are tiles.
type Map struct {
	File       string         `yaml:"file"`       // GeoJSON, a file of the directory; "" for tiles
	Approval   string         `yaml:"approval"`   // 审图号 of that map, as it stands below it
	Population map[string]int `yaml:"population"` // people of a division, by its code
}

// mostOfMap bounds the file of a map, in bytes.
const mostOfMap = 8 << 20

// Outlines are the bytes of the configured map; nil: there is none.
func (c *Config) Outlines() ([]byte, error) {
	if c.Map.File == "" {
		return nil, nil
	}
	f, err := c.dir.Open(c.Map.File)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, mostOfMap+1))
	if err == nil && len(raw) > mostOfMap {
		err = fmt.Errorf("%s has more than %d bytes", c.Map.File, mostOfMap)
	}
	return raw, err
}

func (r *reader) checkMap() {
	m := r.c.Map
	for _, code := range slices.Sorted(maps.Keys(m.Population)) {
		if m.Population[code] <= 0 {
			r.fault(r.c.at(mainFile, "map.population"), "fault.range.population", code)
		}
	}
	if m.File == "" {
		return
	}
	at := r.c.at(mainFile, "map.file")
	if strings.TrimSpace(m.Approval) == "" {
		r.fault(r.c.at(mainFile, "map.approval"), "fault.missing.approval")
	}
	if !fs.ValidPath(m.File) {
		r.fault(at, "fault.path.map", m.File)
		return
	}
	raw, err := r.c.Outlines()
	var head struct {
		Type string `json:"type"`
	}
	switch {
	case err != nil:
		r.fault(at, "fault.file.map", m.File, unread(err))
	case json.Unmarshal(raw, &head) != nil || head.Type != "FeatureCollection":
		r.fault(at, "fault.map", m.File)
	}
}
