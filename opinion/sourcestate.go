package opinion

// SourceState is how a source does: what its last visits said, and whether it is silent.
type SourceState string

// The states of a Source.
const (
	SourceNew       SourceState = "new"            // never visited
	SourceWorking   SourceState = "working"        // the last visit brought something; or it is handed in
	SourceNothing   SourceState = "nothing_new"    // the last visit found only what was known
	SourceUnchanged SourceState = "not_modified"   // the site said that nothing changed
	SourceLate      SourceState = "late"           // silent for longer than its rhythm, or not visited in time
	SourceFailing   SourceState = "failing"        // the last visit failed
	SourceBlocked   SourceState = "blocked"        // the site does not let programs in
	SourceLayout    SourceState = "changed_layout" // the list had entries and has none that can be found
	SourceGone      SourceState = "gone"           // the address has no such page any more
)

// SourceTrouble is what a state asks of people.
type SourceTrouble int

// The troubles, from none to worst.
const (
	NoTrouble    SourceTrouble = iota
	SourceQuiet                // nothing comes: look why
	SourceBroken               // it cannot be read: somebody must act
)

type sourceStateTraits struct{ trouble SourceTrouble }

var sourceStates = kinds[SourceState, sourceStateTraits]{
	{SourceNew, sourceStateTraits{}},
	{SourceWorking, sourceStateTraits{}},
	{SourceNothing, sourceStateTraits{}},
	{SourceUnchanged, sourceStateTraits{}},
	{SourceLate, sourceStateTraits{SourceQuiet}},
	{SourceFailing, sourceStateTraits{SourceBroken}},
	{SourceBlocked, sourceStateTraits{SourceBroken}},
	{SourceLayout, sourceStateTraits{SourceBroken}},
	{SourceGone, sourceStateTraits{SourceBroken}},
}

// SourceStates are all of them, the good ones first.
var SourceStates = sourceStates.all()

// TroubledSourceStates are those that ask something of people.
var TroubledSourceStates = sourceStates.those(func(t sourceStateTraits) bool { return t.trouble != NoTrouble })

// Trouble is what the state asks of people.
func (s SourceState) Trouble() SourceTrouble { is, _ := sourceStates.of(s); return is.trouble }
