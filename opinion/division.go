package opinion

// Level (层级) is a level of government, from province (1) down to township (4).
// The zero value means unknown.
type Level int

// The four levels at which an office answers.
const (
	LevelUnknown Level = iota
	Province
	City
	County
	Township
)

var levelNames = [...]string{"", "province", "city", "county", "township"}

// String is the word used in JSON and YAML.
func (l Level) String() string {
	if l < 0 || int(l) >= len(levelNames) {
		return ""
	}
	return levelNames[l]
}

// ParseLevel reads such a word; an unknown word is LevelUnknown.
func ParseLevel(s string) Level {
	for i, n := range levelNames {
		if n == s && i > 0 {
			return Level(i)
		}
	}
	return LevelUnknown
}

// MarshalText writes the level's word.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads the level's word; unknown words become LevelUnknown.
func (l *Level) UnmarshalText(b []byte) error { *l = ParseLevel(string(b)); return nil }

// Division (行政区划) is a place by its national code: 2 digits a province, 4 a city, 6 a
// county, 9 a township. Configured tables may use other codes; only Parent tells what lies
// in what.
type Division struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Level  Level  `json:"level"`
	Parent string `json:"parent,omitempty"`
}
