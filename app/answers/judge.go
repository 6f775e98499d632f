package answers

import (
	"time"

	"huiying/analyzers/territory"
	"huiying/opinion"
	"huiying/responders/casework"
	"huiying/responders/verify"
)

// NewJudge reads answers with our places and our calendar of working days.
func NewJudge(days casework.Calendars, table *territory.Table) *verify.Judge {
	return &verify.Judge{
		Place: func(title, text string) string {
			if t := table.Judge(title, text, ""); t != nil && t.Confidence >= verify.SurePlace {
				return t.Code
			}
			return ""
		},
		WorkingDays: func(from time.Time, n int) (time.Time, error) {
			return casework.Due(opinion.Clock{Start: from,
				Limit: time.Duration(n) * 24 * time.Hour}, days[opinion.CalendarWorking])
		},
	}
}
