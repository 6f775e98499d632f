package opinion

// TopicFinding says which catalogue item a text is about. ID "" means none was found.
type TopicFinding struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Confidence float64  `json:"confidence"`     // 0..1
	By         string   `json:"by"`             // "model", "rules" or "person"
	Evidence   []string `json:"evidence"`       // words of the text
	Also       []string `json:"also,omitempty"` // further sectors that the text clearly names
	Refer      string   `json:"refer,omitempty"`
	// Unsure: the confidence is too low to say anything; ID is "" then, Guess what it would be,
	// and a person must look.
	Unsure bool   `json:"unsure,omitempty"`
	Guess  string `json:"guess,omitempty"`
}

// DemandFinding says what the text asks for.
type DemandFinding struct {
	ID         Demand   `json:"id"`
	Confidence float64  `json:"confidence"`
	Evidence   []string `json:"evidence,omitempty"`
	// NoMatter: what it is instead, where it is clear that nobody asks; ID is "none" then.
	NoMatter NoMatter `json:"no_matter,omitempty"`
}

// Candidate is another place that a name could mean.
type Candidate struct {
	Code       string  `json:"code"`
	Confidence float64 `json:"confidence"`
}

// Territory is the deepest division a text names for certain.
type Territory struct {
	Code       string      `json:"code"`
	Name       string      `json:"name"`
	Level      Level       `json:"level"`
	Confidence float64     `json:"confidence"` // below 0.5: unsure, see Others
	Evidence   []string    `json:"evidence"`
	Others     []Candidate `json:"others,omitempty"` // what the name could mean as well
	Path       []string    `json:"path,omitempty"`   // codes from the province down to Code itself
	Places     []string    `json:"places,omitempty"` // further places that the text names for certain
}

// SeverityFinding says how much a matter weighs and by which words.
type SeverityFinding struct {
	Level    Severity `json:"level"`
	Evidence []string `json:"evidence"`
}

// DangerFinding (险情) says whether somebody's life is at stake now, by which words, and which
// emergency numbers to call: 110 police, 119 fire and rescue, 120 ambulance, 122 traffic police.
type DangerFinding struct {
	Now      bool     `json:"now"`
	Call     []string `json:"call"` // at least one where Now, none else
	Evidence []string `json:"evidence"`
}

// IssueRef says which Issue a Mention belongs to.
type IssueRef struct {
	ID   string   `json:"id"`
	Size int      `json:"size"` // independent reports known when this one came
	New  bool     `json:"new"`
	Copy bool     `json:"copy,omitempty"` // a copy or forward of a known report: not counted as one
	Same bool     `json:"same,omitempty"` // a copy word for word
	Why  []string `json:"why,omitempty"`
}

// Route says which unit must answer, and why, step by step.
type Route struct {
	Lead  string   `json:"lead"` // unit id; never empty
	Co    []string `json:"co,omitempty"`
	Rule  string   `json:"rule"`
	Basis string   `json:"basis"`
	Why   []string `json:"why"`
	Refer string   `json:"refer,omitempty"` // statutory channel, when the matter has one
	// Proposals are the units that past orders speak for, the likeliest first, three at most.
	Proposals []Proposal `json:"proposals,omitempty"`
}

// ByHistory is Proposal.By of what past orders say.
const ByHistory = "history"

// Proposal (派单建议) is a unit that may be the one to answer.
type Proposal struct {
	Unit       string   `json:"unit"` // id; "" where no unit here is called so
	Name       string   `json:"name"` // as past orders write it
	Confidence float64  `json:"confidence"`
	By         string   `json:"by"`
	Evidence   []string `json:"evidence"`
}

// RouteRequest is all that routing may look at.
type RouteRequest struct {
	Topic    string   // catalogue id, "" when none was found
	Also     []string // further sectors, the main one first
	Refer    string   // statutory channel
	Division string   // deepest certain division, "" when none
	Places   []string // further certain places
	Home     string   // home division of the source
	Severity Severity
	// Unit is the one that the source names (承办单位), UnitBy the hint that says so; "" for none.
	Unit, UnitBy string
}

// Finding (研判结果) is a Mention with its judgements, each with its evidence.
type Finding struct {
	Mention
	Topic     TopicFinding  `json:"topic"`
	Demand    DemandFinding `json:"demand"`
	Territory *Territory    `json:"territory"`
	// Danger is nil in findings that were stored before it was judged.
	Danger   *DangerFinding  `json:"danger,omitempty"`
	Severity SeverityFinding `json:"severity"`
	Issue    IssueRef        `json:"issue"`
	Route    Route           `json:"route"`
	// Also are the further matters of the text, in its order; the judgements above are of the first.
	Also []OtherMatter `json:"also,omitempty"`
	// Part: it is one of Others, and no event carries it.
	Part bool `json:"-"`
	// Hinted says what became of each of the mention's hints.
	Hinted []Hinted `json:"hinted,omitempty"`
	// Asks is what a person said of whether it asks for anything; see FieldAsks.
	Asks Asked `json:"asks,omitempty"`
	// Skipped names what the analyzers could not read (a language, say); the finding then
	// carries no guess and goes to a person.
	Skipped string `json:"skipped,omitempty"`
	// Corrected is what persons put right since, oldest first. The finding is then published
	// again under its mention's id; of two with one id, the one with more corrections holds.
	Corrected []Correction `json:"corrected,omitempty"`
	// Judged is what the analyzers said before the first correction.
	Judged *Judgement `json:"judged,omitempty"`
}

// Unsure says that a person has to judge: the analyzers could not read the text or are not
// sure what it is about, and nobody has said since.
func (f Finding) Unsure() bool {
	return f.Topic.By != ByPerson && (f.Topic.Unsure || f.Skipped != "")
}

// InDanger says that somebody's life is at stake now. A finding that was never judged for it
// says nothing of it.
func (f Finding) InDanger() bool { return f.Danger != nil && f.Danger.Now }

// Call are the emergency numbers to call; none where nobody is in danger.
func (f Finding) Call() []string {
	if !f.InDanger() {
		return nil
	}
	return f.Danger.Call
}

// Certain is the confidence from which a territory counts: for routing, grouping and
// filters. Below it the place is a guess that a person sees beside its alternatives.
const Certain = 0.5

// Place is the code of the finding's certain division, else that of its source's home, or "".
func (f Finding) Place() string {
	if f.Territory != nil && f.Territory.Code != "" && f.Territory.Confidence >= Certain {
		return f.Territory.Code
	}
	return f.Division
}
