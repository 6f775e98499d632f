// Package tiles lays divisions out as tiles of a map: each has a square of its own, and squares stand
// to one another about as the places do. It draws no boundary, so that it is no map that an office
// would have to have approved.
//
// coordinates.csv (code, name, longitude, latitude of provinces, cities and counties) comes from the
// package cpca 0.5.5 (MIT). It is for laying out tiles, and for measuring nothing.
package tiles

import (
	"cmp"
	_ "embed"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed coordinates.csv
var coordinates string

// Spot is where a tile stands, counted from 0 at the north-west.
type Spot struct{ Col, Row int }

// point is a place: to the east and to the north.
type point struct{ x, y float64 }

// places are the known ones by their codes.
var places = sync.OnceValue(func() map[string]point {
	out := map[string]point{}
	for line := range strings.Lines(coordinates) {
		f := strings.Split(strings.TrimSpace(line), ",")
		if len(f) != 4 {
			continue
		}
		x, errX := strconv.ParseFloat(f[2], 64)
		y, errY := strconv.ParseFloat(f[3], 64)
		if errX == nil && errY == nil {
			out[f[0]] = point{x * math.Cos(y*math.Pi/180), y}
		}
	}
	return out
})

// most is how many tiles stand in a row: a narrow screen has room for no more.
const most = 8

// Lay gives each code its spot, in the order of the codes. The same codes give the same map in
// whatever order they come. Where no place is known, tiles stand in rows by their codes.
func Lay(codes []string) []Spot {
	order := make([]int, len(codes))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(codes[a], codes[b]) })
	sorted := make([]string, len(codes))
	for i, at := range order {
		sorted[i] = codes[at]
	}
	laid := lay(sorted)
	out := make([]Spot, len(codes))
	for i, at := range order {
		out[at] = laid[i]
	}
	return out
}

func lay(codes []string) []Spot {
	at, known := pointsOf(codes)
	if known < 2 {
		return rows(len(codes))
	}
	wide, high := extent(at)
	cells := float64(len(at)) * 1.3
	cols := int(math.Round(math.Sqrt(cells * min(1.6, max(.6, wide/max(high, 1e-9))))))
	cols = min(most, max(2, cols))
	b := board{cols: cols, rows: max(1, int(math.Ceil(cells/float64(cols)))), want: make([]point, len(at))}
	east := spread(at, func(p point) float64 { return p.x })
	south := spread(at, func(p point) float64 { return -p.y })
	for i := range at {
		b.want[i] = point{east[i] * float64(b.cols-1), south[i] * float64(b.rows-1)}
	}
	b.seat()
	for b.improve() {
	}
	return b.trimmed()
}

// pointsOf are the places; one that is not known stands in the middle of the others.
func pointsOf(codes []string) (at []point, known int) {
	all := places()
	var mid point
	for _, c := range codes {
		if p, ok := all[c]; ok {
			known++
			mid.x, mid.y = mid.x+p.x, mid.y+p.y
		}
	}
	for _, c := range codes {
		p, ok := all[c]
		if !ok {
			p = point{mid.x / max(1, float64(known)), mid.y / max(1, float64(known))}
		}
		at = append(at, p)
	}
	return at, known
}

// rows lays tiles in rows.
func rows(n int) (out []Spot) {
	across := max(1, min(6, int(math.Ceil(math.Sqrt(float64(n)*1.6)))))
	for i := range n {
		out = append(out, Spot{i % across, i / across})
	}
	return out
}

func extent(at []point) (wide, high float64) {
	lo, hi := at[0], at[0]
	for _, p := range at {
		lo, hi = point{min(lo.x, p.x), min(lo.y, p.y)}, point{max(hi.x, p.x), max(hi.y, p.y)}
	}
	return hi.x - lo.x, hi.y - lo.y
}

// spread puts the places on one axis from 0 to 1: half by how far they are, half by their order, since
// the districts of a city lie where its counties leave no room.
func spread(at []point, axis func(point) float64) []float64 {
	order := make([]int, len(at))
	lo, hi := axis(at[0]), axis(at[0])
	for i, p := range at {
		order[i] = i
		lo, hi = min(lo, axis(p)), max(hi, axis(p))
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(axis(at[a]), axis(at[b])) })
	out := make([]float64, len(at))
	for rank, i := range order {
		out[i] = float64(rank)/float64(max(1, len(at)-1))/2 + (axis(at[i])-lo)/max(hi-lo, 1e-9)/2
	}
	return out
}

// board has cells, and tiles with where each wants to be.
type board struct {
	cols, rows int
	want       []point
	cell       []int // of each tile
	tile       []int // of each cell; -1: none
}

// far is the square of how far a tile would be from where it wants to be.
func (b *board) far(tile, cell int) float64 {
	if tile < 0 {
		return 0
	}
	x, y := float64(cell%b.cols)-b.want[tile].x, float64(cell/b.cols)-b.want[tile].y
	return x*x + y*y
}

// seat gives each tile the nearest cell that is free.
func (b *board) seat() {
	b.tile, b.cell = make([]int, b.cols*b.rows), make([]int, len(b.want))
	for c := range b.tile {
		b.tile[c] = -1
	}
	for t := range b.want {
		best := -1
		for c := range b.tile {
			if b.tile[c] < 0 && (best < 0 || b.far(t, c) < b.far(t, best)) {
				best = c
			}
		}
		b.cell[t], b.tile[best] = best, t
	}
}

// improve lets each tile change with another or move where both together come nearer; it says whether
// any did. Each change lessens a sum that has finitely many values, so it ends.
func (b *board) improve() (changed bool) {
	for t := range b.want {
		for c := range b.tile {
			from, other := b.cell[t], b.tile[c]
			if c == from || b.far(t, c)+b.far(other, from) >= b.far(t, from)+b.far(other, c)-1e-9 {
				continue
			}
			b.cell[t], b.tile[c], b.tile[from] = c, t, other
			if other >= 0 {
				b.cell[other] = from
			}
			changed = true
		}
	}
	return changed
}

// trimmed are the spots without rows and columns that hold nothing.
func (b *board) trimmed() []Spot {
	cols, rows := make([]int, b.cols+1), make([]int, b.rows+1)
	for _, c := range b.cell {
		cols[c%b.cols+1], rows[c/b.cols+1] = 1, 1
	}
	for i := 1; i < len(cols); i++ {
		cols[i] += cols[i-1]
	}
	for i := 1; i < len(rows); i++ {
		rows[i] += rows[i-1]
	}
	out := make([]Spot, len(b.cell))
	for t, c := range b.cell {
		out[t] = Spot{cols[c%b.cols], rows[c/b.cols]}
	}
	return out
}
