package triage

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

// mostAtOnce bounds what one form may move.
const mostAtOnce = 200

// acted is what came of moves that were made together, case by case.
type acted struct {
	Move    opinion.Move
	Done    []actedLine
	Not     []actedLine
	Undo    bool         // what was done can be taken back
	Problem *kit.Problem // nothing was tried
}

type actedLine struct {
	ID, Title, Words string
	Link             string // "": the case
	Code             string // query code, handed out with it and shown this once
	Stale            bool
}

// tell notes what came of one of them. One that is refused does not hold up the others.
func (s *acted) tell(line actedLine, refused *kit.Problem) {
	if refused == nil {
		s.Done = append(s.Done, line)
		return
	}
	line.Words, line.Stale = refused.Detail, refused.Status == http.StatusConflict
	s.Not = append(s.Not, line)
}

// Letters says that it was done with mentions that are in no case.
func (s *acted) Letters() bool { return strings.HasPrefix(string(s.Move), "letters.") }

// Handed says whether query codes were handed out with it.
func (s *acted) Handed() bool {
	return slices.ContainsFunc(s.Done, func(l actedLine) bool { return l.Code != "" })
}

// Gone are the ids that left the queue.
func (s *acted) Gone() string {
	ids := make([]string, len(s.Done))
	for i, l := range s.Done {
		ids[i] = l.ID
	}
	return strings.Join(ids, " ")
}

// status is that of the whole: good when anything was done.
func (s *acted) status() int {
	switch {
	case s.Problem != nil:
		return s.Problem.Status
	case len(s.Done) > 0:
		return http.StatusOK
	case slices.ContainsFunc(s.Not, func(l actedLine) bool { return l.Stale }):
		return http.StatusConflict
	}
	return http.StatusUnprocessableEntity
}

// chosen is one case of a form with the version that the reader saw.
type chosen struct {
	id      string
	version uint64
}

func parseChosen(s string) (chosen, bool) {
	id, version, ok := strings.Cut(s, ":")
	n, err := strconv.ParseUint(version, 10, 64)
	return chosen{id, n}, ok && err == nil && id != "" && n > 0
}

// deskMoves are those that a form of the desk makes.
var deskMoves = []opinion.Move{opinion.MoveDispatch, opinion.MoveDismiss, opinion.MoveMerge, opinion.MoveRefer,
	opinion.MoveReopen, opinion.MoveUphold}

// Act makes one move for each case of a form.
func (a *Room) Act(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	if !a.Parsed(w, r, v) {
		return
	}
	if a.Triage == nil {
		a.ErrorPage(w, r, v, kit.Away("no_desk", v.Say("away.desk")))
		return
	}
	said := &acted{Move: opinion.Move(r.PostForm.Get("move"))}
	refs := r.PostForm["case"]
	list, err := a.choose(v, said.Move, refs)
	if err == nil {
		err = a.moveEach(r, v, said, list)
	}
	if err != nil {
		said.Problem = a.Problem(r.Pattern, v.Lang, err)
	}
	a.sayActed(w, r, v, said)
}

func (a *Room) choose(v *View, move opinion.Move, refs []string) ([]chosen, error) {
	var out []chosen
	for _, ref := range refs {
		c, ok := parseChosen(ref)
		if !ok {
			return nil, kit.BadInput("no_version", v.Say("error.no_version"))
		}
		if !slices.ContainsFunc(out, func(x chosen) bool { return x.id == c.id }) {
			out = append(out, c)
		}
	}
	switch {
	case !slices.Contains(deskMoves, move):
		return nil, kit.BadInput("no_move", v.Say("desk.error.move"))
	case len(out) == 0:
		return nil, kit.BadInput("none_chosen", v.Say("desk.error.none"))
	case len(out) > mostAtOnce:
		return nil, kit.BadInput("too_many", v.Say("desk.error.many", mostAtOnce))
	}
	return out, nil
}

