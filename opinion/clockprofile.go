package opinion

import "time"

// ClockProfile is one limit by which a unit must answer, with the rule it comes from.
type ClockProfile struct {
	ID       string        `json:"id" yaml:"id"`
	Name     string        `json:"name" yaml:"name"`
	NameEn   string        `json:"name_en,omitempty" yaml:"name_en"`
	Limit    time.Duration `json:"limit" yaml:"limit"`       // of counted time; "5h", "7d" in YAML
	Calendar string        `json:"calendar" yaml:"calendar"` // 24x7, natural, working
	Basis    string        `json:"basis" yaml:"basis"`       // regulation and number
}
