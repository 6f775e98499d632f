package opinion

// Severity (等级) is the weight of a matter: harm and reach, never who speaks or how.
type Severity string

// The four levels.
const (
	SeverityI   Severity = "I"   // 特别重大
	SeverityII  Severity = "II"  // 重大
	SeverityIII Severity = "III" // 较大
	SeverityIV  Severity = "IV"  // 一般
)

type severityTraits struct {
	// grave: the government of the place leads whatever the matter is, and the emergency
	// clock runs wherever it was said (国办发〔2016〕80号).
	grave bool
	level Level  // at least an office of this level leads (分级负责); LevelUnknown: any
	name  string // in the words of the regulation
}

// The heaviest first: the place in the table is the rank.
var severities = kinds[Severity, severityTraits]{
	{SeverityI, severityTraits{true, Province, "特别重大"}},
	{SeverityII, severityTraits{true, City, "重大"}},
	{SeverityIII, severityTraits{name: "较大"}},
	{SeverityIV, severityTraits{name: "一般"}},
}

// Severities are all of them, the heaviest first.
var Severities = severities.all()

// Known says whether s is one of Severities.
func (s Severity) Known() bool { return s.Rank() > 0 }

// Grave says whether s is 特别重大 or 重大.
func (s Severity) Grave() bool { is, _ := severities.of(s); return is.grave }

// AtLeast is the lowest level at which an office may lead such a matter; LevelUnknown where
// any may.
func (s Severity) AtLeast() Level { is, _ := severities.of(s); return is.level }

// Name is what the regulation calls s, in Chinese; "" for what is no Severity.
func (s Severity) Name() string { is, _ := severities.of(s); return is.name }

// Rank is 1 for the heaviest, and so on; 0 for what is no Severity.
func (s Severity) Rank() int {
	for i, row := range severities {
		if row.id == s {
			return i + 1
		}
	}
	return 0
}

// Heavier says whether s weighs more than t.
func (s Severity) Heavier(t Severity) bool {
	return s.Rank() != 0 && (t.Rank() == 0 || s.Rank() < t.Rank())
}
