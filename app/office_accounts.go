package app

import (
	"context"
	"net/http"

	"huiying/console/accounts"
	"huiying/console/api"
)

// Accounts lists the accounts of a data directory that this process holds.
func (d officeHere) Accounts(ctx context.Context) ([]api.AccountRow, error) {
	book, err := d.h.Book(ctx)
	if err != nil {
		return nil, err
	}
	return api.AccountRows(ctx, book)
}

// DoAccount does something to an account, and records it first.
func (d officeHere) DoAccount(ctx context.Context, do api.AccountDo) (out api.AccountDone, err error) {
	book, err := d.h.Book(ctx)
	if err != nil {
		return out, err
	}
	record, err := accounts.NewRecord(ctx, auditLog{d.h.bus}, d.h.opt.Now, func(error) {})
	if err != nil {
		return out, err
	}
	defer func() { _ = record.Close() }() // Must has returned: nothing waits
	if err := record.Must(ctx, accounts.Entry{Who: "local", What: "change",
		Object: "user " + do.Act + " " + accounts.CleanID(do.ID)}); err != nil {
		return out, err
	}
	return api.DoAccount(ctx, book, do)
}

// Accounts lists those of a running server.
func (r remote) Accounts(ctx context.Context) ([]api.AccountRow, error) {
	var out []api.AccountRow
	return out, r.call(ctx, http.MethodGet, "/api/v1/accounts", nil, &out)
}

// DoAccount lets a running server do it.
func (r remote) DoAccount(ctx context.Context, do api.AccountDo) (api.AccountDone, error) {
	var out api.AccountDone
	return out, r.call(ctx, http.MethodPost, "/api/v1/accounts", do, &out)
}

// VerifyOffice walks the office's own record and says each fault of it.
func (a *App) VerifyOffice(ctx context.Context, say func(words string)) (entries, chains, broken int, err error) {
	return accounts.Verify(ctx, auditLog{a.bus}, say)
}
