package facts

// OpenCount is how many answers lie at or below a topic or place.
type OpenCount struct {
	Key   string
	Depth int // 0 at the top
	N     int
}