// moveEach tries every case by itself: one that is refused does not hold up the others.
func (a *Room) moveEach(r *http.Request, v *View, said *acted, list []chosen) error {
	ids := make([]string, len(list))
	for i, c := range list {
		ids[i] = c.id
	}
	now, err := a.Triage.Waiting(r.Context(), register.WaitingQuery{IDs: ids, Size: len(ids),
		Contested: decides(said.Move)})
	if err != nil {
		return err
	}
	rows := map[string]register.WaitingRow{}
	for _, x := range now.Items {
		rows[x.ID] = x
	}
	form := opinion.Command{By: v.Me().By(), Unit: r.PostForm.Get("unit"),
		Reason: strings.TrimSpace(r.PostForm.Get("reason")),
		Into:   strings.TrimSpace(r.PostForm.Get("into"))}
	if said.Move == opinion.MoveMerge && form.Into == "" {
		if form.Into = oldest(now.Items); form.Into == "" || len(list) < 2 {
			return kit.BadInput("no_into", v.Say("desk.error.into"))
		}
	}
	for _, c := range list {
		row, waits := rows[c.id]
		if said.Move == opinion.MoveMerge && c.id == form.Into {
			continue
		}
		line := actedLine{ID: c.id, Title: v.Name(row.Title)}
		if !waits {
			line.Title, line.Words, line.Stale = v.Short(c.id), v.Say("desk.gone"), true
			said.Not = append(said.Not, line)
			continue
		}
		said.tell(line, a.refusal(r, v, a.moveOne(r, v, said.Move, form, c, row)))
	}
	said.Undo = len(said.Done) > 0 && !decides(said.Move) // what a person decided is decided
	return nil
}

// refusal is what to say of an error, nil where there is none.
func (a *Room) refusal(r *http.Request, v *View, err error) *kit.Problem {
	if err == nil {
		return nil
	}
	return a.Problem(r.Pattern, v.Lang, err)
}

// oldest is the case that was opened first: the others are merged into it.
func oldest(rows []register.WaitingRow) string {
	if len(rows) < 2 {
		return ""
	}
	return slices.MinFunc(rows, func(x, y register.WaitingRow) int { return x.Opened.Compare(y.Opened) }).ID
}

func (a *Room) moveOne(r *http.Request, v *View, move opinion.Move, form opinion.Command, c chosen,
	row register.WaitingRow) error {
	cmd := opinion.Command{Move: move, By: form.By, Expected: c.version, Reason: form.Reason}
	switch move {
	case opinion.MoveDispatch:
		if row.Unsure {
			return &kit.Error{Kind: kit.Refused, Code: "unsure", Words: v.Say("unsure.case")}
		}
		if cmd.Unit = form.Unit; cmd.Unit == "" || cmd.Unit == row.Lead {
			cmd.Unit, cmd.Co = row.Lead, row.Co
		}
	case opinion.MoveMerge:
		cmd.Into = form.Into
	case opinion.MoveRefer: // it was passed on
		if cmd.Statutory = strings.Join(row.Danger, "/"); cmd.Statutory == "" {
			cmd.Statutory = row.Route.Refer
		}
	case opinion.MoveReopen:
		cmd.Reason = v.Objection(row.Case)
	case opinion.MoveDismiss:
		cmd.Outcome = opinion.NotGovernment
	}
	_, err := a.Cases.Do(r.Context(), c.id, cmd)
	return err
}

// Undo takes back what was just done, case by case. The rule of how long that may be is the desk's.
func (a *Room) Undo(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	if !a.Parsed(w, r, v) {
		return
	}
	said := &acted{Move: opinion.MoveRecall}
	ids := r.PostForm["case"]
	if len(ids) == 0 || len(ids) > mostAtOnce {
		said.Problem = a.Problem(r.Pattern, v.Lang, kit.BadInput("none_chosen", v.Say("desk.error.none")))
	} else {
		for _, id := range ids {
			_, err := a.Cases.Do(r.Context(), id, opinion.Command{Move: opinion.MoveRecall, By: v.Me().By()})
			said.tell(actedLine{ID: id, Title: v.Short(id)}, a.refusal(r, v, err))
		}
	}
	a.sayActed(w, r, v, said)
}

// sayActed says what came of it: in its place on an open desk, else on a fresh page of the queue.
func (a *Room) sayActed(w http.ResponseWriter, r *http.Request, v *View, said *acted) {
	if kit.Partly(r) {
		v.D = said
		a.Fragment(w, r, v, said.status(), "desk", "outcome")
		return
	}
	asked, err := url.ParseQuery(r.PostForm.Get("asked"))
	if err != nil {
		asked = url.Values{}
	}
	asked = askedOf(asked)
	v.Here = url.URL{Path: "/desk", RawQuery: asked.Encode()}
	if err := a.fillDesk(r, v, asked, said); err != nil {
		a.ErrorPage(w, r, v, errors.Join(err))
		return
	}
	a.Render(w, r, v, said.status(), "desk")
}
