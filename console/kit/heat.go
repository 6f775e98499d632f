package kit

import (
	"html/template"
	"strconv"
	"strings"
	"time"

	"huiying/register"
)

// SparkDays is how far back the small picture beside an issue goes.
const SparkDays = 14

// SparkSpan is the days of the picture up to the end of the one in which now lies.
func SparkSpan(now time.Time) (from, to time.Time) {
	to = Midnight(now).AddDate(0, 0, 1)
	return to.AddDate(0, 0, -SparkDays), to
}

// Daily spreads beats over days, empty ones too.
func Daily(beats []register.Beat, from time.Time) []int {
	days := make([]int, SparkDays)
	for _, b := range beats {
		if i := int(b.Time.Sub(from) / (24 * time.Hour)); i >= 0 && i < SparkDays {
			days[i] += b.Reports
		}
	}
	return days
}

// Spark is a row of small bars, a day each, and their numbers in words.
func (v *Wording) Spark(days []int) template.HTML {
	most, said := 1, make([]string, len(days))
	for i, n := range days {
		most, said[i] = max(most, n), strconv.Itoa(n)
	}
	var b strings.Builder
	b.WriteString(`<svg class="spark" viewBox="0 0 ` + strconv.Itoa(len(days)*5) + ` 20" role="img" aria-label="` +
		template.HTMLEscapeString(v.Say("spark", strings.Join(said, " "))) + `" focusable="false">`)
	for i, n := range days {
		high := 1 // a day without a report is a dot on the ground
		if n > 0 {
			high = 2 + n*18/most
		}
		class := "part"
		if n == 0 {
			class = "rest"
		}
		b.WriteString(`<rect class="` + class + `" x="` + strconv.Itoa(i*5) + `" y="` + strconv.Itoa(20-high) + `" width="4" height="` + strconv.Itoa(high) + `"></rect>`)
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// Growth says in words how an issue grows against its own past.
func (v *Wording) Growth(i register.IssueRow) string {
	if i.Today == 0 {
		return v.Say("growth.today", 0)
	}
	how := v.Say("growth.few")
	switch {
	case i.Growth >= 1.05:
		how = v.Say("growth.times", strconv.FormatFloat(i.Growth, 'f', 1, 64))
	case i.Growth > 0.95:
		how = v.Say("growth.steady")
	case i.Growth > 0:
		how = v.Say("growth.cooling")
	}
	return v.Say("growth.today", i.Today) + " · " + how
}
