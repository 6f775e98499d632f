package plot

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
)

// Region is the outlines of divisions, as a map that an office may show draws them.
type Region struct {
	Approval string // 审图号, as it stands below the map
	shapes   map[string][][]spot
}

// spot is a place on the sheet: to the east and to the north.
type spot struct{ x, y float64 }

// Errors of a file that is no map of divisions.
var (
	errNoMap    = errors.New("it is no GeoJSON FeatureCollection")
	errNoShapes = errors.New(`no feature has a "code" and a Polygon or MultiPolygon`)
)

// ReadRegion reads a GeoJSON FeatureCollection in degrees of longitude and latitude. A feature is a
// division by its property "code" (or "adcode"), of two, four or six digits.
func ReadRegion(raw []byte, approval string) (*Region, error) {
	var file struct {
		Type     string `json:"type"`
		Features []struct {
			Properties map[string]any `json:"properties"`
			Geometry   struct {
				Type        string          `json:"type"`
				Coordinates json.RawMessage `json:"coordinates"`
			} `json:"geometry"`
		} `json:"features"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, fmt.Errorf("%w: %w", errNoMap, err)
	}
	if file.Type != "FeatureCollection" {
		return nil, errNoMap
	}
	r := &Region{Approval: approval, shapes: map[string][][]spot{}}
	for _, f := range file.Features {
		code := codeOf(f.Properties)
		var rings [][]spot
		var err error
		switch f.Geometry.Type {
		case "Polygon":
			rings, err = ringsOf[[][][]float64](f.Geometry.Coordinates,
				func(p [][][]float64) [][][]float64 { return p })
		case "MultiPolygon":
			rings, err = ringsOf(f.Geometry.Coordinates, func(all [][][][]float64) (out [][][]float64) {
				for _, p := range all {
					out = append(out, p...)
				}
				return out
			})
		}
		if err != nil {
			return nil, fmt.Errorf("the shape of %s: %w", code, err)
		}
		if code != "" && len(rings) > 0 {
			r.shapes[code] = append(r.shapes[code], rings...)
		}
	}
	if len(r.shapes) == 0 {
		return nil, errNoShapes
	}
	return r, nil
}

// codeOf is the division of a feature; national codes of six digits that end in 0000 or 00 name
// provinces and cities.
func codeOf(properties map[string]any) string {
	for _, key := range []string{"code", "adcode"} {
		if v, ok := properties[key]; ok {
			code := strings.TrimSuffix(fmt.Sprintf("%.0f", asNumber(v)), ".")
			if s, ok := v.(string); ok {
				code = s
			}
			if len(code) == 6 {
				code = strings.TrimSuffix(strings.TrimSuffix(code, "00"), "00")
			}
			return code
		}
	}
	return ""
}

func asNumber(v any) float64 { n, _ := v.(float64); return n }

// ringsOf are the rings of a geometry. Each point needs two numbers that lie on the earth.
func ringsOf[T any](raw json.RawMessage, of func(T) [][][]float64) ([][]spot, error) {
	var shape T
	if err := json.Unmarshal(raw, &shape); err != nil {
		return nil, err
	}
	var out [][]spot
	for _, ring := range of(shape) {
		var points []spot
		for _, p := range ring {
			if len(p) < 2 || math.Abs(p[0]) > 180 || math.Abs(p[1]) > 90 {
				return nil, errors.New("a point is no longitude and latitude")
			}
			points = append(points, spot{p[0], p[1]})
		}
		out = append(out, points)
	}
	return out, nil
}

// Outline is a division on a sheet.
type Outline struct {
	Path string  // of an SVG path
	X, Y float64 // where its name stands
}

// Outlines draws some divisions onto a sheet of a width; ok: each of them has a shape.
func (r *Region) Outlines(codes []string, width float64) (out map[string]Outline, height float64, ok bool) {
	if r == nil || len(codes) == 0 {
		return nil, 0, false
	}
	low, up := spot{math.Inf(1), math.Inf(1)}, spot{math.Inf(-1), math.Inf(-1)}
	for _, code := range codes {
		rings, known := r.shapes[code]
		if !known {
			return nil, 0, false
		}
		for _, ring := range rings {
			for _, p := range ring {
				low, up = spot{min(low.x, p.x), min(low.y, p.y)}, spot{max(up.x, p.x), max(up.y, p.y)}
			}
		}
	}
	squeeze := math.Cos((low.y + up.y) / 2 * math.Pi / 180)
	scale := width / max(1e-9, (up.x-low.x)*squeeze)
	at := func(p spot) spot { return spot{(p.x - low.x) * squeeze * scale, (up.y - p.y) * scale} }
	out = map[string]Outline{}
	for _, code := range codes {
		out[code] = outline(r.shapes[code], at)
	}
	return out, (up.y - low.y) * scale, true
}

// outline writes rings, without points nearer to one another than can be seen; the name stands in
// the middle of the largest ring.
func outline(rings [][]spot, at func(spot) spot) (o Outline) {
	var b strings.Builder
	most := -1.0
	for _, ring := range rings {
		last, area := spot{math.Inf(1), 0}, 0.0
		var sum spot
		n := 0
		for _, p := range ring {
			q := at(p)
			if n > 0 && math.Hypot(q.x-last.x, q.y-last.y) < 0.7 {
				continue
			}
			letter := "L"
			if n == 0 {
				letter = "M"
			} else {
				area += last.x*q.y - q.x*last.y
			}
			fmt.Fprintf(&b, "%s%.1f %.1f", letter, q.x, q.y)
			sum, last, n = spot{sum.x + q.x, sum.y + q.y}, q, n+1
		}
		if n == 0 {
			continue
		}
		b.WriteString("Z")
		if area = math.Abs(area); area > most {
			most, o.X, o.Y = area, sum.x/float64(n), sum.y/float64(n)
		}
	}
	o.Path = b.String()
	return o
}
