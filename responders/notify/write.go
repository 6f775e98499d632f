package notify

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/words"
)

// Words are what a text needs to be written. Title gives the redacted heading of a case where the
// configuration lets it out, else "".
type Words struct {
	Lang     string // "" for the first
	Product  string
	Link     string // the console's address without a / at its end, or ""
	Zone     *time.Location
	Unit     func(id string) string
	Topic    func(id string) string
	Division func(code string) string
	Title    func(caseID string) string
}

// Name is the word for a kind.
func (k Kind) Name(lang string) string {
	if key := "notify.kind." + string(k); words.Has(key) {
		return words.Say(lang, key)
	}
	return string(k)
}

// Write makes the subject and the text of a notice.
func Write(n Notice, w Words) (subject, text string) {
	subject = words.Say(w.Lang, "notify.subject", w.Product, n.Kind.Name(w.Lang))
	var b strings.Builder
	switch {
	case n.Kind == Digest:
		subject += words.Say(w.Lang, "notify.items", len(n.Items))
		for i, item := range n.Items {
			fmt.Fprintf(&b, "%d. %s\n%s\n", i+1, item.Kind.Name(w.Lang), indent(w.lines(item)))
		}
	default:
		if n.Case != "" {
			subject += " " + Short(n.Case)
		}
		if n.Severity != "" {
			subject += words.Say(w.Lang, "notify.severity", n.Severity)
		}
		b.WriteString(w.lines(n))
	}
	return subject, strings.TrimRight(b.String(), "\n")
}

func (w Words) lines(n Notice) string {
	var b strings.Builder
	line := func(key, v string) {
		if v != "" {
			b.WriteString(words.Say(w.Lang, "notify.line", words.Of("notify.line."+key), v) + "\n")
		}
	}
	line("case", n.Case)
	if n.Case != "" && w.Title != nil {
		line("title", w.Title(n.Case))
	}
	line("topic", lookup(w.Topic, n.Topic))
	line("place", lookup(w.Division, n.Division))
	line("call", strings.Join(n.Call, " "))
	line("severity", string(n.Severity))
	line("unit", lookup(w.Unit, n.Unit))
	if !n.Due.IsZero() {
		line("due", w.time(n.Due))
	}
	if n.Kind == Alert {
		line("what", w.alert(n.Subject))
	} else {
		line("what", n.Subject)
	}
	switch {
	case w.Link == "":
	case n.Case != "":
		line("open", w.Link+"/cases/"+n.Case)
	case n.Kind == Alert:
		line("open", w.Link+"/alerts?id="+n.Alert)
	case n.Kind == Faulty || n.Kind == Silence:
		id, _, _ := strings.Cut(n.Subject, " ")
		line("open", w.Link+"/sources/"+id)
	case n.Kind == Dead:
		line("open", w.Link+"/dead")
	}
	return b.String()
}

// AlertSubject is what a notice says of an alert: its kind, what was expected and what was seen.
func AlertSubject(a opinion.Alert) string {
	return fmt.Sprintf("%s %.1f %d %s", a.Kind, a.Expected, a.Seen, cmp.Or(a.Watch, a.Source, "-"))
}

// alert says such a subject in words.
func (w Words) alert(subject string) string {
	f := strings.Fields(subject)
	if len(f) != 4 {
		return subject
	}
	kind := words.Say(w.Lang, "alerts.kind."+f[0])
	if f[0] == string(opinion.AlertWatch) {
		return words.Say(w.Lang, "notify.alert.watch", kind, f[2])
	}
	return words.Say(w.Lang, "notify.alert", kind, f[1], f[2])
}

func (w Words) time(t time.Time) string {
	if w.Zone != nil {
		t = t.In(w.Zone)
	}
	return t.Format("2006-01-02 15:04 -07:00")
}

func lookup(of func(string) string, id string) string {
	if id == "" || of == nil {
		return id
	}
	return of(id)
}

func indent(s string) string {
	return "   " + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n   ") + "\n"
}

// Short is a case's number as subjects show it.
func Short(id string) string {
	if len(id) > 8 {
		return id[:8]
	}
	return id
}
