package listing

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"golang.org/x/sys/unix"
)

// readMany reads a page of so many links in one line, and says what it cost the processor.
func readMany(t *testing.T, links int, item string) (List, time.Duration) {
	t.Helper()
	var b strings.Builder
	for i := range links {
		fmt.Fprintf(&b, "<a href=/%d.html>第%d封</a>信", i, i)
	}
	at, _ := url.Parse("https://www.example.org/list")
	o := Options{Item: goquery.Matcher(cascadia.MustCompile(item))}
	var was, is unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &was); err != nil {
		t.Fatal(err)
	}
	l := Read(at, "<html><body><div>"+b.String()+"</div></body></html>", o)
	if err := unix.Getrusage(unix.RUSAGE_SELF, &is); err != nil {
		t.Fatal(err)
	}
	return l, time.Duration(is.Utime.Nano() - was.Utime.Nano())
}

// A page of as many links as one may have costs no more for each than a small one does, whether they
// are entries or not; only so many are entries.
func TestAPageOfManyLinksIsReadInTime(t *testing.T) {
	for item, entries := range map[string]int{"body": mostLink, "li": 0} {
		_, few := readMany(t, 5_000, item)
		l, many := readMany(t, 40_000, item)
		if len(l.Entries) != entries || l.Cut != (entries == mostLink) {
			t.Errorf("%q: %d entries, cut %t", item, len(l.Entries), l.Cut)
		}
		if many > 24*(few+10*time.Millisecond) { // eight times the links
			t.Errorf("%q: 5,000 links took %v, 40,000 took %v", item, few, many)
		}
	}
}
