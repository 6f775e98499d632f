package unitdesk

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"huiying/console/kit"
	"huiying/opinion"
	"huiying/words"
)

// What helps while one writes: what can be put into the text with its source, and the text as the public
// will see it. Both take the text from the form and give it back; nothing is saved by them.

// preview (预览) is an answer as the open board would show it.
type preview struct {
	Name, Text, Kind, URL string
	Bare                  bool // the question was not said in public
	Redacted              bool // identifiers of persons were taken out
	Open                  bool // something of a template waits to be filled in
}

// Preview shows the text of the form as the public will see it.
func (a *Room) Preview(w http.ResponseWriter, r *http.Request) {
	a.write(w, r, "preview", func(v *View, p *workCasePage) error {
		title, err := a.Work.Book.PublicTitle(r.Context(), p.Case.ID)
		if err != nil {
			return err
		}
		text := strings.TrimSpace(p.In.Get("text"))
		p.Preview = &preview{Name: title, Bare: title == "", Text: opinion.Typed(text), Kind: p.In.Get("kind"),
			URL: p.AddressOf(opinion.MoveAnswer), Redacted: opinion.TellsPerson(text),
			Open: strings.Contains(text, opinion.Blank)}
		if p.Preview.Bare {
			p.Preview.Name = v.Say("open.about", v.Topic(p.Case.Topic))
			if p.Case.Division != "" {
				p.Preview.Name = v.Say("open.about.at", v.Place(p.Case.Division), v.Topic(p.Case.Topic))
			}
		}
		return nil
	})
}

// Insert puts what was chosen into the text of the form: a template, an earlier answer with its source, a
// source of policy, a duty to publish with its address, a reply that stands on the page of the question.
func (a *Room) Insert(w http.ResponseWriter, r *http.Request) {
	a.write(w, r, "insert", func(v *View, p *workCasePage) error {
		what, ok := p.insertion(v, p.In.Get("insert"))
		if !ok {
			return kit.BadInput("no_such_text", v.Say("draft.insert.gone"))
		}
		if what.Kind != "" && p.In.Get("kind") == "" {
			p.In.Set("kind", what.Kind)
		}
		p.In.Set("text", insertAt(p.In.Get("text"), what.Text, p.In.Get("at")))
		p.Start = draftStart{p.In.Get("text"), p.In.Get("kind"), "entered"}
		return nil
	})
}

// write draws the page of a case with the form as it was filled in.
func (a *Room) write(w http.ResponseWriter, r *http.Request, act string, do func(*View, *workCasePage) error) {
	v := a.See(w, r)
	v.Here = url.URL{Path: "/work/" + r.PathValue("id")}
	if !a.Parsed(w, r, v) {
		return
	}
	err := a.fillWorkCase(r, v, r.PostForm, act, nil)
	if err == nil {
		p, _ := v.D.(*workCasePage)
		if !p.Writes() {
			err = &kit.Error{Kind: kit.Refused, Code: "not_your_desk", Words: v.Say("work.not_yours")}
		} else {
			err = do(v, p)
		}
	}
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	a.Render(w, r, v, http.StatusOK, "workcase")
}

// insertion is what a form names by "template:ID", "earlier:ID", "policy:NUMBER", "item:ID" or "found:HASH".
func (p *workCasePage) insertion(v *View, name string) (DraftText, bool) {
	of, id, _ := strings.Cut(name, ":")
	switch of {
	case "template":
		for _, t := range p.Texts {
			if t.ID == id {
				return t, true
			}
		}
	case "earlier":
		for _, e := range p.Earlier {
			if e.ID == id {
				return *begunWith(e, v.Unit(e.Unit), v.Day(e.Answered)), true
			}
		}
	case "policy":
		for _, s := range p.Sources {
			if s.Number == id {
				return DraftText{Text: basis(s)}, true
			}
		}
	case "item":
		for _, m := range p.Items {
			if m.ID == id && m.Citable() {
				return DraftText{Text: words.Say(words.First, "draft.item", m.Name, m.Address)}, true
			}
		}
	case "found":
		for _, f := range p.Found {
			if f.TextHash == id && f.Text != "" && p.Lead {
				return DraftText{Text: f.Text}, true
			}
		}
	}
	return DraftText{}, false
}

// basis is a source of policy as a text cites it.
func basis(s PolicyBasis) string {
	line := words.Say(words.First, "draft.basis", s.Number)
	if s.Title != "" {
		line = words.Say(words.First, "draft.basis.named", s.Title, s.Number)
	}
	return strings.TrimSpace(line + " " + s.URL)
}

// insertAt puts a piece on lines of its own behind the line where the reader's cursor was, which a browser
// counts in units of UTF-16; at the end where nobody says so.
func insertAt(text, piece, at string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n") // as a browser counts
	units := utf16.Encode([]rune(text))
	n, err := strconv.Atoi(at)
	if err != nil || n < 0 || n > len(units) {
		n = len(units)
	}
	for n < len(units) && units[n] != '\n' { // not into the middle of a sentence
		n++
	}
	before, after := string(utf16.Decode(units[:n])), string(utf16.Decode(units[n:]))
	parts := slices.DeleteFunc([]string{strings.TrimRight(before, "\n "), piece, strings.TrimLeft(after, "\n")},
		func(s string) bool { return s == "" })
	return strings.Join(parts, "\n")
}
