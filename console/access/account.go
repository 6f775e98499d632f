package access

import (
	"context"
)

// Role (角色) is what somebody of the office does here.
type Role string

// The roles.
const (
	Monitor       Role = "monitor"       // 监测岗: triage, dispatch, corrections
	Handler       Role = "handler"       // 承办岗: the cases of a unit
	Head          Role = "head"          // 单位负责人: the same, and reviews what goes out
	Leader        Role = "leader"        // 领导: reads what is below the division
	Auditor       Role = "auditor"       // 审计岗: reads everything, and who did what
	Openness      Role = "openness"      // 政务公开岗: the duties to publish of its division
	Administrator Role = "administrator" // 管理员: accounts, sources, what could not be processed

	// Keeper (本机) is whoever can read the data directory: commands beside a running server. No
	// account has this role.
	Keeper Role = "keeper"
)

// Account is somebody of the office who works here: never anyone whose words were collected.
type Account struct {
	ID       string
	Name     string
	Role     Role
	Unit     string // the office it belongs to; "" for the coordinating desk
	Division string // what it sees is in this division or below; "" means everything
}

// By is how a history names the account: its unit or its role. A history holds units to what they
// did; who of the unit it was stands in the office's own record of access.
func (a Account) By() string {
	switch {
	case a.Unit != "" && (a.Role == Handler || a.Role == Head):
		return "unit:" + a.Unit
	case a.Role == "":
		return "console"
	case a.Role == Keeper:
		return "api"
	}
	return string(a.Role)
}

type accountKey struct{}

func WithAccount(ctx context.Context, a Account) context.Context {
	return context.WithValue(ctx, accountKey{}, a)
}

// AccountOf is who makes the request; the zero Account where nobody had to sign in.
func AccountOf(ctx context.Context) Account {
	a, _ := ctx.Value(accountKey{}).(Account)
	return a
}
