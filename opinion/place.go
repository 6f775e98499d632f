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

// Unit (责任单位) is an office that can be asked to answer.
type Unit struct {
	ID       string   `json:"id" yaml:"id"`
	Name     string   `json:"name" yaml:"name"`
	NameEn   string   `json:"name_en,omitempty" yaml:"name_en"`
	Division string   `json:"division" yaml:"division"` // code of the place it serves
	Level    Level    `json:"level" yaml:"level"`
	Topics   []string `json:"topics,omitempty" yaml:"topics"` // fields or items it is in charge of (谁主管谁负责)
	Superior string   `json:"superior,omitempty" yaml:"superior"`
	// Vertical: led by its own superior, not by the government of the place (垂直管理).
	Vertical bool `json:"vertical,omitempty" yaml:"vertical"`
	// Office: the government office (政府办公室/政务公开办) that coordinates in its division.
	Office bool `json:"office,omitempty" yaml:"office"`
}

// Topic (领域/事项) is an item of the public-service catalogue. Its ID is "field/item" for
// an item and "field" for one of the 26 pilot fields of 基层政务公开标准目录 (国办发〔2019〕54号).
type Topic struct {
	ID      string   `json:"id" yaml:"id"`
	Name    string   `json:"name" yaml:"name"`
	NameEn  string   `json:"name_en,omitempty" yaml:"name_en"`
	Terms   []string `json:"terms,omitempty" yaml:"terms"`     // words that speak for it
	Exclude []string `json:"exclude,omitempty" yaml:"exclude"` // words that speak against it
	Basis   string   `json:"basis,omitempty" yaml:"basis"`     // regulation and number
	Clock   string   `json:"clock,omitempty" yaml:"clock"`     // clock profile, where the field's own does not fit
	// Refer names the statutory channel (信访, 诉讼, 仲裁 …) when the matter has one of its own:
	// such a case is referred, with the words that tell the public which channel.
	Refer string `json:"refer,omitempty" yaml:"refer"`
}
