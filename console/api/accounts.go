package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huiying/console/accounts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/words"
)

// AccountRow is an account as programs see it. It is listed field by field, so that a secret that
// accounts.Account gets one day does not go out.
type AccountRow struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Role     string    `json:"role"`
	Unit     string    `json:"unit,omitempty"`
	Division string    `json:"division,omitempty"`
	Disabled bool      `json:"disabled"`
	Factor   bool      `json:"second_factor"`
	LastIn   time.Time `json:"last_in,omitzero"`
}

// AccountDo is something done to an account.
type AccountDo struct {
	Act      string `json:"act" enum:"add,disable,enable,reset"`
	ID       string `json:"id"`
	Name     string `json:"name,omitempty"`
	Role     string `json:"role,omitempty"`
	Unit     string `json:"unit,omitempty"`
	Division string `json:"division,omitempty"`
}

// AccountDone says what came of it. Once is shown this once.
type AccountDone struct {
	ID   string `json:"id"`
	Once string `json:"one_time_password,omitempty"`
}

type accountIn struct {
	asked
	raw
}

// AccountRows lists accounts without their secrets.
func AccountRows(ctx context.Context, b *accounts.Directory) ([]AccountRow, error) {
	all, err := b.List(ctx)
	out := make([]AccountRow, len(all))
	for i, a := range all {
		out[i] = AccountRow{ID: a.ID, Name: a.Name, Role: a.Role, Unit: a.Unit,
			Division: a.Division, Disabled: a.Disabled, Factor: a.Factor != "", LastIn: a.LastIn}
	}
	return out, err
}

// DoAccount does something to an account. Errors that a reader can act on are *Error.
func DoAccount(ctx context.Context, b *accounts.Directory, do AccountDo) (out AccountDone, err error) {
	out.ID = accounts.CleanID(do.ID)
	switch do.Act {
	case "add":
		_, out.Once, err = b.Add(ctx, accounts.Account{ID: do.ID, Name: opinion.Clip(do.Name, 60),
			Role: do.Role, Unit: do.Unit, Division: do.Division})
	case "disable", "enable":
		_, err = b.Disable(ctx, out.ID, do.Act == "disable")
	case "reset":
		out.Once, err = b.Reset(ctx, out.ID)
	default:
		err = &kit.Error{Kind: kit.Invalid, Code: "bad_act", Words: "act: add, disable, enable, reset"}
	}
	for is, kind := range map[error]kit.Kind{accounts.ErrNotFound: kit.NotFound,
		accounts.ErrTaken: kit.Stale, accounts.ErrInvalid: kit.Invalid,
		accounts.ErrLast: kit.Refused} {
		if errors.Is(err, is) {
			wrong := &kit.Error{Kind: kind, Words: err.Error(), Err: err}
			if no, ok := errors.AsType[*accounts.Invalid](err); ok {
				wrong.Words, wrong.Phrase = "", no.Phrase
			}
			return out, wrong
		}
	}
	return out, err
}

// accountAPI keeps accounts, for programs and for commands beside a running server.
func (a *Room) accountAPI(api huma.API) {
	if a.Accounts == nil {
		return
	}
	const path = "/api/v1/accounts"
	operation(api, http.MethodGet, path, "list-accounts", "Accounts, without their secrets",
		func(ctx context.Context, in *empty) (*answer[[]AccountRow], error) {
			rows, err := AccountRows(ctx, a.Accounts.Book)
			return answered(a, &in.asked, rows, err)
		})
	operation(api, http.MethodPost, path, "do-account", "Add, disable, enable or reset an account",
		func(ctx context.Context, in *accountIn) (*answer[AccountDone], error) {
			var do AccountDo
			if err := json.Unmarshal(in.RawBody, &do); err != nil {
				return nil, a.fail(&in.asked, kit.BadInput("bad_json", words.Say(in.lang, "error.bad_json")))
			}
			done, err := DoAccount(ctx, a.Accounts.Book, do)
			return answered(a, &in.asked, done, err)
		}, 400, 404, 409, 422)
	bodyOf(api, path, reflect.TypeFor[AccountDo](), false)
}
