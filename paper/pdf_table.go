package paper

// table draws rows; a table that goes over pages has its head on each.
func (s *sheet) table(t Table) {
	size := 9.0
	if t.Small {
		size = 7
	}
	var widths []float64
	for _, w := range columns(t, 10000) {
		widths = append(widths, inside*float64(w)/10000)
	}
	head := make([]Cell, len(t.Head))
	for i, h := range t.Head {
		head[i].Runs = []Run{{Text: h, Bold: true}}
		for _, row := range t.Rows {
			head[i].Num = i < len(row) && row[i].Num
			break
		}
	}
	s.y++
	s.room(3 * (high(size) + 2*pad))
	s.row(head, widths, size, inks[1].grey)
	for _, row := range t.Rows {
		if s.room(s.rowHigh(row, widths, size)) {
			s.row(head, widths, size, inks[1].grey)
		}
		s.row(row, widths, size, 255)
	}
	s.y += 2
}

func (s *sheet) rowHigh(row []Cell, widths []float64, size float64) float64 {
	most := 1
	for i, c := range row[:min(len(row), len(widths))] {
		most = max(most, len(s.lines(c.Runs, widths[i]-2*pad, size)))
	}
	return float64(most)*high(size) + 2*pad
}

func (s *sheet) row(row []Cell, widths []float64, size float64, fill int) {
	h, x := s.rowHigh(row, widths, size), margin
	for i, c := range row[:min(len(row), len(widths))] {
		s.box(x, s.y, widths[i], h, fill)
		s.draw(x+pad, s.y+pad, widths[i]-2*pad, s.lines(c.Runs, widths[i]-2*pad, size), size, black, c.Num)
		x += widths[i]
	}
	s.y += h
}

// boxes lays n boxes of one height out, so many in a row.
func (s *sheet) boxes(across, n int, h float64, draw func(i int, x, y, w float64)) {
	w := inside / float64(across)
	for i := range n {
		if i%across == 0 {
			if i > 0 {
				s.y += h
			}
			s.room(h)
		}
		draw(i, margin+float64(i%across)*w, s.y, w)
	}
	if n > 0 {
		s.y += h + 2
	}
}

func (s *sheet) tiles(t Tiles) {
	s.boxes(tilesAcross, len(t.Items), 19, func(i int, x, y, w float64) {
		s.box(x, y, w, 19, 255)
		s.one(x+2, y+1, w-4, Run{Text: t.Items[i].Label}, 8.5, grey, false)
		s.one(x+2, y+5.5, w-4, Run{Text: t.Items[i].Value, Link: t.Items[i].Link, Bold: true}, 15, black, false)
		s.one(x+2, y+13.5, w-4, Run{Text: t.Items[i].Note}, 7.5, grey, false)
	})
}

// mapHigh is the height of a map, which is best seen whole, or of a row where it is large.
func (s *sheet) mapHigh(g Grid) float64 {
	if rows := (len(g.Cells) + g.Across - 1) / max(1, g.Across); rows <= 8 {
		return float64(rows)*15 + 1
	}
	return 16
}

func (s *sheet) grid(g Grid) {
	s.y++
	s.room(s.mapHigh(g))
	s.boxes(max(1, g.Across), len(g.Cells), 15, func(i int, x, y, w float64) {
		c := g.Cells[i]
		if c == (GridCell{}) {
			return
		}
		shade := inks[shade(c.Shade)]
		colour := black
		if shade.white {
			colour = white
		}
		s.box(x, y, w, 15, shade.grey)
		s.one(x+1, y+0.8, w-2, Run{Text: c.Name}, 8, colour, true)
		s.one(x+1, y+4.8, w-2, Run{Text: c.Value, Bold: true}, 11, colour, true)
		s.one(x+1, y+10.3, w-2, Run{Text: c.Note}, 7, colour, true)
		if c.Link != "" {
			s.f.LinkString(x, y, w, 15, c.Link)
		}
	})
}

// one writes what fits into one line.
func (s *sheet) one(x, y, width float64, r Run, size float64, colour ink, middle bool) {
	lines := s.lines([]Run{r}, width, size)
	l := lines[0]
	if len(lines) > 1 {
		l = s.lines([]Run{r}, width-size*0.3528, size)[0]
		if k := len(l) - 1; k >= 0 {
			l[k].Text += "…"
			l[k].width += size * 0.3528
		}
	}
	sum := 0.0
	for _, p := range l {
		sum += p.width
	}
	if middle {
		x += (width - sum) / 2
	}
	s.draw(x, y, width, [][]piece{l}, size, colour, false)
}
