package notify

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// Gather puts what waited for one moment on one channel into notices to be told now, without
// what earlier ones of that moment told already. Nothing is lost and nothing told twice, in
// whatever order or number the held ones are read. A message lists most of them; more make another.
func Gather(channel string, slot time.Time, held []Notice, told map[string]bool, most int) []Notice {
	seen := map[string]bool{}
	var fresh []Notice
	for _, n := range held {
		if !told[n.Key] && !seen[n.Key] {
			seen[n.Key] = true
			fresh = append(fresh, n)
		}
	}
	slices.SortFunc(fresh, func(a, b Notice) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Key, b.Key)) })
	var out []Notice
	for part := range slices.Chunk(fresh, max(most, 1)) {
		d := Notice{Channel: channel, Kind: Digest, To: part[0].To, At: slot, Items: slices.Clone(part),
			Reason: "what waited for " + slot.Format(time.RFC3339)}
		keys := []string{"digest", channel, strconv.FormatInt(slot.Unix(), 10)}
		for _, n := range part {
			keys = append(keys, n.Key)
		}
		d.Key = KeyOf(keys...)
		out = append(out, d)
	}
	return out
}
