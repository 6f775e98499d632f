package items

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/console/sheet"
	"huiying/opinion"
)

// mostActs bounds how many items a form moves at once.
const mostActs = 500

// actOf is what a form asks.
func actOf(r *http.Request, move opinion.ItemMove) facts.ItemAct {
	form := func(key string) string { return kit.FormText(r, key) }
	act := ask.ItemActOf(r.Context(), move)
	act.Reason = opinion.Typed(form("reason"))
	act.Attribute, act.Secrecy = opinion.ItemAttribute(form("attribute")), form("secrecy") == "yes"
	act.Addresses, act.Result = strings.Fields(opinion.Clip(r.PostForm.Get("addresses"), 4000)), form("result")
	if day, err := time.ParseInLocation(time.DateOnly, form("happened"), opinion.Beijing); err == nil {
		act.Happened = day
	}
	if move == opinion.ItemAdd || move == opinion.ItemChange {
		act.Facts = factsOf(r.PostForm)
		act.Facts.Addresses = act.Addresses
	}
	return act
}

// factsOf are what a form says of an item.
func factsOf(form url.Values) opinion.ItemFacts {
	text := func(key string) string { return opinion.Clip(strings.TrimSpace(form.Get(key)), 4000) }
	f := opinion.ItemFacts{Kind: opinion.ItemKind(text("kind")), Division: text("division"), Field: text("field"), Serial: text("serial"),
		First: text("first"), Name: text("name"), Content: text("content"), Basis: text("basis"), Limit: text("limit"), Body: text("body"),
		Channel: text("channel"), Unit: text("unit"), Opens: text("opens"), Closes: text("closes"), Dated: text("dated"), Result: text("result"),
		Way:      opinion.ItemWay{Active: form.Get("active") == "yes", Request: form.Get("request") == "yes"},
		Audience: opinion.ItemAudience{All: form.Get("all") == "yes", Groups: text("groups")}, Links: strings.Fields(text("links"))}
	for _, l := range form["level"] {
		if level := opinion.ParseLevel(l); level != opinion.LevelUnknown {
			f.Levels = append(f.Levels, level)
		}
	}
	return f
}

// Act makes a move on one item, and comes back to it.
func (a *Room) Act(w http.ResponseWriter, r *http.Request) {
	a.change(w, r, func(v *View) (string, error) {
		move, id := opinion.ItemMove(r.PathValue("act")), r.PathValue("id")
		if !slices.Contains(opinion.ItemPersonMoves, move) || move == opinion.ItemAdd {
			return "", &kit.Error{Kind: kit.NotFound}
		}
		_, err := a.Desk.ActOnItem(r.Context(), id, actOf(r, move))
		return "/items/" + url.PathEscape(id) + "?done=" + string(move), err
	})
}

// Add enters an item.
func (a *Room) Add(w http.ResponseWriter, r *http.Request) {
	a.change(w, r, func(*View) (string, error) {
		i, err := a.Desk.ActOnItem(r.Context(), "", actOf(r, opinion.ItemAdd))
		return "/items/" + url.PathEscape(i.ID), err
	})
}

// ActOnMany makes the same move on all that are chosen, as far as it can be made.
func (a *Room) ActOnMany(w http.ResponseWriter, r *http.Request) {
	a.change(w, r, func(v *View) (string, error) {
		move, ids := opinion.ItemMove(r.PostForm.Get("move")), r.PostForm["id"]
		if !slices.Contains(v.many(OfReview), move) {
			return "", &kit.Error{Kind: kit.NotFound}
		}
		if len(ids) == 0 || len(ids) > mostActs {
			return "", kit.BadInput("none_chosen", v.Say("items.none_chosen"))
		}
		act := actOf(r, move)
		if move == opinion.ItemSubmit && act.Attribute == "" {
			act.Attribute = opinion.AttributeActive
		}
		if move == opinion.ItemPass {
			act.Attribute, act.Secrecy = "", false // as it was handed in
		}
		n, err := a.Desk.ActOnItems(r.Context(), ids, act)
		return "/items?" + url.Values{"of": {OfReview}, "done": {strconv.Itoa(n)}}.Encode(), err
	})
}

// change does what a form asks, where the desk runs here, and goes on to where that leads.
func (a *Room) change(w http.ResponseWriter, r *http.Request, do func(*View) (string, error)) {
	a.Change(w, r, "items", func(v *View) (string, error) {
		if a.Desk == nil {
			return "", kit.Away("no_items", v.Say("away.items"))
		}
		return do(v)
	})
}

// Import takes a table that a form brings; looked at first, it says what it would change.
func (a *Room) Import(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	p, err := a.page(r.Context(), v, url.Values{})
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	t, err := sent(r)
	if err != nil {
		err = kit.FormFault(v.Lang, err)
	} else {
		act := ask.ItemActOf(r.Context(), opinion.ItemAdd)
		t.Who, t.By, t.Lang = act.Who, act.By, v.Lang
		var done facts.ItemImport
		if done, err = a.Desk.ImportItems(r.Context(), t); err == nil {
			p.Import = &done
		}
	}
	status := http.StatusOK
	if err != nil {
		p.Problem = a.Problem(r.Pattern, v.Lang, err)
		status = p.Problem.Status
	} else if len(p.Import.Faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	v.D = p
	a.Render(w, r, v, status, "items")
}

// sent reads the form as it comes in: the library's own reader would write a large file to disk.
func sent(r *http.Request) (t facts.ItemTable, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return t, err
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) && t.Name != "" {
			return t, nil
		}
		if err != nil {
			return t, err
		}
		if err := take(part, &t); err != nil {
			return t, err
		}
	}
}

func take(part *multipart.Part, t *facts.ItemTable) (err error) {
	if part.FormName() == "file" {
		t.Name = path.Base(strings.ReplaceAll(part.FileName(), `\`, "/"))
		t.Raw, err = io.ReadAll(part)
		return err
	}
	b, err := io.ReadAll(io.LimitReader(part, 200))
	switch s := strings.TrimSpace(string(b)); part.FormName() {
	case "division":
		t.Division = s
	case "field":
		t.Field = s
	case "kind":
		t.Kind = opinion.ItemKind(s)
	case "dry":
		t.DryRun = s == "yes"
	}
	return err
}

// Export answers with the official table of what an address asks for.
func (a *Room) Export(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	v.Nav = "items"
	err := error(kit.Away("no_items", v.Say("away.items")))
	var file []byte
	if a.Desk != nil {
		q := a.queryOf(v, r.URL.Query())
		file, err = a.Desk.ExportItems(r.Context(), path.Base(r.URL.Path), q)
	}
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	sheet.Send(w, r, "items", file)
}
