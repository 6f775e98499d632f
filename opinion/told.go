package opinion

// Told (登记方式) is how somebody told the office what a clerk then types in. Each way is a source of
// its own, so that the balance and the open board tell them apart.
type Told string

// The ways.
const (
	ToldByPhone  Told = "hotline" // 热线
	ToldAtWindow Told = "window"  // 窗口
	ToldInPerson Told = "person"  // 当面: to a head, a leader, on the way
	ToldOnVisit  Told = "visit"   // 来访
	ToldOnBoard  Told = "board"   // 建议与反映 on the open board: no clerk types it in
)

var tellings = kinds[Told, struct{}]{{ToldByPhone, struct{}{}}, {ToldAtWindow, struct{}{}},
	{ToldInPerson, struct{}{}}, {ToldOnVisit, struct{}{}}, {ToldOnBoard, struct{}{}}}

// ToldWays are all of them, in the order in which a form offers them.
var ToldWays = tellings.all()

// ByClerk says whether it is a clerk who types in what was told this way.
func (t Told) ByClerk() bool { return t.Known() && t != ToldOnBoard }

// Known says whether t is one of ToldWays.
func (t Told) Known() bool { _, ok := tellings.of(t); return ok }

// Source is the id of the source of a way.
func (t Told) Source() string { return "told-" + string(t) }
