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
}

// SettingsVersion is one version of the configuration, and who made it.
type SettingsVersion struct {
	Number     int
	At         time.Time
	By, Reason string
	Restores   *int // the version whose files it has again
}

// SettingsSource is a source as its form shows it.
type SettingsSource struct {
	opinion.Source
	By      string
	Every   time.Duration
	Enabled bool
	Told    bool // it is there without being configured
}

// SettingsEdit is what somebody wants to change: the whole text of a file, or entries of a list by a form.
type SettingsEdit struct {
	File, Text string
	Entries    []SettingsEntry
	Restore    *int // the version whose files shall be in force again
}

// SettingsEntry is one entry of a list, or keys of the installation.
type SettingsEntry struct {
	List, ID string
	Remove   bool
	Keys     []string
	Values   []any // of each key: a string, a bool or a list of strings
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
}
