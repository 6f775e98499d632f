package ask

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"huiying/console/facts"
	"huiying/opinion"
)

// CorrectionOf reads the form of a correction that by sent.
func CorrectionOf(f url.Values, by string) facts.Correct {
	what := facts.Correct{Field: opinion.Field(f.Get("field")), Is: strings.TrimSpace(f.Get("is")),
		By: by, Reason: strings.TrimSpace(f.Get("reason"))}
	if n, err := strconv.Atoi(f.Get("seen")); err == nil {
		what.Seen = &n
	}
	return what
}

// Regroupings are what a person can do about an issue, by the last part of the address.
var Regroupings = map[string]func(Regrouper, context.Context, string, facts.Regroup) (facts.Regrouped, error){
	"split": Regrouper.Split, "join": Regrouper.Join, "undo": Regrouper.Undo,
}
