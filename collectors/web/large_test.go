package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"huiying/collectors"
	"huiying/fetch"
	"huiying/fetch/fetchtest"
)

// A source says that its list page is too long to be read, or only in part.
func TestAListPageOfTooManyLinks(t *testing.T) {
	for links, want := range map[int]error{4_000: nil, 60_000: fetch.ErrTooLarge} {
		var b strings.Builder
		for i := range links {
			fmt.Fprintf(&b, "<a href=/%d.html>第%d封来信</a>", i, i)
		}
		s := fetchtest.Site(t, map[string]http.HandlerFunc{"/list": fetchtest.Say(htmlType, b.String())})
		h, err := newSite(t, s.URL+"/list", 1, Selectors{Item: "body"}).Collect(t.Context(), collectors.Memory{})
		if !errors.Is(err, want) || err == nil && !slices.Contains(h.Report.Warnings, "list_cut") {
			t.Errorf("%d links: %v, %v", links, err, h.Report.Warnings)
		}
	}
}
