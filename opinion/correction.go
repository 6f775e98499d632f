package opinion

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// ByPerson is TopicFinding.By when a person said what the text is about.
const ByPerson = "person"

// Field is what a person can put right in a Finding.
type Field string

// The fields of a Correction, with what their values are.
const (
	FieldTopic    Field = "topic"    // id of a catalogue item
	FieldPlace    Field = "place"    // code of a division, "" for none named
	FieldDemand   Field = "demand"   // one of the demands
	FieldSeverity Field = "severity" // I, II, III, IV
	FieldUnit     Field = "unit"     // id of the unit that should lead
	FieldIssue    Field = "issue"    // id of the issue
	FieldAsks     Field = "asks"     // case: a case is opened (立件); nothing: it asks nothing
	FieldOther    Field = "other"    // topic of a further matter that a case is opened for (拆分立件)
)

// Correction (更正) is one thing that a person put right in a Finding, or confirmed: then Was
// and Is are the same. One that takes back the latest of its field says so with Undo.
type Correction struct {
	Field  Field     `json:"field"`
	Was    string    `json:"was"`
	Is     string    `json:"is"`
	By     string    `json:"by"` // a role or "unit:<id>" of the office; never who wrote a mention
	At     time.Time `json:"at"`
	Reason string    `json:"reason,omitempty"`
	Undo   bool      `json:"undo,omitempty"`
}

// Judgement is what the analyzers said, kept in a Finding once a person has corrected it, so
// that a correction can be taken back and the two can be compared.
type Judgement struct {
	Topic     TopicFinding    `json:"topic"`
	Demand    DemandFinding   `json:"demand"`
	Territory *Territory      `json:"territory"`
	Severity  SeverityFinding `json:"severity"`
	Issue     IssueRef        `json:"issue"`
	Route     Route           `json:"route"`
}

// Judgement is what the analyzers said about f, whatever persons said since.
func (f Finding) Judgement() Judgement {
	if f.Judged != nil {
		return *f.Judged
	}
	return Judgement{f.Topic, f.Demand, f.Territory, f.Severity, f.Issue, f.Route}
}

// Standing are the corrections that hold, in the order in which they were made: those that
// were taken back are left out.
func Standing(all []Correction) []Correction {
	var out []Correction
	for _, c := range all {
		if !c.Undo {
			out = append(out, c)
			continue
		}
		for i, x := range slices.Backward(out) {
			if x.Field == c.Field {
				out = slices.Delete(out, i, i+1)
				break
			}
		}
	}
	return out
}

// Value is what the finding says of a field, as a Correction writes it.
func (f Finding) Value(field Field) string {
	switch field {
	case FieldTopic:
		return f.Topic.ID
	case FieldPlace:
		if f.Territory != nil && f.Territory.Confidence >= Certain {
			return f.Territory.Code
		}
	case FieldDemand:
		return string(f.Demand.ID)
	case FieldSeverity:
		return string(f.Severity.Level)
	case FieldUnit:
		return f.Route.Lead
	case FieldIssue:
		return f.Issue.ID
	case FieldAsks:
		return string(f.Asks)
	}
	return ""
}

// RouteRequest is all of the finding that routing may look at: a place or further places
// only where they are certain.
func (f Finding) RouteRequest() RouteRequest {
	r := RouteRequest{
		Topic: f.Topic.ID, Also: f.Topic.Also, Refer: f.Topic.Refer,
		Home: f.Division, Severity: f.Severity.Level,
	}
	r.Unit, r.UnitBy = f.NamedUnit()
	if f.Territory != nil && f.Territory.Confidence >= Certain {
		r.Division, r.Places = f.Territory.Code, f.Territory.Places
	}
	return r
}

var role = regexp.MustCompile(`^[a-z][a-z_-]{0,31}$`)

// Actor says whether by is who may act in the office: a role, which is a word such as
// coordinator without digits, so that no number of a person passes, or "unit:" and the id of
// a unit that there is.
func Actor(by string, unit func(id string) (Unit, bool)) bool {
	if id, isUnit := strings.CutPrefix(by, "unit:"); isUnit {
		_, known := unit(id)
		return known
	}
	return role.MatchString(by)
}
