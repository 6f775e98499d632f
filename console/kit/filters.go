package kit

import (
	"net/url"
	"slices"
	"strings"

	"huiying/opinion"
)

func Without(q url.Values, keys ...string) url.Values {
	for _, k := range keys {
		q.Del(k)
	}
	return q
}

// Tab is one queue with its length under the present filters.
type Tab struct {
	Key, Link string
	N         int
	Now       bool
}

type TallyRow struct {
	Key, Name, Link string
	N               int
}

// Filter is one narrowing that is set.
type Filter struct{ Label, Value, Without string }

// FilterName is the word for a filter's value.
func (v *Naming) FilterName(key, value string) string {
	switch key {
	case "severity":
		return value + " " + v.Word("sev.", value)
	case "topic":
		return v.Topic(value)
	case "division":
		return v.Place(value)
	case "demand":
		return v.Demand(opinion.Demand(value))
	case "state":
		var names []string
		for s := range strings.SplitSeq(value, ",") {
			names = append(names, v.State(opinion.State(s)))
		}
		return strings.Join(names, v.Say("list.comma"))
	case "unit":
		return v.Unit(value)
	case "source":
		return v.Source(value)
	}
	return value
}

// Filters lists the filters of an address that a reader may want to take away, but for those that have
// chips.
func (v *View) Filters(q url.Values, chips ...string) []Filter {
	var out []Filter
	for _, key := range []string{"severity", "topic", "division", "demand", "source", "unit", "issue", "from", "to", "due_before"} {
		if value := q.Get(key); value != "" && !slices.Contains(chips, key) {
			out = append(out, Filter{v.Say("filter." + key), v.FilterName(key, value), v.With(key, "")})
		}
	}
	return out
}
