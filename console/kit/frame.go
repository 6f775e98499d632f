package kit

import (
	"strings"

	"huiying/console/access"
)

// May says whether who reads the page may use a route, so that no page offers what would be
// refused.
func (v *Naming) May(route string) bool {
	r, ok := access.RightOf(route)
	if !v.kit.Runs.SignIn {
		return true
	}
	return ok && (r.Open() || (v.Me().ID != "" && r.Reach(v.Me().Role) != access.None))
}

// Me is who reads the page.
func (v *Naming) Me() access.Account { return access.AccountOf(v.ctx) }

// Triages says whether the menu leads with the desk: for those whose work it is.
func (v *Naming) Triages() bool {
	role := v.Me().Role
	return v.kit.Runs.Triage && (role == "" || role == access.Monitor || role == access.Administrator)
}

// HomeOf is the page where the work of a role begins.
func (k *Kit) HomeOf(role access.Role) string {
	switch role {
	case access.Monitor:
		if k.Runs.Triage {
			return "/desk"
		}
	case access.Handler, access.Head:
		return "/work"
	case access.Auditor:
		return "/audit"
	case access.Openness:
		return "/items"
	case access.Administrator:
		return "/sources"
	case access.Leader, access.Keeper:
	}
	return "/"
}

// Corrects says whether findings can be corrected here.
func (v *Naming) Corrects() bool { return v.kit.Runs.Correct }

// Counts says whether what the office is told can be taken down here.
func (v *Naming) Counts() bool { return v.kit.Runs.Counter }

// Imports says whether files can be brought in here.
func (v *Naming) Imports() bool { return v.kit.Runs.Uploads }

// Follows says whether a case can be followed by a query code here.
func (v *Naming) Follows() bool { return v.kit.Runs.Codes }

// Runs says which parts run here.
func (v *Naming) Runs() Runs { return v.kit.Runs }

// Notices says whether this process knows of notices; without, the menu does not name them.
func (v *Naming) Notices() bool { return v.kit.Runs.Notices }

// The facts of the frame around every page.
func (v *Naming) Loopback() bool  { return v.kit.Loopback }
func (v *Naming) SignsIn() bool   { return v.kit.Runs.SignIn }
func (v *Naming) Demo() bool      { return v.kit.Demo }
func (v *Naming) Product() string { return v.kit.Product }

// Office is the name of the office, "" where none is configured.
func (v *Naming) Office() string {
	if v.kit.Office == "" {
		return ""
	}
	return v.Unit(v.kit.Office)
}

// Contact is how the public reaches the office, as people write it.
func (v *Naming) Contact() string { return strings.TrimPrefix(v.kit.Contact, "mailto:") }

// Site is what the frame of a government's site must show.
func (v *Naming) Site() Site {
	return Site{Code: v.kit.SiteCode, Records: v.kit.Records}
}

func (v *Naming) Version() string { return v.kit.Version }
func (v *Naming) CSS() string     { return v.kit.css }
func (v *Naming) JS() string      { return v.kit.js }
func (v *Naming) Icon() string    { return v.kit.icon }

// EmblemAt is the address of the office's emblem, "" where there is none.
func (v *View) EmblemAt() string { return v.kit.emblem }

// Samples are the sample accounts of the tour, for the switcher in the header.
func (v *Naming) Samples() []access.Account {
	if v.kit.Samples == nil {
		return nil
	}
	return v.kit.Samples(v.ctx)
}
