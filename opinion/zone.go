package opinion

import "time"

// Beijing is the zone of every place in China: of a time that a page gives without one, and of the
// day by which things are counted and due. There is one zone, and no summer time since 1991, so no
// zone database is needed.
var Beijing = time.FixedZone("+08:00", 8*60*60)

// DayOf is the day in Beijing in which a moment lies: 2026-11-30.
func DayOf(t time.Time) string { return t.In(Beijing).Format(time.DateOnly) }

// Midnight is the beginning of the day in Beijing in which a moment lies.
func Midnight(t time.Time) time.Time {
	y, m, d := t.In(Beijing).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, Beijing)
}
