package facts

import (
	"time"

	"huiying/opinion"
)

// Settings (设置) is the configuration in force as pages show it.
type Settings struct {
	Version  SettingsVersion   // 0: the files of the directory lead
	Versions []SettingsVersion // the newest first
	Failed   string            // why the newest does not work in this process, "" where it does
	Order    []string          // of the files
	Files    map[string]string
	Region   string
	Contact  string
	Code     string   // 网站标识码
	Records  []string // 备案号
	Units    []opinion.Unit
	Topics   []opinion.Topic
	Sources  []SettingsSource

	Clocks    []opinion.ClockProfile
	Choose    []SettingsRule // which clock a matter gets: the first that fits
	Years     []SettingsYear // whose days off are known, or said by a file of the configuration
	Templates []SettingsTemplate
	Policies  []SettingsPolicy
	Watches   []opinion.Watch
	Channels  []SettingsChannel
	Tell      []SettingsTell
	Choices   SettingsChoices
}

// SettingsChoices are what the fields of forms can say.
type SettingsChoices struct {
	Purposes, Responses []string // of a template: what it is for, and its kind of response
	Blanks              []string // that a template may ask for
	Roles, Notices      []string // who can be told, and of what
	Tells               []string // when a watch tells
}

// SettingsRule says which matters get a clock. An empty condition fits everything.
type SettingsRule struct {
	Severity   []opinion.Severity
	Kind       []opinion.SourceKind
	Topic      []string
	Demand     []opinion.Demand
	TopicClock bool // the topic's own clock
	Profile    string
}

// SettingsYear is a year of the calendar of working days.
type SettingsYear struct {
	Year  int
	Known bool // all its festivals are in it; else it is counted by weekends and by the law
	Days  []SettingsDay
}

// SettingsDay is a day that is not as its day of the week says.
type SettingsDay struct {
	Date string // 2027-01-01
	Off  bool   // else it is worked
	Name string
	Own  bool // a file of the configuration says it, and not the program
}

// SettingsTemplate is a text to start an answer from.
type SettingsTemplate struct {
	ID, Name, NameEn, For, Kind string
	Topics                      []string
	Text                        string
}

// SettingsPolicy is where a regulation can be read.
type SettingsPolicy struct{ Number, Title, URL string }

// SettingsChannel is a way of telling the office; by what it goes is its machine's own.
type SettingsChannel struct {
	ID, By, Language, From string
	To                     []string
}

// Mail says whether it reaches addresses that a form can change.
func (c SettingsChannel) Mail() bool { return c.By == "mail" }

// SettingsTell is who is told what by which channels.
type SettingsTell struct {
	Unit, Role      string // one of them
	Channels, Kinds []string
	Quiet           string
	Digest          []string
	Working         bool
}

// SettingsVersion is one version of the configuration, and who made it.
type SettingsVersion struct {
	Number     int
	At         time.Time
	By, Reason string
	Restores   *int // the version whose files it has again
}

// Restored is the number of the version whose files it has again; only where it restores one.
func (v SettingsVersion) Restored() int { return *v.Restores }

// SettingsSource is a source as its form shows it.
type SettingsSource struct {
	opinion.Source
	By      string
	Every   time.Duration
	Enabled bool
	Told    bool // it is there without being configured
}

// SettingsEdit is what somebody wants to change: whole texts of files, entries of lists by a form, days
// off, or all of it back.
type SettingsEdit struct {
	Texts   map[string]string // by the names of the files
	Entries []SettingsEntry
	Days    *SettingsDays
	Restore *int // the version whose files shall be in force again
}

// SettingsDays changes days off and days worked: some go, and a list comes in their place.
type SettingsDays struct {
	List []byte   // a table, a calendar, or the words of a notice; empty: none
	Drop []string // dates that no file of the configuration shall speak of
}

// SettingsEntry is one entry of a list, or keys of the installation.
type SettingsEntry struct {
	List, ID string
	In       string // of a new item of the catalogue: its field
	Remove   bool
	Keys     []string
	Values   []any // of each key: a string, a bool, a whole number or a list of strings
}

// SettingsFault is one thing that is wrong, with its line.
type SettingsFault struct {
	File  string
	Line  int
	Words string
}

// SettingsPreview is what a change would do. With faults it cannot be saved.
type SettingsPreview struct {
	Version  int // that it was made from
	Faults   []SettingsFault
	Differs  []string
	Unified  string
	Files    map[string]string // that it changes, whole
	Open     int               // cases that were looked at
	Rerouted int               // of those that wait in triage: proposed to another unit
	Recount  int               // due times that are counted anew
	Homeless int               // with a unit that would not be there any more
	Heard    int               // recent texts that were judged by its catalogue, where that is another
	Moved    []SettingsMoved   // of those, some that would get another topic
	MovedAll int               // how many would
	Tried    *SettingsTried    // of watches that come or change; nil: none does
}

// SettingsTried is what watches would have rung in the last days.
type SettingsTried struct {
	From  time.Time
	Heard int            // texts
	Cut   bool           // there were more
	All   int            // alerts
	Rang  []SettingsRang // the newest of them
}

// SettingsRang is an alert that would have rung, with the heading of its newest mention; "" where that was
// forgotten.
type SettingsRang struct {
	opinion.Alert
	Mention, Title string
}

// SettingsMoved is a text that would get another topic; "" is none.
type SettingsMoved struct{ Mention, Title, Was, Is string }
